package io.github.hadoopaccel.lab.bench.read;

import org.HdrHistogram.Histogram;

/**
 * What the calls of one sample have taken and brought so far. The sampled thread writes it; whoever
 * ends the sample closes it, and nothing that comes later counts. Thread-safe; guarded by this.
 */
final class CallLog {
  private static final int SIGNIFICANT_DIGITS = 3;

  private final Histogram nanos = new Histogram(SIGNIFICANT_DIGITS);
  private long bytes;
  private long beganNanos;
  private boolean inCall;
  private boolean closed;
  private long endNanos;

  /** A log that begins now. */
  CallLog(long nowNanos) {
    endNanos = nowNanos;
  }

  /** A call begins. */
  synchronized void begins(long nowNanos) {
    inCall = true;
    beganNanos = nowNanos;
  }

  /** It has brought {@code usefulBytes}. */
  synchronized void ends(long usefulBytes, long nowNanos) {
    if (!closed) {
      nanos.recordValue(nowNanos - beganNanos);
      bytes += usefulBytes;
      inCall = false;
      endNanos = nowNanos;
    }
  }

  /** The consumer has done its part. */
  synchronized void worked(long nowNanos) {
    if (!closed) {
      endNanos = nowNanos;
    }
  }

  /** Ends it; a call that runs still counts as having taken the time so far. */
  synchronized void close(long nowNanos) {
    if (!closed && inCall) {
      nanos.recordValue(nowNanos - beganNanos);
      endNanos = nowNanos;
    }
    closed = true;
  }

  synchronized long bytes() {
    return bytes;
  }

  /** When the last thing happened. */
  synchronized long endNanos() {
    return endNanos;
  }

  /** All latencies; only once it is closed. */
  synchronized Histogram nanos() {
    return nanos;
  }
}
