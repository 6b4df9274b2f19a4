package io.github.hadoopaccel.read.hedge;

/**
 * Calls a unit late when two rules agree.
 *
 * <p><b>It is slow against its peers</b>: it has taken {@code peerMultiple} times the median
 * arrival of its stripe, once half of the needed units are there; before that, and for a unit that
 * is read alone, {@code peerMultiple} times what such a read typically takes; where not even that
 * is known, {@code unknownDelayNanos}.
 *
 * <pre>slow after = max(minDelay, peerMultiple * (median(arrivals) or typical))</pre>
 *
 * <p>Example: multiple 2, shortest delay 50 ms, k = 6; the units that have arrived took 20, 30, 40
 * and 60 ms; lower median 30 ms; the two others are slow after 60 ms. A trigger relative to the
 * stripe keeps its meaning when the whole cluster slows down, where one at a fixed percentile
 * breaks (after the tail-at-scale hedged request, CACM 56(2) 2013, with the peer rule measured for
 * RS-6-3).
 *
 * <p><b>It matters</b>: the unit would probably come after the consumer needs it. With S the
 * typical time, e the time the read has taken, x the time from its start to the deadline less the
 * time that a hedge takes (S again), and W the waiting time of the M/D/1 queue with the load of its
 * DataNode (seed S2-02):
 *
 * <pre>P(late) = P(W &gt; x/S - 1) / P(W &gt; e/S - 1), and 1 from e &gt;= x on</pre>
 *
 * <p>Example: load 0.8, S = 10 ms, e = 20 ms, x = 110 ms: P(W &gt; 10) / P(W &gt; 1) = 0.0117 /
 * 0.555 = 0.021; at a {@code missProbability} of 0.05 it is left alone for now. A consumer that
 * waits has x at most 0, so all that is slow matters. A read whose time the model calls impossible,
 * such as one of a DataNode without load that pauses, is expected to take as long again as it has
 * taken, and matters when that is too long.
 *
 * <p>Stateless but for tables of the queue. Thread-safe.
 *
 * @param minDelayNanos no unit is slow before it, at least 1
 * @param unknownDelayNanos when a unit of which nothing is known is slow, at least {@code
 *     minDelayNanos}
 * @param stuckAfterNanos when a unit counts as failed, at least {@code unknownDelayNanos}
 * @param peerMultiple at least 1
 * @param missProbability from which on a late unit matters, 0 to 1
 */
public record AdaptiveHedge(
    long minDelayNanos,
    long unknownDelayNanos,
    long stuckAfterNanos,
    double peerMultiple,
    double missProbability)
    implements HedgePolicy {
  /** Rarer than this the model is wrong rather than the read unlucky. */
  private static final double IMPOSSIBLE = 1e-9;

  /** A unit that does not matter yet is looked at again after this part of the time left... */
  private static final int PART_OF_TIME_LEFT = 4;

  /** ...or after this, whichever is longer. */
  private static final long MIN_LOOK_NANOS = 1_000_000;

  private static final int LOAD_STEPS = 100;

  /** By load in hundredths; made when the first is asked for. */
  private static final class Queues {
    static final Md1Queue[] BY_LOAD = new Md1Queue[LOAD_STEPS];

    static {
      for (int step = 0; step < LOAD_STEPS; step++) {
        BY_LOAD[step] = Md1Queue.ofLoad((double) step / LOAD_STEPS);
      }
    }
  }

  /** Checks the ranges. */
  public AdaptiveHedge {
    if (minDelayNanos < 1
        || unknownDelayNanos < minDelayNanos
        || stuckAfterNanos < unknownDelayNanos
        || !(peerMultiple >= 1)
        || !(missProbability >= 0 && missProbability <= 1)) {
      throw new IllegalArgumentException(
          "minDelayNanos = "
              + minDelayNanos
              + ", unknownDelayNanos = "
              + unknownDelayNanos
              + ", stuckAfterNanos = "
              + stuckAfterNanos
              + ", peerMultiple = "
              + peerMultiple
              + ", missProbability = "
              + missProbability
              + ": expected 1 <= min <= unknown <= stuck, a multiple of at least 1 and a probability");
    }
  }

  @Override
  public long lateAfterNanos(UnitProgress unit, StripeProgress stripe) {
    long slowAfter = slowAfterNanos(unit, stripe);
    if (unit.elapsedNanos() < slowAfter) {
      return slowAfter;
    }
    long lastCall = unit.deadlineNanos() - unit.typicalNanos();
    if (probabilityOfMiss(unit, lastCall) >= missProbability) {
      return unit.elapsedNanos();
    }
    long left = lastCall - unit.elapsedNanos();
    return unit.elapsedNanos() + Math.max(MIN_LOOK_NANOS, left / PART_OF_TIME_LEFT);
  }

  private long slowAfterNanos(UnitProgress unit, StripeProgress stripe) {
    boolean hasPeers = stripe.arrived() > 0 && 2 * stripe.arrived() >= stripe.needed();
    long usual = hasPeers ? stripe.medianArrivalNanos() : unit.typicalNanos();
    return usual == 0 ? unknownDelayNanos : (long) Math.max(minDelayNanos, peerMultiple * usual);
  }

  /** P(late) of the class comment; {@code lastCallNanos} is its x. */
  static double probabilityOfMiss(UnitProgress unit, long lastCallNanos) {
    if (unit.elapsedNanos() >= lastCallNanos || unit.typicalNanos() == 0) {
      return 1;
    }
    double service = unit.typicalNanos();
    Md1Queue queue = queue(unit.load());
    double soFar = queue.probabilityOfWaitBeyond(unit.elapsedNanos() / service - 1);
    if (soFar < IMPOSSIBLE) {
      // Whoever is beyond all expectation is expected to take as long again.
      return lastCallNanos - unit.elapsedNanos() > unit.elapsedNanos() ? 0 : 1;
    }
    return queue.probabilityOfWaitBeyond(lastCallNanos / service - 1) / soFar;
  }

  private static Md1Queue queue(double load) {
    long step = Math.round(load * LOAD_STEPS);
    return Queues.BY_LOAD[(int) Math.max(0, Math.min(LOAD_STEPS - 1, step))];
  }
}
