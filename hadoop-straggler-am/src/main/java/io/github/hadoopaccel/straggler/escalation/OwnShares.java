package io.github.hadoopaccel.straggler.escalation;

import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import java.util.HashMap;
import java.util.Map;

/**
 * Which share of its own budget each attempt goes on earning: that of most, and those of others.
 * Where one attempt dominates a large job nearly all the others earn the same smaller share, which
 * is then said once. Immutable.
 *
 * @param ofMost share of whoever is not named in {@code others}
 * @param others orders by attempt
 */
record OwnShares(double ofMost, Map<String, ReadOrder> others) {
  /** Counts the shares of one look. */
  static final class Count {
    private double slackShare = 1;
    private int slack;
    private boolean any;

    void add(Verdict.Keep keep) {
      double share = keep.ownBudgetShare();
      if (share < 1) {
        if (!any) {
          any = true;
          slackShare = share;
        }
        if (share == slackShare) {
          slack++;
        }
      }
    }

    OwnShares shares(JobSnapshot job, Map<String, Verdict> verdicts) {
      Map<String, ReadOrder> others = new HashMap<>();
      if (!any) {
        return new OwnShares(1, others);
      }
      double ofMost = 2L * slack > job.running().size() ? slackShare : 1;
      Map<Double, ReadOrder> shared = new HashMap<>();
      for (AttemptProgress attempt : job.running()) {
        double share =
            verdicts.get(attempt.attemptId()) instanceof Verdict.Keep keep
                ? keep.ownBudgetShare()
                : 1;
        if (share != ofMost) {
          others.put(attempt.attemptId(), shared.computeIfAbsent(share, ReadOrder::slack));
        }
      }
      return new OwnShares(ofMost, others);
    }
  }
}
