package io.github.hadoopaccel.straggler.escalation;

import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;

/**
 * Whether a second attempt is worth asking for, at one look at the job. Not when
 *
 * <ul>
 *   <li>the attempt's size explains its time,
 *   <li>it ends sooner by itself than a new attempt would: split ÷ typical rate + {@value
 *       #START_UP_MILLIS} ms,
 *   <li>as many second attempts as the cap allows run or are asked for,
 *   <li>the job's extra bytes are in debt; a second attempt is charged with its whole split, so
 *       that one may bring them there.
 * </ul>
 *
 * <p>Example: a split of 1000 MB at a typical 100 MB/s takes a new attempt 15 s. An attempt that
 * has 100 MB to go at 5 MB/s, 20 s, is worth one; at 10 MB/s, 10 s, it is not.
 *
 * <p>What cannot be told does not stand in the way, nor does an attempt that stands still.
 */
final class SpeculationGate {
  /** A container's start; a guess. */
  static final long START_UP_MILLIS = 5000;

  private final JobSnapshot job;
  private int places;
  private long freeBytes;
  private boolean counted;
  private double rateSum;
  private int rates;

  /**
   * A gate for one look.
   *
   * @param places how many more second attempts may run
   */
  SpeculationGate(JobSnapshot job, int places, long freeBytes) {
    this.job = job;
    this.places = places;
    this.freeBytes = freeBytes;
  }

  boolean opens(AttemptProgress original, Verdict.Accelerate verdict) {
    return places > 0
        && freeBytes >= 0
        && !verdict.explainedBySize()
        && overtakes(original, verdict);
  }

  /** Takes one place and pays for it; returns what it costs. */
  long pass(AttemptProgress original) {
    long bytes = splitBytes(original);
    places--;
    freeBytes -= bytes;
    return bytes;
  }

  private boolean overtakes(AttemptProgress original, Verdict.Accelerate verdict) {
    long judged = verdict.evidence().remainingMillis();
    long remaining = judged >= 0 ? judged : original.remainingMillis(original.rateBytesPerSec());
    if (remaining < 0 || remaining == Long.MAX_VALUE) {
      return true;
    }
    double typical = typicalBytesPerSec(original);
    return typical > 0 && remaining > START_UP_MILLIS + splitBytes(original) * 1000.0 / typical;
  }

  private static long splitBytes(AttemptProgress attempt) {
    long known = attempt.report().input().splitBytes();
    return known > 0
        ? known
        : attempt.report().usefulBytes() + Math.max(0, attempt.remainingBytes());
  }

  /** Mean rate of the other attempts; of an attempt alone its own best. */
  private double typicalBytesPerSec(AttemptProgress original) {
    if (!counted) {
      counted = true;
      job.finished().forEach(this::count);
      job.running().forEach(this::count);
    }
    double own = original.rateBytesPerSec();
    int others = own > 0 ? rates - 1 : rates;
    return others > 0 ? (rateSum - own) / others : original.peakRateBytesPerSec();
  }

  private void count(AttemptProgress attempt) {
    double rate = attempt.rateBytesPerSec();
    if (rate > 0) {
      rateSum += rate;
      rates++;
    }
  }
}
