package io.github.hadoopaccel.straggler.scan;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The directive each attempt gets when it reports next. A scan writes, reports read (seed S0-08).
 *
 * <p>An attempt stays accelerated for {@code directive-lapse} after the last verdict that asked for
 * it, so that one that recovers because it is accelerated does not swing back at once. Granted
 * bytes are handed out once: those an answer carries are new ones, the first answer after a scan
 * carries them, later answers carry what was earned since.
 *
 * <p>Thread-safe; every field is guarded by this.
 */
public final class DirectiveBoard {
  /**
   * Reports per second an ApplicationMaster is asked to answer; beyond, tasks report less often.
   */
  static final int REPORTS_PER_SEC = 500;

  private final long tickMillis;
  private final long lapseMillis;
  private final ExtraByteBudget budget;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private long nextReportMillis;
  private long flagged;

  /** An empty board: every attempt reads carefully. */
  public DirectiveBoard(StragglerSettings settings) {
    this.tickMillis = settings.tickMillis();
    this.lapseMillis = settings.directiveLapseMillis();
    this.budget = new ExtraByteBudget(settings.jobBudgetFraction());
    this.nextReportMillis = tickMillis;
  }

  /**
   * Takes the verdicts of a scan in.
   *
   * @param verdicts one for each running attempt of {@code job}
   * @return what changed, lapsed attempts first
   */
  public synchronized List<BoardChange> update(JobSnapshot job, Map<String, Verdict> verdicts) {
    long now = job.nowMillis();
    List<BoardChange> changes = new ArrayList<>();
    List<BoardChange> newlyFlagged = new ArrayList<>();
    verdicts.forEach(
        (attempt, verdict) -> {
          if (verdict instanceof Verdict.Accelerate accelerate) {
            Entry entry = entries.get(attempt);
            if (entry == null) {
              entry = new Entry();
              entries.put(attempt, entry);
              newlyFlagged.add(new BoardChange.Flagged(attempt, accelerate));
              flagged++;
            }
            entry.extraUnits = accelerate.extraUnits();
            entry.untilMillis = now + lapseMillis;
          }
        });
    entries
        .entrySet()
        .removeIf(
            held -> {
              Verdict verdict = verdicts.get(held.getKey());
              if (verdict != null && now < held.getValue().untilMillis) {
                return false;
              }
              String reason = verdict == null ? "attempt ended" : verdict.reason();
              changes.add(new BoardChange.Lapsed(held.getKey(), reason));
              budget.giveBack(held.getKey(), held.getValue().pendingBytes);
              return true;
            });
    budget
        .grant(job, entries.keySet())
        .forEach((attempt, bytes) -> entries.get(attempt).pendingBytes += bytes);
    nextReportMillis = reportInterval(job.running().size());
    changes.addAll(newlyFlagged);
    return changes;
  }

  /** The answer to a report of {@code attemptId}; never waits for a scan. */
  public synchronized Directive answer(String attemptId, long nowMillis) {
    Entry entry = entries.get(attemptId);
    if (entry == null || nowMillis >= entry.untilMillis) {
      return Directive.careful(nextReportMillis);
    }
    long bytes = entry.pendingBytes;
    entry.pendingBytes = 0;
    return Directive.reading(
        Posture.ACCELERATED,
        entry.extraUnits,
        bytes,
        entry.untilMillis - nowMillis,
        nextReportMillis);
  }

  /** Ends every directive, for good measure when the scans have ended. */
  public synchronized void clear() {
    entries.clear();
  }

  /** How often attempts were flagged. */
  public synchronized long flagged() {
    return flagged;
  }

  /** Extra bytes granted in all. */
  public synchronized long grantedBytes() {
    return budget.grantedBytes();
  }

  /** A tick, longer for many attempts, but never so long that a directive lapses in between. */
  private long reportInterval(int running) {
    long spread = 1000L * running / REPORTS_PER_SEC;
    return Math.max(tickMillis, Math.min(spread, lapseMillis / 2));
  }

  private static final class Entry {
    int extraUnits;
    long untilMillis;
    long pendingBytes;
  }
}
