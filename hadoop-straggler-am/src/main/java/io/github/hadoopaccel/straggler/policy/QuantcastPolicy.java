package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rule of US patent 9,444,889 (seed S0-03, S0-05, S0-07).
 *
 * <p>An attempt is accelerated when
 *
 * <ol>
 *   <li>its rate is below {@code rate-fraction} × the average rate of all attempts of the job, or
 *       of a sample of them, finished attempts included, and
 *   <li>it has read from a slow DataNode, and
 *   <li>the load of its node's network is below {@code network-load-limit}; an unknown load is.
 * </ol>
 *
 * <p>or when more than {@code finish-fraction} of the maps is done. Example: rates of 100, 100, 80
 * and 20 MB/s average 75 MB/s; with rate-fraction 0.75 the threshold is 56.25 MB/s, so only the
 * attempt at 20 MB/s is slow.
 *
 * <p>Deviation: attempts younger than {@code min-age} are left out of both sides, since their rate
 * says nothing yet. Stateless.
 */
final class QuantcastPolicy implements StragglerPolicy {
  private final StragglerSettings settings;

  QuantcastPolicy(StragglerSettings settings) {
    this.settings = settings;
  }

  @Override
  public Map<String, Verdict> judge(JobSnapshot job) {
    List<AttemptProgress> measured =
        Stream.concat(job.running().stream(), job.finished().stream())
            .filter(attempt -> attempt.ageMillis(job.nowMillis()) >= settings.minAgeMillis())
            .toList();
    double average =
        sample(measured, job.jobId()).stream()
            .mapToDouble(AttemptProgress::rateBytesPerSec)
            .average()
            .orElse(0);
    Set<String> slowDataNodes = job.dataNodes().slow();
    Map<String, Verdict> verdicts = new HashMap<>();
    for (AttemptProgress attempt : job.running()) {
      Evidence evidence = evidence(attempt, job, average, slowDataNodes);
      verdicts.put(attempt.attemptId(), judge(attempt, job, measured.size(), evidence));
    }
    return verdicts;
  }

  private Verdict judge(AttemptProgress attempt, JobSnapshot job, int measured, Evidence evidence) {
    if (job.doneFraction() > settings.finishFraction()) {
      return new Verdict.Accelerate(settings.extraUnits(), "finish line", evidence);
    }
    if (attempt.ageMillis(job.nowMillis()) < settings.minAgeMillis()) {
      return new Verdict.Keep("too young", evidence);
    }
    if (measured < settings.minAttempts()) {
      return new Verdict.Keep("too few attempts to compare with", evidence);
    }
    if (!evidence.slow()) {
      return new Verdict.Keep("fast enough", evidence);
    }
    if (settings.requireSlowDevice() && evidence.slowDataNodes().isEmpty()) {
      return new Verdict.Keep("slow, but touched by no slow DataNode", evidence);
    }
    if (settings.requireNetworkRoom()
        && evidence.networkLoadFraction() >= settings.networkLoadLimit()) {
      return new Verdict.Keep("slow, but its network has no room", evidence);
    }
    return new Verdict.Accelerate(settings.extraUnits(), slowReason(evidence), evidence);
  }

  private static String slowReason(Evidence evidence) {
    return "slow"
        + (evidence.slowDataNodes().isEmpty() ? "" : ", touched by a slow DataNode")
        + (evidence.networkLoadKnown() ? "" : ", network load unknown");
  }

  private Evidence evidence(
      AttemptProgress attempt, JobSnapshot job, double average, Set<String> slowDataNodes) {
    return Evidence.of(attempt, job, attempt.dataNodes().among(slowDataNodes))
        .against(average, settings.rateFraction() * average);
  }

  /** All, or as many as configured, picked by a generator seeded with the job's name. */
  private List<AttemptProgress> sample(List<AttemptProgress> attempts, String jobId) {
    if (settings.sampleSize() == 0 || attempts.size() <= settings.sampleSize()) {
      return attempts;
    }
    List<AttemptProgress> shuffled = new ArrayList<>(attempts);
    shuffled.sort(Comparator.comparing(AttemptProgress::attemptId));
    Collections.shuffle(shuffled, new Random(jobId.hashCode()));
    return shuffled.subList(0, settings.sampleSize());
  }
}
