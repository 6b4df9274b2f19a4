package io.github.hadoopaccel.read.hedge;

/**
 * Calls a unit late against the other units of its own stripe: after {@code peerMultiple} times the
 * median arrival, once half of the needed units are there; before that, after {@code
 * maxDelayNanos}.
 *
 * <pre>late after = clamp(peerMultiple * median(arrivals), minDelay, maxDelay)</pre>
 *
 * <p>Example: multiple 2, delays 50 ms to 1 s, k = 6; the units that have arrived took 20, 30, 40
 * and 60 ms; lower median 30 ms; the two others are late after 60 ms. A trigger relative to the
 * stripe keeps its meaning when the whole cluster slows down, where one at a fixed percentile
 * breaks (after the tail-at-scale hedged request, CACM 56(2) 2013, with the peer rule measured for
 * RS-6-3). Stateless.
 *
 * @param minDelayNanos shortest answer, at least 1
 * @param maxDelayNanos longest answer, at least {@code minDelayNanos}
 * @param peerMultiple at least 1
 */
public record AdaptiveHedge(long minDelayNanos, long maxDelayNanos, double peerMultiple)
    implements HedgePolicy {
  private static final int STUCK_MULTIPLE = 5;

  /** Checks the ranges. */
  public AdaptiveHedge {
    if (minDelayNanos < 1 || maxDelayNanos < minDelayNanos || !(peerMultiple >= 1)) {
      throw new IllegalArgumentException(
          "minDelayNanos = "
              + minDelayNanos
              + ", maxDelayNanos = "
              + maxDelayNanos
              + ", peerMultiple = "
              + peerMultiple
              + ": expected 1 <= min <= max and a multiple of at least 1");
    }
  }

  @Override
  public long lateAfterNanos(StripeProgress progress) {
    if (progress.arrived() == 0 || 2 * progress.arrived() < progress.needed()) {
      return maxDelayNanos;
    }
    double late = peerMultiple * progress.medianArrivalNanos();
    return (long) Math.max(minDelayNanos, Math.min(maxDelayNanos, late));
  }

  /** Five times the longest delay: far beyond a late unit, far below a socket time-out. */
  @Override
  public long stuckAfterNanos() {
    return STUCK_MULTIPLE * maxDelayNanos;
  }
}
