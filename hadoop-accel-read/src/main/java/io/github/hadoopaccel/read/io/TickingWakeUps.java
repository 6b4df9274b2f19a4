package io.github.hadoopaccel.read.io;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Wake-ups in ticks: nearly every one of them is taken back before its time, and one that shares
 * its tick with others costs no look at the timer, which would be a switch to its thread and back
 * for each small read. Each comes at the end of its tick, at most {@value #TICK_MILLIS} ms late.
 * Thread-safe; the calls of a tick are guarded by its entry in the map.
 */
final class TickingWakeUps implements WakeUps {
  private static final int TICK_MILLIS = 4;
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1,
          work -> {
            Thread thread = new Thread(work, "accel-wake-up");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<Tick, Set<Call>> calls = new ConcurrentHashMap<>();

  /** The end of a tick on a clock. */
  private record Tick(Clock clock, long number) {}

  /** Not a record: two calls of the same action are two calls. */
  private static final class Call {
    private final Runnable wake;

    Call(Runnable wake) {
      this.wake = wake;
    }
  }

  TickingWakeUps() {
    timer.setKeepAliveTime(1, TimeUnit.MINUTES);
    timer.allowCoreThreadTimeOut(true);
  }

  @Override
  public WakeUp at(long atNanos, Clock clock, Runnable wake) {
    Tick tick = new Tick(clock, Math.floorDiv(atNanos - 1, TICK_NANOS) + 1);
    Call call = new Call(wake);
    calls.compute(
        tick,
        (key, others) -> {
          Set<Call> all = others;
          if (all == null) {
            long delayNanos = tick.number() * TICK_NANOS - clock.nanoTime();
            timer.schedule(() -> end(tick), Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
            all = new LinkedHashSet<>();
          }
          all.add(call);
          return all;
        });
    return () ->
        calls.computeIfPresent(
            tick,
            (key, all) -> {
              all.remove(call);
              return all;
            });
  }

  private void end(Tick tick) {
    Set<Call> due = calls.remove(tick);
    RuntimeException thrown = null;
    for (Call call : due) {
      try {
        call.wake.run();
      } catch (RuntimeException e) {
        // The others are owed their call all the same.
        if (thrown == null) {
          thrown = e;
        } else {
          thrown.addSuppressed(e);
        }
      }
    }
    if (thrown != null) {
      throw thrown;
    }
  }
}
