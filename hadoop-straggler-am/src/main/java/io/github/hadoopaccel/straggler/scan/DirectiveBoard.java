package io.github.hadoopaccel.straggler.scan;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.escalation.LadderStep;
import io.github.hadoopaccel.straggler.escalation.ReadOrder;
import io.github.hadoopaccel.straggler.escalation.RungChange;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.DataNodeState;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.ReportInterval;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The directive each attempt gets when it reports next. A scan writes, reports read (seed S0-08).
 *
 * <p>Every update renews what it orders for another {@code directive-lapse}: when the scans stop,
 * all directives lapse. Granted bytes are handed out once: the first answer after an update carries
 * them, later ones what was granted since.
 *
 * <p>Attempts are asked to report every tick, less often where that would be more than {@value
 * ReportInterval#REPORTS_PER_SEC} reports/s in all ({@link ReportInterval}), but whoever has
 * something that can lapse never so rarely that it could before its renewal is seen, which comes
 * first: accelerated attempts twice per lapse at least, those with another order, a smaller share
 * or DataNodes to avoid once per lapse less a tick. Whoever has nothing to lose is asked every
 * {@value ReportInterval#MAX_MILLIS} ms at least, so that an order for it waits no longer. Each
 * time is jittered by ±{@value ReportInterval#JITTER_PERCENT} %, by the attempt's name, so that
 * reports do not come in step. Example: of 3000 attempts with the defaults, each is asked every 1.5
 * s on average; of 100,000 every 50 s, which makes 2000 reports/s, accelerated ones every 4.2 s,
 * and where all have a smaller share every 7.9 s.
 *
 * <p>Threads: {@link #update} and {@link #clear} by one thread, the others by any. A report never
 * waits for an update: what an update makes is published at once by a volatile write and not
 * changed any more, but for the bytes still to be handed out, which have a lock for each attempt.
 */
public final class DirectiveBoard {
  private final long tickMillis;
  private final long lapseMillis;
  private final boolean avoids;
  private final ExtraBytePool pool;
  private volatile Posted posted;

  /**
   * An empty board: every attempt reads carefully.
   *
   * @param pool where its grants come from; nobody else may grant from it
   */
  public DirectiveBoard(StragglerSettings settings, ExtraBytePool pool) {
    this.tickMillis = settings.tickMillis();
    this.lapseMillis = settings.directiveLapseMillis();
    this.avoids = settings.avoidSlowDataNodes();
    this.pool = Objects.requireNonNull(pool, "pool");
    this.posted = nothing(0, 0);
  }

  private Posted nothing(long flagged, long grantedBytes) {
    return new Posted(
        Map.of(),
        Map.of(),
        1,
        List.of(),
        0,
        usual(0),
        beforeLapse(0, false),
        beforeLapse(0, true),
        flagged,
        grantedBytes);
  }

  /**
   * Takes what the ladders want, grants what the pool has, and publishes both.
   *
   * @param step of the same look at {@code job} that the pool has taken
   */
  public void update(JobSnapshot job, LadderStep step) {
    Posted before = posted;
    Map<String, PendingGrant> pending = new HashMap<>();
    for (AttemptProgress attempt : step.accelerated()) {
      PendingGrant old = before.pending.get(attempt.attemptId());
      pending.put(attempt.attemptId(), old == null ? new PendingGrant() : old);
    }
    pool.grant(step).forEach((attempt, bytes) -> pending.get(attempt).add(bytes));
    int running = job.running().size();
    posted =
        new Posted(
            step.orders(),
            pending,
            step.ownBudgetShare(),
            avoids ? slowest(job.dataNodes().states()) : List.of(),
            job.nowMillis() + lapseMillis,
            usual(running),
            beforeLapse(running, false),
            beforeLapse(running, true),
            before.flagged + step.changes().stream().filter(RungChange::begins).count(),
            pool.grantedBytes());
    // After the new ones are seen, so that nothing is handed out of the old ones afterwards but by
    // an answer that had begun, which is as if it had come before the update.
    before.pending.forEach(
        (attempt, old) -> {
          if (!pending.containsKey(attempt)) {
            pool.giveBack(attempt, old.take());
          }
        });
  }

  private static List<String> slowest(Map<String, DataNodeState> states) {
    return states.entrySet().stream()
        .filter(entry -> entry.getValue().isSlow())
        .sorted(
            Comparator.<Map.Entry<String, DataNodeState>>comparingDouble(
                    entry -> entry.getValue().bytesPerSec())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(Directive.MAX_AVOIDED)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The answer to a report of {@code attemptId}; never waits for a scan. */
  public Directive answer(String attemptId, long nowMillis) {
    Posted now = posted;
    long lapse = Math.min(Directive.MAX_LAPSE_MILLIS, now.untilMillis - nowMillis);
    ReadOrder order = now.orders.get(attemptId);
    if (lapse <= 0 || (order == null && now.avoid.isEmpty() && now.ownBudgetShare == 1)) {
      return Directive.careful(jittered(now.usualMillis, attemptId));
    }
    if (order == null) {
      return new Directive(
          Posture.CAREFUL,
          0,
          0,
          now.ownBudgetShare,
          now.avoid,
          Directive.OWN_SUBSET,
          lapse,
          jittered(now.carefulMillis, attemptId));
    }
    PendingGrant pending = now.pending.get(attemptId);
    return new Directive(
        order.posture(),
        order.extraUnits(),
        pending == null ? 0 : pending.take(),
        order.ownBudgetShare(),
        now.avoid,
        order.unitSubset(),
        lapse,
        jittered(order.accelerated() ? now.acceleratedMillis : now.carefulMillis, attemptId));
  }

  /** Ends every directive, for good measure when the scans have ended. */
  public void clear() {
    posted = nothing(posted.flagged, posted.grantedBytes);
  }

  /** How often tasks began to be hurried. */
  public long flagged() {
    return posted.flagged;
  }

  /** Extra bytes granted in all, less those given back before the last update. */
  public long grantedBytes() {
    return posted.grantedBytes;
  }

  private long usual(int running) {
    return ReportInterval.usualMillis(running, tickMillis);
  }

  /** As usual, but in time for a directive to be renewed. */
  private long beforeLapse(int running, boolean accelerated) {
    long seen = accelerated ? lapseMillis / 2 : Math.max(lapseMillis / 2, lapseMillis - tickMillis);
    return Math.max(
        1, Math.min(usual(running), seen * 100 / (100 + ReportInterval.JITTER_PERCENT)));
  }

  private static long jittered(long millis, String attemptId) {
    // The names differ in their last digits only: spread them over all bits (Fibonacci hashing).
    int hash = (attemptId.hashCode() * 0x9E3779B9) >>> 16;
    double factor = 1 + ReportInterval.JITTER_PERCENT / 100.0 * (hash / 32767.5 - 1);
    return Math.max(1, Math.min(Directive.MAX_LAPSE_MILLIS, (long) (millis * factor)));
  }

  private record Posted(
      Map<String, ReadOrder> orders,
      Map<String, PendingGrant> pending,
      double ownBudgetShare,
      List<String> avoid,
      long untilMillis,
      long usualMillis,
      long carefulMillis,
      long acceleratedMillis,
      long flagged,
      long grantedBytes) {}
}
