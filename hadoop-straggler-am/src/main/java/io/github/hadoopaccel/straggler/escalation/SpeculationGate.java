package io.github.hadoopaccel.straggler.escalation;

import io.github.hadoopaccel.straggler.policy.ReadPace;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.Priority;

/**
 * Whether a second attempt is worth asking for, at one look at the job. Not when
 *
 * <ul>
 *   <li>the attempt waits for data less than {@code min-wait-fraction} of its time, whatever the
 *       policy, which may be a third party's, says of it: a new attempt would run the same code,
 *   <li>the attempt's size explains its time,
 *   <li>it ends sooner by itself than a new attempt would: split ÷ typical rate + {@value
 *       #START_UP_MILLIS} ms,
 *   <li>as many second attempts as the cap allows run or are asked for,
 *   <li>maps are pending, unless the priority is critical: a second attempt would take the
 *       container and the bytes that serve a map of the job's own,
 *   <li>the job's extra bytes are in debt; a second attempt is charged with its whole split, so
 *       that one may bring them there.
 * </ul>
 *
 * <p>Example: a split of 1000 MB at a typical 100 MB/s takes a new attempt 15 s. An attempt that
 * has 100 MB to go at 5 MB/s, 20 s, is worth one; at 10 MB/s, 10 s, it is not. Typical is the mean
 * of the other attempts, those that wait or are silent by the rate that {@link ReadPace} leaves
 * them.
 *
 * <p>What cannot be told does not stand in the way, nor does an attempt that stands still.
 */
final class SpeculationGate {
  /** A container's start; a guess. */
  static final long START_UP_MILLIS = 5000;

  private final JobSnapshot job;
  private final double minWaitFraction;
  private final long tickMillis;
  private int places;
  private long freeBytes;
  // Made when first asked for: most looks ask for nothing.
  private ReadPace pace;
  private double rateSum;
  private int rates;

  /**
   * A gate for one look.
   *
   * @param minWaitFraction waiting part of its time below which an attempt gets no second one
   * @param tickMillis time between looks
   * @param places how many more second attempts may run
   * @param freeBytes of the job's extra bytes; negative in debt
   */
  SpeculationGate(
      JobSnapshot job, double minWaitFraction, long tickMillis, int places, long freeBytes) {
    this.job = job;
    this.minWaitFraction = minWaitFraction;
    this.tickMillis = tickMillis;
    this.places = places;
    this.freeBytes = freeBytes;
  }

  boolean opens(AttemptProgress original, Verdict.Accelerate verdict) {
    return places > 0
        && freeBytes >= 0
        && original.waitFraction() >= minWaitFraction
        && (job.maps().pending() == 0 || original.task().priority() == Priority.CRITICAL)
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
    long remaining = judged >= 0 ? judged : original.remainingMillis(rateBytesPerSec(original));
    if (remaining < 0 || remaining == Long.MAX_VALUE) {
      return true;
    }
    double typical = typicalBytesPerSec(original);
    return typical > 0 && remaining > START_UP_MILLIS + splitBytes(original) * 1000.0 / typical;
  }

  /** That of its window where it is less than the pace, so that one that stands still has none. */
  private double rateBytesPerSec(AttemptProgress original) {
    return Math.min(original.rateBytesPerSec(), pace().rateBytesPerSec(original));
  }

  private static long splitBytes(AttemptProgress attempt) {
    long known = attempt.report().input().splitBytes();
    return known > 0
        ? known
        : attempt.report().usefulBytes() + Math.max(0, attempt.remainingBytes());
  }

  /** Mean rate of the other attempts; of an attempt alone its own best. */
  private double typicalBytesPerSec(AttemptProgress original) {
    double own = pace().rateBytesPerSec(original);
    int others = own > 0 ? rates - 1 : rates;
    return others > 0 ? (rateSum - own) / others : original.peakRateBytesPerSec();
  }

  private ReadPace pace() {
    if (pace == null) {
      pace = new ReadPace(job, tickMillis);
      job.finished().forEach(attempt -> count(attempt.rateBytesPerSec()));
      job.running().forEach(attempt -> count(pace.rateBytesPerSec(attempt)));
    }
    return pace;
  }

  private void count(double rate) {
    if (rate > 0) {
      rateSum += rate;
      rates++;
    }
  }
}
