package io.github.hadoopaccel.read.metrics;

import io.github.hadoopaccel.read.signal.ReadWindows;
import java.util.concurrent.TimeUnit;

/**
 * What a task did lately (S0-02): bytes in windows of 5, 10 and 20 s and in the configured one, and
 * how much of the configured one went into waiting and into user code. Not thread-safe; the owner
 * guards it.
 */
final class RecentReading {
  private final SlidingSum bytes;
  private final SlidingSum waitNanos;
  private final SlidingSum userNanos;
  private final SlidingSum bytesIn5Sec;
  private final SlidingSum bytesIn10Sec;
  private final SlidingSum bytesIn20Sec;

  RecentReading(long windowNanos, long nowNanos) {
    bytes = new SlidingSum(windowNanos, nowNanos);
    waitNanos = new SlidingSum(windowNanos, nowNanos);
    userNanos = new SlidingSum(windowNanos, nowNanos);
    bytesIn5Sec = new SlidingSum(TimeUnit.SECONDS.toNanos(5), nowNanos);
    bytesIn10Sec = new SlidingSum(TimeUnit.SECONDS.toNanos(10), nowNanos);
    bytesIn20Sec = new SlidingSum(TimeUnit.SECONDS.toNanos(20), nowNanos);
  }

  void delivered(long count, long nowNanos) {
    bytes.add(count, nowNanos);
    bytesIn5Sec.add(count, nowNanos);
    bytesIn10Sec.add(count, nowNanos);
    bytesIn20Sec.add(count, nowNanos);
  }

  void waited(long fromNanos, long toNanos) {
    waitNanos.addTime(fromNanos, toNanos);
  }

  void usedByConsumer(long fromNanos, long toNanos) {
    userNanos.addTime(fromNanos, toNanos);
  }

  /**
   * The windows at this moment.
   *
   * @param ageNanos since the first read
   * @param inUserCodeNanos how long the consumer has been in its own code; that is not added yet
   */
  ReadWindows at(long nowNanos, long ageNanos, long inUserCodeNanos) {
    long spanMillis = millis(Math.min(ageNanos, bytes.windowNanos()));
    long user = millis(userNanos.sumAt(nowNanos) + inUserCodeNanos);
    return new ReadWindows(
        spanMillis,
        bytes.sumAt(nowNanos),
        Math.min(spanMillis, millis(waitNanos.sumAt(nowNanos))),
        Math.min(spanMillis, user),
        bytesIn5Sec.sumAt(nowNanos),
        bytesIn10Sec.sumAt(nowNanos),
        bytesIn20Sec.sumAt(nowNanos));
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
