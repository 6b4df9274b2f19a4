package io.github.hadoopaccel.straggler.scan;

import io.github.hadoopaccel.straggler.policy.Evidence;
import io.github.hadoopaccel.straggler.policy.StragglerPolicy;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Asks the policy about a snapshot and makes its answer complete. Used by one thread. */
public final class StragglerScan {
  private final StragglerPolicy policy;

  /** Scans by {@code policy}. */
  public StragglerScan(StragglerPolicy policy) {
    this.policy = Objects.requireNonNull(policy, "policy");
  }

  /**
   * Exactly one verdict for each running attempt, in the order of the snapshot; what the policy
   * says of other attempts is left out. Passes the policy's exceptions on.
   */
  public Map<String, Verdict> verdicts(JobSnapshot job) {
    Map<String, Verdict> judged = policy.judge(job);
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    for (AttemptProgress attempt : job.running()) {
      Verdict verdict = judged.get(attempt.attemptId());
      verdicts.put(attempt.attemptId(), verdict == null ? unjudged(attempt, job) : verdict);
    }
    return verdicts;
  }

  private static Verdict unjudged(AttemptProgress attempt, JobSnapshot job) {
    return new Verdict.Keep("not judged", Evidence.of(attempt, job, List.of()));
  }
}
