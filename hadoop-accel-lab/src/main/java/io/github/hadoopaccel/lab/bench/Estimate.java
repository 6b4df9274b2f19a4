package io.github.hadoopaccel.lab.bench;

/**
 * A figure and the interval that holds it with 95 % confidence.
 *
 * @param low and high ends of the interval; equal to {@code value} where none is known
 */
public record Estimate(double value, double low, double high) {
  /** A figure that has no interval. */
  public static Estimate exactly(double value) {
    return new Estimate(value, value, value);
  }
}
