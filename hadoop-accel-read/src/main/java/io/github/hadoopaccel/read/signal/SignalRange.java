package io.github.hadoopaccel.read.signal;

/** The ranges of what a report may say, so that a forged or damaged one is refused. */
final class SignalRange {
  /** No count of a report reaches this: 8 EiB of bytes and 292 million years are absurd. */
  static final long MAX_COUNT = 1L << 60;

  /** No device is as fast: 2^50 bytes or milliseconds per second. */
  static final double MAX_RATE = 1L << 50;

  private SignalRange() {}

  static void requireCount(String field, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(field + " = " + value + " is negative");
    }
    if (value > MAX_COUNT) {
      throw new IllegalArgumentException(field + " = " + value + " is more than " + MAX_COUNT);
    }
  }

  static void requireRate(String field, double value) {
    if (!(value >= 0 && value <= MAX_RATE)) {
      throw new IllegalArgumentException(field + " = " + value + " is not a rate from 0 to 2^50");
    }
  }
}
