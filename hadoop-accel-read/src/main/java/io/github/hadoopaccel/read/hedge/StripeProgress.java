package io.github.hadoopaccel.read.hedge;

import java.util.Arrays;

/**
 * How far a stripe read has come, for a hedge policy. Immutable.
 *
 * @param needed units that must arrive before the stripe is complete
 * @param arrivalNanos time each arrived unit took, in order of arrival
 */
public record StripeProgress(int needed, long[] arrivalNanos) {

  /** Copies the times in. */
  public StripeProgress {
    arrivalNanos = arrivalNanos.clone();
  }

  /** A copy of the times. */
  @Override
  public long[] arrivalNanos() {
    return arrivalNanos.clone();
  }

  /** Units that have arrived. */
  public int arrived() {
    return arrivalNanos.length;
  }

  /**
   * Lower median of the arrival times.
   *
   * @throws IllegalStateException if nothing has arrived
   */
  public long medianArrivalNanos() {
    if (arrivalNanos.length == 0) {
      throw new IllegalStateException("nothing has arrived");
    }
    long[] sorted = arrivalNanos.clone();
    Arrays.sort(sorted);
    return sorted[(sorted.length - 1) / 2];
  }
}
