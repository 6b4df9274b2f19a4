package io.github.hadoopaccel.read.metrics;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who waits for data in a task, and for how long anybody has. Time in which several wait at once
 * counts once, so that a task never waits longer than it runs. Not thread-safe; the owner guards
 * it.
 *
 * <p>The time up to the beginning of the longest wait that goes on is settled; from there to now it
 * is {@link #waitingNanos}. Both together are the time in which anybody waited.
 *
 * <p>Example: one waits from 0 to 10, another from 4 to 30. At 8 nothing is settled, and the first
 * has waited for 8. At 20 the time from 0 to 4 is settled, and the other has waited for 16. At 30
 * all of the 30 are settled.
 */
final class ConsumerWaits {
  /** In the order of their beginnings. */
  private final Set<ConsumerWait> waiting = new LinkedHashSet<>();

  private long lastBeganNanos;
  private boolean hasBegun;

  /** Takes in time that was settled. */
  interface Settled {
    void waited(long fromNanos, long toNanos);
  }

  ConsumerWait begin(long nowNanos) {
    // Two threads may come here in another order than they read the clock in.
    lastBeganNanos = hasBegun ? Math.max(lastBeganNanos, nowNanos) : nowNanos;
    hasBegun = true;
    ConsumerWait wait = new ConsumerWait(lastBeganNanos);
    waiting.add(wait);
    return wait;
  }

  /** Ends a wait; nothing where it has ended before. */
  void end(ConsumerWait wait, long nowNanos, Settled settled) {
    boolean longest = wait == longest();
    waiting.remove(wait);
    if (longest) {
      ConsumerWait next = longest();
      long until = next == null ? nowNanos : next.beganNanos();
      if (until > wait.beganNanos()) {
        settled.waited(wait.beganNanos(), until);
      }
    }
  }

  /** How long the one that has waited longest has, 0 where nobody waits. */
  long waitingNanos(long nowNanos) {
    ConsumerWait longest = longest();
    return longest == null ? 0 : Math.max(0, nowNanos - longest.beganNanos());
  }

  private ConsumerWait longest() {
    return waiting.isEmpty() ? null : waiting.iterator().next();
  }
}
