package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.Priority;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rule of US patent 9,444,889 (seed S0-03, S0-05, S0-06, S0-07).
 *
 * <p>An attempt is a candidate when
 *
 * <ol>
 *   <li>its rate is below {@code rate-fraction} × the average rate of all attempts of the job, or
 *       of a sample of them, finished attempts included, and
 *   <li>it has read from a slow DataNode, and
 *   <li>the load of its node's network is below {@code network-load-limit}; an unknown load is.
 * </ol>
 *
 * <p>Of the candidates {@link Selection} accelerates as many as {@code selection-cap} allows, the
 * slowest or pseudo-random ones. When more than {@code finish-fraction} of the maps is done, all
 * the others are accelerated, whatever their rate. Example: rates of 100, 100, 80 and 20 MB/s
 * average 75 MB/s; with rate-fraction 0.75 the threshold is 56.25 MB/s, so only the attempt at 20
 * MB/s is slow.
 *
 * <p>Deviations: attempts younger than {@code min-age} are left out of both sides, since their rate
 * says nothing yet; nobody is slow among fewer than {@code min-attempts}; an attempt that is
 * accelerated already and still a candidate is selected before others, so that the choice does not
 * swing; attempts of priority none are left alone; one that waits or is silent does not keep the
 * rate of its last good window ({@link ReadPace}). Stateless.
 */
final class QuantcastPolicy implements StragglerPolicy {
  /** No rate counts for more in the average: 8 TiB/s; a million of them add up in a long. */
  private static final double MAX_RATE = 1L << 43;

  private final StragglerSettings settings;

  QuantcastPolicy(StragglerSettings settings) {
    this.settings = settings;
  }

  @Override
  public Map<String, Verdict> judge(JobSnapshot job) {
    ReadPace pace = new ReadPace(job, settings.tickMillis());
    List<AttemptProgress> measured = new ArrayList<>(job.running().size() + job.finished().size());
    addOldEnough(job.running(), job.nowMillis(), measured);
    addOldEnough(job.finished(), job.nowMillis(), measured);
    double average = average(measured, pace, job.jobId());
    // Looked up for every DataNode of every attempt: a hash set is faster than an immutable one.
    Set<String> slowDataNodes = new HashSet<>(job.dataNodes().slow());
    Map<String, Verdict> verdicts = new HashMap<>(job.running().size() * 4 / 3 + 1);
    List<AttemptProgress> candidates = new ArrayList<>();
    List<Evidence> evidences = new ArrayList<>();
    for (AttemptProgress attempt : job.running()) {
      Evidence evidence = evidence(attempt, job, rate(attempt, pace), average, slowDataNodes);
      if (beyondFinishLine(attempt, job)) {
        verdicts.put(
            attempt.attemptId(),
            new Verdict.Accelerate(settings.extraUnits(), "finish line", evidence));
        continue;
      }
      String keeps = keeps(attempt, job, measured.size(), evidence);
      if (keeps == null) {
        candidates.add(attempt);
        evidences.add(evidence);
      } else {
        verdicts.put(attempt.attemptId(), new Verdict.Keep(keeps, evidence));
      }
    }
    select(job, candidates, evidences, verdicts);
    return verdicts;
  }

  private void addOldEnough(
      List<AttemptProgress> attempts, long nowMillis, List<AttemptProgress> measured) {
    for (AttemptProgress attempt : attempts) {
      if (attempt.ageMillis(nowMillis) >= settings.minAgeMillis()) {
        measured.add(attempt);
      }
    }
  }

  private boolean beyondFinishLine(AttemptProgress attempt, JobSnapshot job) {
    return job.doneFraction() > settings.finishFraction()
        && attempt.task().priority() != Priority.NONE;
  }

  /** Why the attempt is no candidate; null where it is one. */
  private String keeps(AttemptProgress attempt, JobSnapshot job, int measured, Evidence evidence) {
    if (attempt.task().priority() == Priority.NONE) {
      return "its priority is none";
    }
    if (attempt.ageMillis(job.nowMillis()) < settings.minAgeMillis()) {
      return "too young";
    }
    if (measured < settings.minAttempts()) {
      return "too few attempts to compare with";
    }
    if (!evidence.slow()) {
      return "fast enough";
    }
    if (settings.requireSlowDevice() && evidence.slowDataNodes().isEmpty()) {
      return "slow, but touched by no slow DataNode";
    }
    if (settings.requireNetworkRoom()
        && evidence.networkLoadFraction() >= settings.networkLoadLimit()) {
      return "slow, but its network has no room";
    }
    return null;
  }

  private void select(
      JobSnapshot job,
      List<AttemptProgress> candidates,
      List<Evidence> evidences,
      Map<String, Verdict> verdicts) {
    long[] ranks = new long[candidates.size()];
    for (int i = 0; i < ranks.length; i++) {
      // The bits of doubles that are not negative are in the order of the doubles.
      ranks[i] = Double.doubleToLongBits(evidences.get(i).rateBytesPerSec());
    }
    boolean[] selected = new Selection(settings.selection(), job.jobId()).select(candidates, ranks);
    for (int i = 0; i < selected.length; i++) {
      Evidence evidence = evidences.get(i);
      verdicts.put(
          candidates.get(i).attemptId(),
          selected[i]
              ? new Verdict.Accelerate(settings.extraUnits(), slowReason(evidence), evidence)
              : new Verdict.Keep("candidate, but the cap selects others", evidence));
    }
  }

  private static String slowReason(Evidence evidence) {
    String touched =
        evidence.slowDataNodes().isEmpty() ? "slow" : "slow, touched by a slow DataNode";
    return evidence.networkLoadKnown() ? touched : touched + ", network load unknown";
  }

  private Evidence evidence(
      AttemptProgress attempt,
      JobSnapshot job,
      double rate,
      double average,
      Set<String> slowDataNodes) {
    return new Evidence(
        rate,
        average,
        settings.rateFraction() * average,
        attempt.remainingMillis(rate),
        -1,
        attempt.waitFraction(),
        attempt.silentMillis(job.nowMillis()),
        attempt.dataNodes().among(slowDataNodes),
        attempt.report().networkLoadFraction(),
        job.doneFraction());
  }

  /**
   * Average rate of all, or of as many as configured, picked by an order that the job's name seeds.
   * Whole bytes are added, so that the sum does not depend on the order of the attempts.
   */
  private double average(List<AttemptProgress> attempts, ReadPace pace, String jobId) {
    boolean all = settings.sampleSize() == 0 || attempts.size() <= settings.sampleSize();
    long[] places = all ? new long[0] : places(attempts, jobId);
    long last = all ? 0 : nth(places, settings.sampleSize());
    long sum = 0;
    int count = 0;
    for (int i = 0; i < attempts.size(); i++) {
      if (all || places[i] <= last) {
        sum += Math.round(Math.min(MAX_RATE, rate(attempts.get(i), pace)));
        count++;
      }
    }
    return count == 0 ? 0 : (double) sum / count;
  }

  private static double rate(AttemptProgress attempt, ReadPace pace) {
    return attempt.finished() ? attempt.rateBytesPerSec() : pace.rateBytesPerSec(attempt);
  }

  private static long[] places(List<AttemptProgress> attempts, String jobId) {
    PseudoRandomOrder order = new PseudoRandomOrder(0, jobId);
    long[] places = new long[attempts.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = order.place(attempts.get(i).name());
    }
    return places;
  }

  private static long nth(long[] places, int count) {
    long[] sorted = places.clone();
    Arrays.sort(sorted);
    return sorted[count - 1];
  }
}
