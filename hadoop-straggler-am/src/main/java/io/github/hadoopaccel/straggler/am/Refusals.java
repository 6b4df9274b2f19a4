package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.straggler.progress.Refusal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** How many reports were refused, by kind. Thread-safe. */
final class Refusals {
  private static final long SAY_AGAIN_MILLIS = 60_000;

  private final Map<Refusal, LongAdder> counts = new EnumMap<>(Refusal.class);
  private final Map<Refusal, AtomicLong> quietUntilMillis = new EnumMap<>(Refusal.class);

  Refusals() {
    for (Refusal why : Refusal.values()) {
      counts.put(why, new LongAdder());
      quietUntilMillis.put(why, new AtomicLong(Long.MIN_VALUE));
    }
  }

  /**
   * Counts one.
   *
   * @param nowMillis of a steady clock
   * @return whether it is worth a line in the log: the first of its kind, and one a minute
   */
  boolean count(Refusal why, long nowMillis) {
    counts.get(why).increment();
    long quietUntil = quietUntilMillis.get(why).get();
    return nowMillis >= quietUntil
        && quietUntilMillis.get(why).compareAndSet(quietUntil, nowMillis + SAY_AGAIN_MILLIS);
  }

  /** Refused so far, of that kind. */
  long of(Refusal why) {
    return counts.get(why).sum();
  }

  /** Refused so far, in all. */
  long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }
}
