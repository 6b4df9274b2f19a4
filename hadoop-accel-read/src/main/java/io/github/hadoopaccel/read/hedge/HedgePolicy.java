package io.github.hadoopaccel.read.hedge;

/**
 * Decides when an outstanding unit read is late. It only decides; the stripe read starts the hedge,
 * and the budget may refuse it. One instance serves all streams of a task, from many threads:
 * implementations are stateless or thread-safe. What it throws makes the stream go on through the
 * stock stream.
 */
public interface HedgePolicy {
  /** For {@link #lateAfterNanos}: a unit that never counts as late. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Time after its own start from which an outstanding unit is late. It is late now if that is at
   * most {@link UnitProgress#elapsedNanos}; otherwise the policy is asked again when that time has
   * come, and after every arrival of the stripe.
   *
   * @return nanoseconds, positive, or {@link #NEVER}
   */
  long lateAfterNanos(UnitProgress unit, StripeProgress stripe);

  /**
   * Time after its own start at which an outstanding unit counts as failed: it is replaced whatever
   * the budget says, where that can complete the stripe, but may still arrive.
   *
   * @return nanoseconds, positive, or {@link #NEVER}; anything else counts as NEVER
   */
  default long stuckAfterNanos() {
    return NEVER;
  }

  /** Units to request at once beyond the needed ones, in every stripe, as the budget allows. */
  default int extraUnits() {
    return 0;
  }

  /**
   * The policy that never hedges: a unit is waited for until it comes or fails, however long that
   * takes; failures are repaired.
   */
  static HedgePolicy never() {
    return (unit, stripe) -> NEVER;
  }

  /**
   * The policy that calls a unit late after a fixed time, whatever the others do.
   *
   * @param delayNanos at least 1
   * @param stuckAfterNanos when a unit counts as failed
   */
  static HedgePolicy afterFixedDelay(long delayNanos, long stuckAfterNanos) {
    if (delayNanos < 1) {
      throw new IllegalArgumentException("delayNanos = " + delayNanos + ": expected at least 1");
    }
    return new HedgePolicy() {
      @Override
      public long lateAfterNanos(UnitProgress unit, StripeProgress stripe) {
        return delayNanos;
      }

      @Override
      public long stuckAfterNanos() {
        return stuckAfterNanos;
      }
    };
  }

  /**
   * A policy that requests {@code extraUnits} more at once and leaves late units to {@code late}.
   */
  static HedgePolicy always(int extraUnits, HedgePolicy late) {
    return new HedgePolicy() {
      @Override
      public long lateAfterNanos(UnitProgress unit, StripeProgress stripe) {
        return late.lateAfterNanos(unit, stripe);
      }

      @Override
      public long stuckAfterNanos() {
        return late.stuckAfterNanos();
      }

      @Override
      public int extraUnits() {
        return extraUnits;
      }
    };
  }
}
