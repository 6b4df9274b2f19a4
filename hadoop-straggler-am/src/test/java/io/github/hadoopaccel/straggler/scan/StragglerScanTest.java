package io.github.hadoopaccel.straggler.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hadoopaccel.straggler.policy.Evidence;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.testing.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StragglerScanTest {
  private static final JobSnapshot JOB =
      Reading.job(3, 1, List.of(Reading.map(1).running()), List.of(Reading.map(2).finished()));
  private static final Verdict SLOW =
      new Verdict.Accelerate(1, "slow", new Evidence(0, 0, 0, 0, 0, 0, 0, List.of(), -1, 0));

  @Test
  void anAttemptThePolicySaysNothingOfIsKept() {
    Map<String, Verdict> verdicts = new StragglerScan(job -> Map.of()).verdicts(JOB);
    assertThat(verdicts).containsOnlyKeys(Reading.map(1).attempt());
    assertThat(verdicts.values()).hasOnlyElementsOfType(Verdict.Keep.class);
  }

  @Test
  void aVerdictOnAnAttemptThatDoesNotRunIsLeftOut() {
    StragglerScan scan =
        new StragglerScan(
            job -> Map.of(Reading.map(1).attempt(), SLOW, Reading.map(2).attempt(), SLOW));
    assertThat(scan.verdicts(JOB)).isEqualTo(Map.of(Reading.map(1).attempt(), SLOW));
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
}
