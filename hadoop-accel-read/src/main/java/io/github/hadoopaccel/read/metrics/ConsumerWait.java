package io.github.hadoopaccel.read.metrics;

/** One consumer that waits for data, from {@link ReadRecorder#waits} to its end. Immutable. */
public final class ConsumerWait {
  private final long beganNanos;

  ConsumerWait(long beganNanos) {
    this.beganNanos = beganNanos;
  }

  long beganNanos() {
    return beganNanos;
  }
}
