package io.github.hadoopaccel.straggler.progress;

import io.github.hadoopaccel.read.signal.ReadReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The latest report of each attempt and the job's totals. Bounded: beyond {@code maxAttempts} the
 * attempt that has been silent longest is forgotten, and counted; its bytes stay in the totals.
 *
 * <p>Thread-safe; every field is guarded by this.
 */
public final class AttemptLedger {
  private final int maxAttempts;
  // In the order of the latest report, the most silent attempt first.
  private final Map<String, AttemptProgress> attempts = new LinkedHashMap<>();
  private long usefulBytes;
  private long extraBytes;
  private long forgotten;

  /** Keeps at most {@code maxAttempts}, at least 1. */
  public AttemptLedger(int maxAttempts) {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts = " + maxAttempts + " is less than 1");
    }
    this.maxAttempts = maxAttempts;
  }

  /**
   * Takes a report in.
   *
   * @return the attempt's previous report, if there was one
   */
  public synchronized Optional<ReadReport> record(ReadReport report, long nowMillis) {
    AttemptProgress previous = attempts.remove(report.attemptId());
    boolean finished = previous != null && previous.finished();
    attempts.put(report.attemptId(), new AttemptProgress(report, nowMillis, finished));
    Optional<ReadReport> before = Optional.ofNullable(previous).map(AttemptProgress::report);
    usefulBytes += Math.max(0, report.usefulBytes() - before.map(ReadReport::usefulBytes).orElse(0L));
    extraBytes += Math.max(0, report.extraBytes() - before.map(ReadReport::extraBytes).orElse(0L));
    if (attempts.size() > maxAttempts) {
      attempts.remove(attempts.keySet().iterator().next());
      forgotten++;
    }
    return before;
  }

  /** Notes that the attempt has succeeded: its rate still counts, it is not judged any more. */
  public synchronized void finish(String attemptId) {
    attempts.computeIfPresent(attemptId, (id, progress) -> progress.finish());
  }

  /** Drops an attempt that failed, was killed or never was; its bytes stay in the totals. */
  public synchronized void drop(String attemptId) {
    attempts.remove(attemptId);
  }

  /** Every attempt kept, the most silent first. */
  public synchronized List<AttemptProgress> attempts() {
    return List.copyOf(attempts.values());
  }

  /** Useful bytes of all attempts that ever reported. */
  public synchronized long usefulBytes() {
    return usefulBytes;
  }

  /** Extra bytes of all attempts that ever reported. */
  public synchronized long extraBytes() {
    return extraBytes;
  }

  /** Attempts forgotten because the ledger was full. */
  public synchronized long forgotten() {
    return forgotten;
  }
}
