package io.github.hadoopaccel.read.io;

/** Calls back at a time. Thread-safe. */
public interface WakeUps {
  /** A call to come. */
  interface WakeUp {
    /** Takes it back; without effect once it has begun. */
    void cancel();
  }

  /**
   * Calls {@code wake} once, on a thread of its own, at {@code atNanos} of {@code clock} or soon
   * after. What is called must not block: all wake-ups share the thread.
   */
  WakeUp at(long atNanos, Clock clock, Runnable wake);

  /** One daemon thread that ends after a minute without work. */
  static WakeUps onOneThread() {
    return new TickingWakeUps();
  }
}
