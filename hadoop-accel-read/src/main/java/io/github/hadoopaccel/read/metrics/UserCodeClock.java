package io.github.hadoopaccel.read.metrics;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells the time that a consumer spends in its own code, from one record to the next, from the time
 * it spends reading. The consumer's thread tells it of every record, so nothing here is
 * synchronised: a report of another thread may miss the last ten milliseconds.
 */
public final class UserCodeClock {
  private static final long RECORD_EVERY_NANOS = 10_000_000;

  /** Stands for a consumer that is reading. */
  private static final long READING = Long.MIN_VALUE;

  private final ReadRecorder recorder;
  private final AtomicLong leftAtNanos = new AtomicLong(READING);
  private long unrecordedNanos;

  UserCodeClock(ReadRecorder recorder) {
    this.recorder = recorder;
  }

  /** The consumer leaves with a record. */
  public void leaves(long nowNanos) {
    leftAtNanos.setOpaque(nowNanos);
  }

  /** The consumer comes for the next record. */
  public void comes(long nowNanos) {
    long leftAt = leftAtNanos.getPlain();
    if (leftAt == READING) {
      return;
    }
    unrecordedNanos += nowNanos - leftAt;
    if (unrecordedNanos > RECORD_EVERY_NANOS) {
      ends(nowNanos);
    }
    leftAtNanos.setOpaque(READING);
  }

  /** The consumer reads no more: nothing is kept back. */
  public void ends(long nowNanos) {
    if (unrecordedNanos > 0) {
      recorder.userCode(unrecordedNanos, nowNanos);
      unrecordedNanos = 0;
    }
  }

  /** How long the consumer has been in its own code, 0 where it is reading; for any thread. */
  long sinceItLeftNanos(long nowNanos) {
    long leftAt = leftAtNanos.getOpaque();
    return leftAt == READING ? 0 : Math.max(0, nowNanos - leftAt);
  }
}
