package io.github.hadoopaccel.read.io;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

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
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "accel-wake-up");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(1, TimeUnit.MINUTES);
    timer.allowCoreThreadTimeOut(true);
    return (atNanos, clock, wake) -> {
      long delay = Math.max(0, atNanos - clock.nanoTime());
      Future<?> call = timer.schedule(wake, delay, TimeUnit.NANOSECONDS);
      return () -> call.cancel(false);
    };
  }
}
