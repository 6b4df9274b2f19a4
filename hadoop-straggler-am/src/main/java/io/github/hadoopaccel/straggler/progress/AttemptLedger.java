package io.github.hadoopaccel.straggler.progress;

import io.github.hadoopaccel.read.signal.ReadReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The latest report of each attempt and the job's totals, in which every byte counts once however
 * often it is reported. Bounded: beyond {@code maxAttempts} the attempt that has been silent
 * longest is forgotten, and counted. The bytes of a finished one stay in the totals, those of a
 * running one leave them, to come back with its next report.
 *
 * <p>Thread-safe; every field is guarded by this.
 */
public final class AttemptLedger {
  private final int maxAttempts;
  // In the order of the latest report, the most silent attempt first.
  private final Map<String, AttemptProgress> attempts = new LinkedHashMap<>();
  // Dropped attempts, which may go on reporting for a while.
  private final Map<String, ReadReport> dropped = new LinkedHashMap<>();
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
    String id = report.attemptId();
    AttemptProgress previous = attempts.remove(id);
    ReadReport before = previous == null ? dropped.get(id) : previous.report();
    if (before != null) {
      usefulBytes -= before.usefulBytes();
      extraBytes -= before.extraBytes();
    }
    usefulBytes += report.usefulBytes();
    extraBytes += report.extraBytes();
    if (dropped.containsKey(id)) {
      dropped.put(id, report);
    } else {
      boolean finished = previous != null && previous.finished();
      attempts.put(id, new AttemptProgress(report, nowMillis, finished));
      forgetBeyondBound();
    }
    return Optional.ofNullable(before);
  }

  /** Notes that the attempt has succeeded: its rate still counts, it is not judged any more. */
  public synchronized void finish(String attemptId) {
    attempts.computeIfPresent(attemptId, (id, progress) -> progress.finish());
  }

  /**
   * Drops an attempt that failed, was killed or never was, whatever it reports from now on. Its
   * bytes were read all the same: they stay in the totals.
   */
  public synchronized void drop(String attemptId) {
    AttemptProgress progress = attempts.remove(attemptId);
    if (progress != null) {
      dropped.put(attemptId, progress.report());
      if (dropped.size() > maxAttempts) {
        dropped.remove(dropped.keySet().iterator().next());
      }
    }
  }

  /** Every attempt kept, the most silent first. */
  public synchronized List<AttemptProgress> attempts() {
    return List.copyOf(attempts.values());
  }

  /** The attempts kept, counted by the class that rebuilds units for them, where one is known. */
  public synchronized SortedMap<String, Long> attemptsByDecoder() {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (AttemptProgress progress : attempts.values()) {
      String decoders = progress.report().decoders();
      if (!decoders.isEmpty()) {
        counts.merge(decoders, 1L, Long::sum);
      }
    }
    return counts;
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

  private void forgetBeyondBound() {
    if (attempts.size() > maxAttempts) {
      AttemptProgress silent = attempts.remove(attempts.keySet().iterator().next());
      forgotten++;
      if (!silent.finished()) {
        usefulBytes -= silent.report().usefulBytes();
        extraBytes -= silent.report().extraBytes();
      }
    }
  }
}
