package io.github.hadoopaccel.read.hedge;

/**
 * Decides when an outstanding unit read is late. It only decides; the stripe read starts the hedge,
 * and the budget may refuse it. Implementations are stateless or confined to one stream.
 */
public interface HedgePolicy {
  /** For {@link #lateAfterNanos}: a unit that never counts as late. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Time after its own start at which an outstanding unit of this stripe is late. Asked again after
   * every arrival.
   *
   * @return nanoseconds, positive, or {@link #NEVER}
   */
  long lateAfterNanos(StripeProgress progress);

  /**
   * Time after its own start at which an outstanding unit counts as failed: it is replaced whatever
   * the budget says, but may still arrive.
   */
  default long stuckAfterNanos() {
    return NEVER;
  }

  /** The policy that never hedges; failures are still repaired. */
  static HedgePolicy never() {
    return progress -> NEVER;
  }
}
