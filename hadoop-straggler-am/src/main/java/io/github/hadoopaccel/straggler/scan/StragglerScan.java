package io.github.hadoopaccel.straggler.scan;

import io.github.hadoopaccel.straggler.policy.Evidence;
import io.github.hadoopaccel.straggler.policy.StragglerPolicy;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Asks the policy about a snapshot. Used by one thread. */
public final class StragglerScan {
  private final StragglerPolicy policy;

  /** Scans by {@code policy}. */
  public StragglerScan(StragglerPolicy policy) {
    this.policy = Objects.requireNonNull(policy, "policy");
  }

  /**
   * The policy's own answer, not copied: it may lack running attempts, which {@link #verdict} makes
   * up for, and name others, which nobody asks for. To be used up before the policy is asked again,
   * since it may be the policy's own map. Passes the policy's exceptions on.
   *
   * @throws IllegalStateException if the policy returns no map
   */
  public Map<String, Verdict> verdicts(JobSnapshot job) {
    Map<String, Verdict> verdicts = policy.judge(job);
    if (verdicts == null) {
      throw new IllegalStateException(
          "policy " + policy.getClass().getName() + " returned null: expected a map of verdicts");
    }
    return verdicts;
  }

  /** The verdict on a running attempt; Keep where the policy said nothing of it. */
  public static Verdict verdict(
      Map<String, Verdict> verdicts, AttemptProgress attempt, JobSnapshot job) {
    Verdict verdict = verdicts.get(attempt.attemptId());
    return verdict == null
        ? new Verdict.Keep("not judged", Evidence.of(attempt, job, List.of()))
        : verdict;
  }
}
