package io.github.hadoopaccel.read.io;

import java.util.concurrent.TimeUnit;

/**
 * When the consumer of a read needs it (seed S2-01); the earliest is served first. The bytes that a
 * new reader waits for have a head start of a second over all others (S2-04: time to first record),
 * so that they come first, but do not keep an older reader waiting for ever. Immutable.
 *
 * @param atNanos on the session's clock
 */
public record ReadDeadline(long atNanos) implements Comparable<ReadDeadline> {
  private static final long HEAD_START_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A consumer needs it at {@code atNanos}, or has waited for it since then. */
  public static ReadDeadline at(long atNanos) {
    return new ReadDeadline(atNanos);
  }

  /** A consumer has waited since {@code atNanos} for the first bytes it reads. */
  public static ReadDeadline firstBytes(long atNanos) {
    return new ReadDeadline(atNanos - HEAD_START_NANOS);
  }

  @Override
  public int compareTo(ReadDeadline other) {
    // The times are of a monotonic clock: only their difference means anything.
    return Long.signum(atNanos - other.atNanos);
  }
}
