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
 * The rule of LATE, longest approximate time to end (Zaharia et al., OSDI 2008, section 4).
 *
 * <pre>
 * progress        = useful bytes / (useful bytes + remaining bytes)
 * progress rate   = progress / age
 * remaining time  = (1 − progress) / progress rate
 * </pre>
 *
 * <p>A candidate's progress rate is below that of a quarter of the attempts (the paper's
 * SlowTaskThreshold), finished ones included, and it waits for data at least {@code
 * min-wait-fraction} of its time. {@link Selection} accelerates as many of them as {@code
 * selection-cap} allows (SpeculativeCap), those with the longest remaining time, or pseudo-random
 * ones. Example: attempts that have read 20, 80, 100 and 100 MB of 1000 MB each in 10 s progress at
 * 0.2, 0.8, 1 and 1 % per second; the threshold is 0.65 %, so the first one is a candidate, with
 * 490 s to go.
 *
 * <p>Deviations: the paper starts a second attempt where this one accelerates the first, so where
 * it would run (SlowNodeThreshold) does not matter; an attempt of which nothing tells how much
 * remains is kept; those that wait are all accelerated beyond {@code finish-fraction}, as with the
 * other policies; and {@code min-age}, {@code min-attempts} and priority none apply. Stateless.
 */
final class LatePolicy implements StragglerPolicy {
  private static final double SLOW_TASK_THRESHOLD = 0.25;

  private final StragglerSettings settings;

  LatePolicy(StragglerSettings settings) {
    this.settings = settings;
  }

  @Override
  public Map<String, Verdict> judge(JobSnapshot job) {
    double[] rates = progressRates(job);
    int measured = rates.length;
    double threshold = Percentile.of(rates, SLOW_TASK_THRESHOLD);
    double median = Percentile.of(rates, 0.5);
    // Looked up for every DataNode of every attempt: a hash set is faster than an immutable one.
    Set<String> slowDataNodes = new HashSet<>(job.dataNodes().slow());
    Map<String, Verdict> verdicts = new HashMap<>(job.running().size() * 4 / 3 + 1);
    List<AttemptProgress> candidates = new ArrayList<>();
    List<Evidence> evidences = new ArrayList<>();
    for (AttemptProgress attempt : job.running()) {
      Evidence evidence = evidence(attempt, job, median, threshold, slowDataNodes);
      String keeps = keeps(attempt, job, measured, evidence);
      if (keeps != null) {
        verdicts.put(attempt.attemptId(), new Verdict.Keep(keeps, evidence));
      } else if (job.doneFraction() > settings.finishFraction()) {
        verdicts.put(
            attempt.attemptId(),
            new Verdict.Accelerate(settings.extraUnits(), "finish line", evidence));
      } else {
        candidates.add(attempt);
        evidences.add(evidence);
      }
    }
    select(job, candidates, evidences, verdicts);
    return verdicts;
  }

  /** Those of all attempts that are old enough and of which is known how much remains. */
  private double[] progressRates(JobSnapshot job) {
    double[] rates = new double[job.running().size() + job.finished().size()];
    int count = 0;
    for (AttemptProgress attempt : job.running()) {
      double rate = progressRate(attempt, job.nowMillis());
      if (rate >= 0) {
        rates[count++] = rate;
      }
    }
    for (AttemptProgress attempt : job.finished()) {
      long age = attempt.ageMillis(job.nowMillis());
      if (age > 0 && age >= settings.minAgeMillis()) {
        rates[count++] = 1.0 / age;
      }
    }
    return Arrays.copyOf(rates, count);
  }

  /** Progress per millisecond; negative where it cannot be told. */
  private double progressRate(AttemptProgress attempt, long nowMillis) {
    long age = attempt.ageMillis(nowMillis);
    double total = Peers.totalBytes(attempt);
    return age == 0 || age < settings.minAgeMillis() || total <= 0
        ? -1
        : attempt.report().usefulBytes() / total / age;
  }

  /** Why the attempt is no candidate; null where it is one. */
  private String keeps(AttemptProgress attempt, JobSnapshot job, int measured, Evidence evidence) {
    if (attempt.task().priority() == Priority.NONE) {
      return "its priority is none";
    }
    boolean finishing = job.doneFraction() > settings.finishFraction();
    if (!finishing && attempt.ageMillis(job.nowMillis()) < settings.minAgeMillis()) {
      return "too young";
    }
    if (evidence.waitFraction() < settings.minWaitFraction()) {
      return "its time goes into user code";
    }
    if (finishing) {
      return null;
    }
    if (evidence.remainingMillis() < 0) {
      return "nothing tells how much it has still to read";
    }
    if (measured < settings.minAttempts()) {
      return "too few attempts to compare with";
    }
    return evidence.slow() ? null : "fast enough";
  }

  private void select(
      JobSnapshot job,
      List<AttemptProgress> candidates,
      List<Evidence> evidences,
      Map<String, Verdict> verdicts) {
    long[] ranks = new long[candidates.size()];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = -evidences.get(i).remainingMillis();
    }
    boolean[] selected = new Selection(settings.selection(), job.jobId()).select(candidates, ranks);
    Peers peers = peers(job);
    for (int i = 0; i < selected.length; i++) {
      Evidence evidence = evidences.get(i);
      verdicts.put(
          candidates.get(i).attemptId(),
          selected[i]
              ? new Verdict.Accelerate(
                  settings.extraUnits(),
                  1,
                  "slow, with the longest time to its end",
                  evidence,
                  explainedBySize(candidates.get(i), evidence, peers))
              : new Verdict.Keep("candidate, but the cap selects others", evidence));
    }
  }

  private Peers peers(JobSnapshot job) {
    int size = job.running().size();
    double[] rates = new double[size];
    long[] ages = new long[size];
    double[] totalBytes = new double[size];
    for (int i = 0; i < size; i++) {
      AttemptProgress attempt = job.running().get(i);
      rates[i] = byteRate(attempt, job.nowMillis());
      ages[i] = attempt.ageMillis(job.nowMillis());
      totalBytes[i] = Peers.totalBytes(attempt);
    }
    return Peers.of(job, settings, rates, ages, totalBytes);
  }

  private static double byteRate(AttemptProgress attempt, long nowMillis) {
    long age = attempt.ageMillis(nowMillis);
    return age == 0 ? 0 : attempt.report().usefulBytes() * 1000.0 / age;
  }

  private boolean explainedBySize(AttemptProgress attempt, Evidence evidence, Peers peers) {
    return peers.isLarge(attempt)
        && evidence.rateBytesPerSec() >= settings.rateFraction() * peers.rateBytesPerSec();
  }

  /** Rates of progress as rates of bytes of the attempt itself. */
  private Evidence evidence(
      AttemptProgress attempt,
      JobSnapshot job,
      double median,
      double threshold,
      Set<String> slowDataNodes) {
    double rate = byteRate(attempt, job.nowMillis());
    double total = Math.max(0, Peers.totalBytes(attempt));
    return new Evidence(
        rate,
        median * total * 1000,
        threshold * total * 1000,
        attempt.remainingMillis(rate),
        -1,
        attempt.waitFraction(),
        attempt.silentMillis(job.nowMillis()),
        attempt.dataNodes().among(slowDataNodes),
        attempt.report().networkLoadFraction(),
        job.doneFraction());
  }
}
