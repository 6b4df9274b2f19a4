package io.github.hadoopaccel.read.metrics;

/**
 * Bytes in a sliding window of time (S0-02), kept in twenty buckets: the oldest twentieth of the
 * window goes at once. Not thread-safe; the owner guards it. Times in nanoseconds of one monotonic
 * clock.
 */
final class RateWindow {
  private static final int BUCKETS = 20;

  private final long bucketNanos;
  private final long[] bytes = new long[BUCKETS];
  private long newestBucket;

  RateWindow(long windowNanos, long nowNanos) {
    this.bucketNanos = Math.max(1, windowNanos / BUCKETS);
    this.newestBucket = Math.floorDiv(nowNanos, bucketNanos);
  }

  void add(long count, long nowNanos) {
    advance(nowNanos);
    bytes[(int) Math.floorMod(newestBucket, (long) BUCKETS)] += count;
  }

  long bytesAt(long nowNanos) {
    advance(nowNanos);
    long sum = 0;
    for (long bucket : bytes) {
      sum += bucket;
    }
    return sum;
  }

  long windowNanos() {
    return bucketNanos * BUCKETS;
  }

  private void advance(long nowNanos) {
    long bucket = Math.floorDiv(nowNanos, bucketNanos);
    long steps = Math.min(BUCKETS, bucket - newestBucket);
    for (long i = 1; i <= steps; i++) {
      bytes[(int) Math.floorMod(newestBucket + i, (long) BUCKETS)] = 0;
    }
    newestBucket = Math.max(newestBucket, bucket);
  }
}
