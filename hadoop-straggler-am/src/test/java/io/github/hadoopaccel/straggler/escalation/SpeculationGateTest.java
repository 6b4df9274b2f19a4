package io.github.hadoopaccel.straggler.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.MapCounts;
import io.github.hadoopaccel.straggler.progress.Priority;
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
    SpeculationGate gate = gate(100, 0, half);
    assertThat(gate.pass(half)).isEqualTo(1000);
    assertThat(gate.opens(half, Ladders.slow(1))).isFalse();
  }

  @Test
  void whereTheTimeGoesIntoUserCodeItStaysClosedWhateverThePolicySays() {
    assertThat(opens(SLOW.rate(5).waits(0.29), -1, Reading.map(2).rate(100))).isFalse();
    assertThat(opens(SLOW.rate(5).waits(0.3), -1, Reading.map(2).rate(100))).isTrue();
  }

  @Test
  void whileMapsArePendingItOpensForCriticalOnesOnly() {
    AttemptProgress normal = SLOW.rate(5).peak(100).running();
    assertThat(gate(100, 1, normal).opens(normal, Ladders.slow(1))).isFalse();
    assertThat(gate(100, 0, normal).opens(normal, Ladders.slow(1))).isTrue();
    AttemptProgress critical = SLOW.rate(5).peak(100).priority(Priority.CRITICAL).running();
    assertThat(gate(100, 1, critical).opens(critical, Ladders.slow(1))).isTrue();
  }

  @Test
  void anotherThatStandsStillIsNotTypicalByItsLastGoodMoment() {
    // A new attempt takes 15 s at 100 MB/s, and 20 s at the 200/3 MB/s that are typical with one
    // that has read nothing worth mentioning for 100 s. The original has 20 s to go.
    Reading stuck = Reading.map(3).rate(200).age(100_000).bytes(1_000_000, 0);
    assertThat(opens(SLOW.rate(5), 20_000, Reading.map(2).rate(100), stuck)).isTrue();
    assertThat(opens(SLOW.rate(5), 20_000, Reading.map(2).rate(100), stuck.waitingNow(99_000)))
        .isFalse();
  }

  private static SpeculationGate gate(long freeBytes, int pending, AttemptProgress... running) {
    MapCounts maps = new MapCounts(running.length + pending, 0, pending);
    return new SpeculationGate(
        Reading.job(0, maps, List.of(running), List.of()), 0.3, 500, 1, freeBytes);
  }

  private static boolean opens(Reading original, long remainingMillis, Reading... others) {
    AttemptProgress attempt = original.running();
    List<AttemptProgress> running = new ArrayList<>(List.of(attempt));
    List.of(others).forEach(other -> running.add(other.running()));
    return gate(Long.MAX_VALUE, 0, running.toArray(AttemptProgress[]::new))
        .opens(attempt, new Verdict.Accelerate(1, "slow", Ladders.evidence(remainingMillis)));
  }
}
