package io.github.hadoopaccel.straggler.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.testing.Reading;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether a new attempt would be sooner at the end. */
class SpeculationGateTest {
  private static final Reading SLOW = Reading.map(1).split(1_000_000_000).bytes(900_000_000, 0);

  @Test
  void theWorkedExampleOfTheClassComment() {
    assertThat(opens(SLOW.rate(5), -1, Reading.map(2).rate(100))).isTrue();
    assertThat(opens(SLOW.rate(10), -1, Reading.map(2).rate(100))).isFalse();
  }

  @Test
  void whatThePolicyEstimatedComesFirst() {
    assertThat(opens(SLOW.rate(5), 15_000, Reading.map(2).rate(100))).isFalse();
    assertThat(opens(SLOW.rate(10), 15_001, Reading.map(2).rate(100))).isTrue();
  }

  @Test
  void anAttemptAloneIsHeldAgainstItsOwnBest() {
    assertThat(opens(SLOW.rate(5).peak(100), -1)).isTrue();
    assertThat(opens(SLOW.rate(5).peak(50), -1)).isFalse();
  }

  @Test
  void whatCannotBeToldDoesNotStandInTheWay() {
    assertThat(opens(Reading.map(1).rate(5), -1)).isTrue();
    assertThat(opens(SLOW.rate(0), -1)).isTrue();
  }

  @Test
  void aSplitThatIsNotKnownIsWhatWasReadAndWhatProgressSaysRemains() {
    AttemptProgress half = Reading.map(1).bytes(500, 0).progress(0.5).running();
    SpeculationGate gate = new SpeculationGate(Reading.job(2, 0, List.of(half), List.of()), 1, 100);
    assertThat(gate.pass(half)).isEqualTo(1000);
    assertThat(gate.opens(half, Ladders.slow(1))).isFalse();
  }

  private static boolean opens(Reading original, long remainingMillis, Reading... others) {
    AttemptProgress attempt = original.running();
    List<AttemptProgress> running = new ArrayList<>(List.of(attempt));
    List.of(others).forEach(other -> running.add(other.running()));
    SpeculationGate gate =
        new SpeculationGate(Reading.job(9, 0, running, List.of()), 1, Long.MAX_VALUE);
    return gate.opens(
        attempt, new Verdict.Accelerate(1, "slow", Ladders.evidence(remainingMillis)));
  }
}
