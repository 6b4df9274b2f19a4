package io.github.hadoopaccel.straggler.scan;

import io.github.hadoopaccel.straggler.escalation.LadderStep;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Estimates the job time that acceleration saved.
 *
 * <pre>
 * saved by a spell      = max(0, bytes read accelerated ÷ rate before − time it took)
 * end without it        = end of the attempt + what its spells saved
 * job time saved        = latest end without − latest end, over all attempts
 * </pre>
 *
 * <p>so that what is saved on an attempt nobody waited for counts nothing. The rate before is that
 * of the configured window when the attempt was flagged; the highest and the lowest of it and of
 * those of 5, 10 and 20 s give the low and the high estimate. A rate of 0 says nothing of when the
 * attempt would have gone on: the lowest rate above it is taken, and a spell without any counts
 * nothing.
 *
 * <p>Example: an attempt is accelerated for 10 s, in which it reads 1000 MB; before, its windows
 * said 50 (the configured one), 80, 64 and 40 MB/s. Without, the 1000 MB would have taken 20 s, and
 * 12.5 to 25 s: it saved 10 s, 2.5 to 15 s. It ends at 100 s and another one at 96 s: the job saved
 * 10 s (2.5 to 15). Had the other ended at 104 s, it had saved 6 s (0 to 11).
 *
 * <p>What it leaves out: waves (a map that ends earlier lets another begin), what second attempts
 * save, and that a directive takes effect a report later. Attempts that failed or were killed do
 * not count. Times are those of the looks, so an end is late by up to a tick on both sides.
 *
 * <p>State is kept for attempts that were accelerated until they end. Used by one thread.
 */
public final class TimeSaved {
  private final Map<String, AcceleratedSpells> spells = new HashMap<>();
  private double endMillis = Double.NEGATIVE_INFINITY;
  private double lowEndMillis = Double.NEGATIVE_INFINITY;
  private double estimatedEndMillis = Double.NEGATIVE_INFINITY;
  private double highEndMillis = Double.NEGATIVE_INFINITY;

  /** Takes a look in, and what was ordered after it. */
  public void look(JobSnapshot job, LadderStep step) {
    long now = job.nowMillis();
    if (!job.running().isEmpty()) {
      endMillis = Math.max(endMillis, now);
    }
    if (spells.isEmpty() && step.accelerated().isEmpty()) {
      return;
    }
    Set<String> others = new HashSet<>(spells.keySet());
    for (AttemptProgress attempt : step.accelerated()) {
      others.remove(attempt.attemptId());
      spells
          .computeIfAbsent(attempt.attemptId(), id -> new AcceleratedSpells())
          .accelerated(attempt, now);
    }
    if (!others.isEmpty()) {
      lookAtOthers(job, others);
    }
  }

  /** Attempts that were accelerated and are no more, since they recovered or ended. */
  private void lookAtOthers(JobSnapshot job, Set<String> others) {
    for (AttemptProgress attempt : job.running()) {
      if (others.remove(attempt.attemptId())) {
        AcceleratedSpells known = spells.get(attempt.attemptId());
        known.seen(attempt, job.nowMillis());
        known.careful();
      }
    }
    if (!others.isEmpty()) {
      end(job, others);
    }
  }

  private void end(JobSnapshot job, Set<String> ended) {
    for (AttemptProgress attempt : job.finished()) {
      if (ended.contains(attempt.attemptId())) {
        AcceleratedSpells known = spells.get(attempt.attemptId());
        known.seen(attempt, job.nowMillis());
        count(known);
      }
    }
    spells.keySet().removeAll(ended);
  }

  private void count(AcceleratedSpells ended) {
    endMillis = Math.max(endMillis, ended.seenMillis());
    lowEndMillis = Math.max(lowEndMillis, ended.lowEndMillis());
    estimatedEndMillis = Math.max(estimatedEndMillis, ended.estimatedEndMillis());
    highEndMillis = Math.max(highEndMillis, ended.highEndMillis());
  }

  /** What was saved so far, if every attempt that runs ended now. */
  public SavedTime saved() {
    double end = endMillis;
    double low = lowEndMillis;
    double estimate = estimatedEndMillis;
    double high = highEndMillis;
    for (AcceleratedSpells running : spells.values()) {
      end = Math.max(end, running.seenMillis());
      low = Math.max(low, running.lowEndMillis());
      estimate = Math.max(estimate, running.estimatedEndMillis());
      high = Math.max(high, running.highEndMillis());
    }
    return high <= end
        ? SavedTime.NONE
        : new SavedTime(beyond(low, end), beyond(estimate, end), beyond(high, end));
  }

  private static long beyond(double without, double with) {
    return Math.round(Math.max(0, without - with));
  }

  /** Attempts of which state is kept. */
  int size() {
    return spells.size();
  }
}
