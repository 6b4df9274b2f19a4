package io.github.hadoopaccel.straggler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.progress.AttemptName;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.testing.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whom the default rule accelerates in whole jobs, from their start to their end. */
class ScenarioTest {
  private final StragglerPolicy policy = new CriticalPathPolicy(Settings.with());

  @Test
  void withOneSlowDataNodeThoseThatTouchItAndWaitAreFlagged() {
    assertThat(flagged(Scenario.SLOW_DATA_NODE).keySet()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void aSlowMapperIsNeverFlagged() {
    assertThat(flagged(Scenario.SLOW_MAPPER)).isEmpty();
  }

  @Test
  void theOnlyMapOfAJobIsFlaggedWhenItWaitsForASlowDataNode() {
    assertThat(flagged(Scenario.ONE_MAP).keySet()).containsExactly(0);
  }

  @Test
  void theLargestSplitGetsTheBudgetAndNoSecondAttempt() {
    Map<Integer, List<Verdict.Accelerate>> flagged = flagged(Scenario.SKEW);
    assertThat(flagged.keySet()).containsExactly(7);
    assertThat(flagged.get(7))
        .allSatisfy(
            verdict -> {
              assertThat(verdict.explainedBySize()).isTrue();
              assertThat(verdict.reason()).isEqualTo("critical: its split is larger");
            });
  }

  @Test
  void theOthersOfADominantSplitHardlyHedge() {
    JobSnapshot early = Scenario.SKEW.job().run(1000).get(1);
    assertThat(policy.judge(early).values())
        .filteredOn(Verdict.Keep.class::isInstance)
        .hasSize(11)
        .allSatisfy(kept -> assertThat(((Verdict.Keep) kept).ownBudgetShare()).isEqualTo(0.5));
  }

  @Test
  void inAHealthyJobNobodyIsFlagged() {
    assertThat(flagged(Scenario.HEALTHY)).isEmpty();
  }

  @Test
  void whatEndsBeforeTheLastWaveIsNotFlagged() {
    assertThat(flagged(Scenario.WAVES).keySet()).containsExactly(11);
  }

  /** The verdicts that accelerate, by number of the map. */
  private Map<Integer, List<Verdict.Accelerate>> flagged(Scenario scenario) {
    Map<Integer, List<Verdict.Accelerate>> flagged = new TreeMap<>();
    for (JobSnapshot look : scenario.job().run(500)) {
      policy
          .judge(look)
          .forEach(
              (attempt, verdict) -> {
                if (verdict instanceof Verdict.Accelerate accelerate) {
                  flagged
                      .computeIfAbsent(
                          AttemptName.parse(attempt).taskIndex(), number -> new ArrayList<>())
                      .add(accelerate);
                }
              });
    }
    return flagged;
  }
}
