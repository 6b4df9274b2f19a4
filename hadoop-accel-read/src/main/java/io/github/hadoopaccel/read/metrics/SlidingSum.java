package io.github.hadoopaccel.read.metrics;

/**
 * A sum over a sliding window of time (S0-02), such as bytes or nanoseconds, kept in a hundred
 * buckets. Of the oldest bucket, which the window has left in part, that part is taken away: what
 * is summed is exact but for how it was spread inside that bucket. Not thread-safe; the owner
 * guards it. Times in nanoseconds of one monotonic clock.
 *
 * <p>Example: a window of 100 s, so a bucket a second. 10 at 0.5 s and 30 at 50 s: at 100.0 s the
 * sum is 40, at 100.4 s the first second is left by 0.4, so 0.6 × 10 + 30 = 36, at 101 s it is 30.
 */
final class SlidingSum {
  private static final int BUCKETS = 100;

  /** One more, since a window that does not begin with a bucket touches so many. */
  private static final int SLOTS = BUCKETS + 1;

  private final long bucketNanos;
  private final long[] sums = new long[SLOTS];
  private long newest;

  SlidingSum(long windowNanos, long nowNanos) {
    this.bucketNanos = Math.max(1, windowNanos / BUCKETS);
    this.newest = bucketOf(nowNanos);
  }

  /** Adds {@code amount}; what comes a little late by another thread's clock counts as now. */
  void add(long amount, long nowNanos) {
    advance(nowNanos);
    sums[slot(newest)] += amount;
  }

  /** Adds the time from one moment to another, to each bucket its part; a sum of nanoseconds. */
  void addTime(long fromNanos, long toNanos) {
    advance(toNanos);
    long from = Math.max(fromNanos, (newest - BUCKETS) * bucketNanos);
    while (from < toNanos) {
      long bucket = Math.floorDiv(from, bucketNanos);
      long until = Math.min(toNanos, (bucket + 1) * bucketNanos);
      sums[slot(bucket)] += until - from;
      from = until;
    }
  }

  /** The sum of the window that ends at {@code nowNanos}. */
  long sumAt(long nowNanos) {
    advance(nowNanos);
    long sum = 0;
    for (long each : sums) {
      sum += each;
    }
    long oldest = newest - BUCKETS;
    long left = Math.min(bucketNanos, nowNanos - windowNanos() - oldest * bucketNanos);
    return sum - (long) ((double) Math.max(0, left) / bucketNanos * sums[slot(oldest)]);
  }

  long windowNanos() {
    return bucketNanos * BUCKETS;
  }

  private static int slot(long bucket) {
    return (int) Math.floorMod(bucket, (long) SLOTS);
  }

  /** A bucket holds its end and not its beginning, as the window does. */
  private long bucketOf(long nanos) {
    return Math.floorDiv(nanos - 1, bucketNanos);
  }

  private void advance(long nowNanos) {
    long bucket = bucketOf(nowNanos);
    long steps = Math.min(SLOTS, bucket - newest);
    for (long i = 0; i < steps; i++) {
      sums[slot(bucket - i)] = 0;
    }
    newest = Math.max(newest, bucket);
  }
}
