package io.github.hadoopaccel.straggler.escalation;

import io.github.hadoopaccel.straggler.policy.Verdict;
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

    /** Named are only those whose share differs from that of most of {@code running} attempts. */
    OwnShares shares(int running, Map<String, Verdict> verdicts) {
      Map<String, ReadOrder> others = new HashMap<>();
      if (!any) {
        return new OwnShares(1, others);
      }
      double ofMost = 2L * slack > running ? slackShare : 1;
      Map<Double, ReadOrder> shared = new HashMap<>();
      verdicts.forEach(
          (attempt, verdict) -> {
            if (verdict instanceof Verdict.Keep keep && keep.ownBudgetShare() != ofMost) {
              others.put(attempt, shared.computeIfAbsent(keep.ownBudgetShare(), ReadOrder::slack));
            }
          });
      return new OwnShares(ofMost, others);
    }
  }
}
