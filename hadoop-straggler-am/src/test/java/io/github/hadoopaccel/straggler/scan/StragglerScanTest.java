package io.github.hadoopaccel.straggler.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hadoopaccel.straggler.policy.Evidence;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.testing.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StragglerScanTest {
  private static final AttemptProgress ONE = Reading.map(1).running();
  private static final JobSnapshot JOB =
      Reading.job(3, 1, List.of(ONE), List.of(Reading.map(2).finished()));
  private static final Verdict SLOW =
      new Verdict.Accelerate(1, "slow", new Evidence(0, 0, 0, 0, 0, 0, 0, List.of(), -1, 0));

  @Test
  void anAttemptThePolicySaysNothingOfIsKept() {
    Map<String, Verdict> verdicts = new StragglerScan(job -> Map.of()).verdicts(JOB);
    assertThat(StragglerScan.verdict(verdicts, ONE, JOB))
        .isEqualTo(new Verdict.Keep("not judged", Evidence.of(ONE, JOB, List.of())));
  }

  @Test
  void thePoliciesAnswerIsNotCopied() {
    Map<String, Verdict> answer = Map.of(ONE.attemptId(), SLOW);
    Map<String, Verdict> verdicts = new StragglerScan(job -> answer).verdicts(JOB);
    assertThat(verdicts).isSameAs(answer);
    assertThat(StragglerScan.verdict(verdicts, ONE, JOB)).isEqualTo(SLOW);
  }

  @Test
  void whatThePolicyThrowsIsPassedOn() {
    StragglerScan scan =
        new StragglerScan(
            job -> {
              throw new IllegalStateException("on purpose");
            });
    assertThatThrownBy(() -> scan.verdicts(JOB)).hasMessage("on purpose");
  }

  @Test
  void aPolicyThatReturnsNothingIsNamed() {
    assertThatThrownBy(() -> new StragglerScan(job -> null).verdicts(JOB))
        .hasMessageContaining("returned null");
  }
}
