package io.github.hadoopaccel.read.io;

/**
 * When the consumer of a read needs it (seed S2-01). The bytes that a new reader waits for come
 * before all others (S2-04: time to first record), then the earliest time. Immutable.
 *
 * @param first whether a consumer waits for its first bytes
 * @param atNanos on the session's clock
 */
public record ReadDeadline(boolean first, long atNanos) implements Comparable<ReadDeadline> {

  /** A consumer needs it at {@code atNanos}, or has waited for it since then. */
  public static ReadDeadline at(long atNanos) {
    return new ReadDeadline(false, atNanos);
  }

  /** A consumer has waited since {@code atNanos} for the first bytes it reads. */
  public static ReadDeadline firstBytes(long atNanos) {
    return new ReadDeadline(true, atNanos);
  }

  @Override
  public int compareTo(ReadDeadline other) {
    // The times are of a monotonic clock: only their difference means anything.
    return first != other.first ? (first ? -1 : 1) : Long.signum(atNanos - other.atNanos);
  }
}
