package io.github.hadoopaccel.straggler.escalation;

import static io.github.hadoopaccel.straggler.escalation.Ladders.keep;
import static io.github.hadoopaccel.straggler.escalation.Ladders.slow;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.Priority;
import io.github.hadoopaccel.straggler.testing.Reading;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each transition of the picture in {@link EscalationLadder}, with the default waits. */
class EscalationLadderTest {
  private static final Reading ONE = Reading.map(1).on("host1").split(1000).bytes(100, 0);
  private static final Reading TWO = Reading.map(1, 1).on("host2").split(1000);

  private final Ladders run = new Ladders().judge(slow(1), ONE);

  @Test
  @DisplayName("S0-11: the worked example of the class comment")
  void climbsByItsWaits() {
    run.run(0, 19_500, ONE);
    assertThat(run.changes)
        .extracting(RungChange::to)
        .containsExactly(Rung.ACCELERATED, Rung.ACCELERATED, Rung.ACCELERATED, Rung.SPECULATED);
    assertThat(run.changes).extracting(RungChange::extraUnits).containsExactly(1, 2, 3, 3);
    assertThat(run.changes)
        .extracting(RungChange::tookMillis)
        .containsExactly(0L, 3000L, 3000L, 9000L);
    run.run(20_000, 24_500, ONE, TWO);
    assertThat(run.ladder.rung(1)).isEqualTo(Rung.SPECULATED);
    run.at(25_000, ONE, TWO);
    assertThat(run.ladder.rung(1)).isEqualTo(Rung.SPECULATION_ACCELERATED);
    assertThat(run.changes.get(4).attemptId()).isEqualTo(TWO.attempt());
  }

  @Test
  void whoeverIsKeptIsNotOnTheLadder() {
    run.judge(keep(), ONE);
    assertThat(run.at(0, ONE)).isEqualTo(Ladders.NOTHING);
    assertThat(run.ladder.size()).isZero();
  }

  @Test
  void theVerdictSaysTheFirstHWithinTheHighest() {
    run.judge(slow(2), ONE);
    assertThat(run.at(0, ONE).orders().get(ONE.attempt()))
        .isEqualTo(new ReadOrder(Posture.ACCELERATED, 2, 1, 0, 1));
    Ladders other = new Ladders().judge(slow(9), ONE);
    assertThat(other.at(0, ONE).orders().get(ONE.attempt()).extraUnits()).isEqualTo(3);
  }

  @Test
  void hGrowsOnlyWhileThePoolHasRoom() {
    run.pool = new PoolView(1000, false);
    run.run(0, 10_000, ONE);
    assertThat(run.changes).hasSize(1);
    run.pool = new PoolView(0, true);
    run.run(10_500, 12_000, ONE);
    assertThat(run.changes).hasSize(1);
    run.pool = new PoolView(1, true);
    run.at(12_500, ONE);
    assertThat(run.changes).hasSize(2);
  }

  @Test
  void aChangeTellsTheEffectOfTheStepBefore() {
    run.at(0, ONE.rate(20));
    run.at(3000, ONE.rate(50));
    assertThat(run.changes.get(1))
        .isEqualTo(
            new RungChange(
                ONE.attempt(),
                Rung.ACCELERATED,
                Rung.ACCELERATED,
                2,
                20e6,
                50e6,
                3000,
                "not recovered after 3000 ms with this h"));
  }

  @Test
  @DisplayName("S0-11: a second attempt is wished for elsewhere and charged with its split")
  void aWishNamesTheHostsToAvoid() {
    LadderStep step = run.run(0, 15_000, ONE);
    assertThat(run.wishes).containsExactly(new SpeculationWish(1, ONE.attempt(), Set.of("host1")));
    assertThat(run.charges).containsExactly(new SpeculationCharge(1, 1000));
    assertThat(step.orders().get(ONE.attempt()).accelerated()).isTrue();
  }

  @Test
  @DisplayName("S0-13: the two attempts prefer different units")
  void theSecondAttemptPrefersOtherUnits() {
    run.run(0, 15_000, ONE);
    LadderStep careful = run.run(15_500, 20_000, ONE, TWO);
    assertThat(careful.orders().get(ONE.attempt()).unitSubset()).isZero();
    assertThat(careful.orders().get(TWO.attempt()))
        .isEqualTo(new ReadOrder(Posture.CAREFUL, 0, 1, 1, 1));
    assertThat(careful.accelerated()).hasSize(1);
    LadderStep both = run.at(20_500, ONE, TWO);
    assertThat(both.orders().get(TWO.attempt()))
        .isEqualTo(new ReadOrder(Posture.ACCELERATED, 3, 1, 1, 1));
    assertThat(both.accelerated()).hasSize(2);
  }

  @Test
  void afterARestartOfTheApplicationMasterTheUnitsDifferToo() {
    Reading first = Reading.map(1, 1000);
    Reading second = Reading.map(1, 1256);
    LadderStep step = run.judge(slow(1), first).at(0, first, second);
    assertThat(step.orders().get(first.attempt()).unitSubset()).isEqualTo(232);
    assertThat(step.orders().get(second.attempt()).unitSubset()).isEqualTo(233);
  }

  @Test
  void recoveryGoesDownOneStepPerWait() {
    run.run(0, 15_000, ONE);
    run.run(15_500, 20_500, ONE, TWO);
    run.changes.clear();
    run.judge(keep(), ONE).run(21_000, 60_000, ONE, TWO);
    assertThat(run.changes)
        .extracting(RungChange::to)
        .containsExactly(
            Rung.SPECULATED, Rung.ACCELERATED, Rung.ACCELERATED, Rung.ACCELERATED, Rung.CAREFUL);
    assertThat(run.changes).extracting(RungChange::extraUnits).containsExactly(3, 3, 2, 1, 0);
    assertThat(run.changes.get(0).attemptId()).isEqualTo(TWO.attempt());
    assertThat(run.changes.subList(1, 5)).allMatch(change -> change.tookMillis() == 5000);
  }

  @Test
  void oneKeepInBetweenResetsNothing() {
    run.run(0, 14_000, ONE);
    run.judge(keep(), ONE).at(14_500, ONE);
    run.judge(slow(1), ONE).at(15_000, ONE);
    assertThat(run.ladder.rung(1)).isEqualTo(Rung.SPECULATED);
  }

  @Test
  void theWaitForRecoveryIsOfKeepsInARow() {
    run.at(0, ONE);
    run.judge(keep(), ONE).run(500, 5000, ONE);
    run.judge(slow(1), ONE).at(5400, ONE);
    run.judge(keep(), ONE).run(5500, 10_000, ONE);
    assertThat(run.ladder.rung(1)).isEqualTo(Rung.ACCELERATED);
  }

  @Test
  void anAttemptThatEndedClosesItsLadder() {
    run.at(0, ONE.rate(7));
    run.at(1000);
    assertThat(run.changes.get(1))
        .isEqualTo(
            new RungChange(
                ONE.attempt(),
                Rung.ACCELERATED,
                Rung.CAREFUL,
                0,
                7e6,
                7e6,
                1000,
                "the attempt ended"));
    assertThat(run.ladder.size()).isZero();
  }

  @Test
  void aSecondAttemptThatNeverBeganGivesItsBytesBackWithTheTask() {
    run.run(0, 15_000, ONE);
    run.at(15_500);
    assertThat(run.charges)
        .containsExactly(new SpeculationCharge(1, 1000), new SpeculationCharge(1, -1000));
  }

  @Test
  void whenTheSecondAttemptEndsTheFirstGoesOnAccelerated() {
    run.run(0, 15_000, ONE);
    run.run(15_500, 21_000, ONE, TWO);
    run.at(21_500, ONE);
    assertThat(run.changes.get(run.changes.size() - 1).reason())
        .isEqualTo("the second attempt ended");
    assertThat(run.ladder.rung(1)).isEqualTo(Rung.ACCELERATED);
    run.run(22_000, 36_000, ONE);
    assertThat(run.wishes).hasSize(1);
    run.at(36_500, ONE);
    assertThat(run.wishes).hasSize(2);
    assertThat(run.charges).allMatch(charge -> charge.bytes() > 0);
  }

  @Test
  void whenTheFirstEndsTheSecondBeginsForItself() {
    run.run(0, 15_000, ONE);
    run.judge(slow(1), TWO).at(15_500, ONE, TWO);
    LadderStep step = run.at(16_000, TWO);
    assertThat(step.changes()).extracting(RungChange::to).contains(Rung.CAREFUL, Rung.ACCELERATED);
    assertThat(step.orders()).containsOnlyKeys(TWO.attempt());
  }

  @Test
  void aTaskOfWhichTheFirstHasReadAllIsOffTheLadder() {
    run.run(0, 15_000, ONE);
    run.judge(slow(1), TWO).at(15_500, ONE, TWO);
    run.read = List.of(ONE.last());
    LadderStep step = run.at(16_000, TWO);
    assertThat(step.changes()).extracting(RungChange::to).containsExactly(Rung.CAREFUL);
    assertThat(step.changes())
        .extracting(RungChange::reason)
        .containsExactly("an attempt has read all");
    assertThat(step.charges()).isEmpty();
    step = run.run(16_500, 60_000, TWO);
    assertThat(step.orders()).isEmpty();
    assertThat(run.wishes).hasSize(1);
    assertThat(run.ladder.size()).isZero();
  }

  @Test
  void aSecondThatHasReadAllHasNotEnded() {
    run.run(0, 15_000, ONE);
    run.at(15_500, ONE, TWO);
    run.read = List.of(TWO.last());
    LadderStep step = run.run(16_000, 60_000, ONE);
    assertThat(step.orders()).isEmpty();
    assertThat(run.wishes).hasSize(1);
    assertThat(run.charges).hasSize(1);
    assertThat(run.changes)
        .extracting(RungChange::reason)
        .doesNotContain("the second attempt ended");
  }

  @Test
  void aChargeWhoseAttemptBeganToReportIsNotGivenBack() {
    run.run(0, 15_000, ONE);
    run.read = List.of(TWO.last());
    run.at(15_500, ONE);
    assertThat(run.charges).hasSize(1);
    Ladders both = new Ladders().judge(slow(1), ONE);
    both.run(0, 15_000, ONE);
    both.at(15_500, TWO);
    assertThat(both.charges).hasSize(1);
    Ladders neither = new Ladders().judge(slow(1), ONE);
    neither.run(0, 15_000, ONE);
    neither.at(15_500);
    assertThat(neither.charges).extracting(SpeculationCharge::bytes).containsExactly(1000L, -1000L);
  }

  @Test
  void whileMapsArePendingNobodyButCriticalOnesAsks() {
    run.pending = 1;
    run.run(0, 60_000, ONE);
    assertThat(run.wishes).isEmpty();
    run.at(60_500, ONE.priority(Priority.CRITICAL));
    assertThat(run.wishes).hasSize(1);
  }

  @Test
  void anAttemptThatDoesNotWaitGetsNoSecondOne() {
    run.run(0, 60_000, ONE.waits(0.2));
    assertThat(run.wishes).isEmpty();
    assertThat(run.ladder.rung(1)).isEqualTo(Rung.ACCELERATED);
  }

  @Test
  void aRefusedWishMayBeRepeatedOnceAfterTheWait() {
    run.run(0, 15_000, ONE);
    run.ladder.notStarted(1, "same node");
    run.at(15_500, ONE);
    assertThat(run.ladder.rung(1)).isEqualTo(Rung.ACCELERATED);
    assertThat(run.changes.get(4).reason()).isEqualTo("no second attempt: same node");
    assertThat(run.charges.get(1)).isEqualTo(new SpeculationCharge(1, -1000));
    run.run(16_000, 30_000, ONE);
    assertThat(run.wishes).hasSize(1);
    run.at(30_500, ONE);
    assertThat(run.wishes).hasSize(2);
    run.ladder.notStarted(1, "same node");
    run.run(31_000, 90_000, ONE);
    assertThat(run.wishes).hasSize(2);
  }

  @Test
  void aRefusalOfASecondAttemptThatReportsCountsNothing() {
    run.run(0, 15_000, ONE);
    run.ladder.notStarted(1, "timed out");
    run.run(15_500, 16_000, ONE, TWO);
    assertThat(run.ladder.rung(1)).isEqualTo(Rung.SPECULATED);
    assertThat(run.charges).hasSize(1);
    run.ladder.notStarted(7, "unknown task");
  }

  @Test
  void aTaskThatRecoversWhileItsSecondAttemptIsUnderWayAsksForNoThird() {
    run.run(0, 15_000, ONE);
    run.judge(keep(), ONE).run(15_500, 60_000, ONE);
    assertThat(run.ladder.rung(1)).isEqualTo(Rung.CAREFUL);
    run.judge(slow(1), ONE).run(60_500, 90_000, ONE);
    assertThat(run.ladder.rung(1)).isEqualTo(Rung.SPECULATED);
    assertThat(run.wishes).hasSize(1);
  }

  @Test
  void aTaskWithTwoAttemptsEntersAtSpeculated() {
    run.at(0, ONE, TWO);
    assertThat(run.changes).extracting(RungChange::to).containsExactly(Rung.SPECULATED);
    assertThat(run.wishes).isEmpty();
    run.run(500, 5000, ONE, TWO);
    assertThat(run.ladder.rung(1)).isEqualTo(Rung.SPECULATION_ACCELERATED);
  }

  @Test
  void aSecondAttemptOfHadoopLiftsAnAcceleratedTask() {
    run.at(0, ONE);
    run.at(500, ONE, TWO);
    assertThat(run.ladder.rung(1)).isEqualTo(Rung.SPECULATED);
  }

  @Test
  @DisplayName("S0-12: CRITICAL goes to the highest h and asks at once")
  void criticalGoesAllTheWayAtOnce() {
    LadderStep step = run.at(0, ONE.priority(Priority.CRITICAL));
    assertThat(step.changes()).extracting(RungChange::to).containsExactly(Rung.SPECULATED);
    assertThat(step.orders().get(ONE.attempt()).extraUnits()).isEqualTo(3);
    assertThat(run.wishes).hasSize(1);
  }

  @Test
  void criticalAsksAsSoonAsItMay() {
    Reading critical = ONE.priority(Priority.CRITICAL);
    run.pool = new PoolView(-1, false);
    run.at(0, critical);
    assertThat(run.ladder.rung(1)).isEqualTo(Rung.ACCELERATED);
    run.pool = Ladders.RICH;
    run.at(500, critical);
    assertThat(run.wishes).hasSize(1);
    run.ladder.notStarted(1, "refused");
    run.run(1000, 15_500, critical);
    assertThat(run.wishes).hasSize(1);
    run.at(16_000, critical);
    assertThat(run.wishes).hasSize(2);
  }

  @Test
  void aTaskThatBecomesCriticalIsAtTheHighestHAtTheNextLook() {
    run.others = 99;
    run.at(0, ONE);
    run.at(500, ONE.priority(Priority.CRITICAL));
    assertThat(run.changes.get(1).extraUnits()).isEqualTo(3);
  }

  @Test
  @DisplayName("S0-12: LOW is accelerated only")
  void lowIsNeverGivenASecondAttempt() {
    Reading low = ONE.priority(Priority.LOW);
    LadderStep last = run.run(0, 60_000, low);
    assertThat(run.wishes).isEmpty();
    assertThat(last.orders().get(low.attempt()).extraUnits()).isEqualTo(3);
    run.run(60_500, 90_000, low, TWO);
    assertThat(run.ladder.rung(1)).isEqualTo(Rung.ACCELERATED);
  }

  @Test
  @DisplayName("S0-12: NONE is left alone")
  void noneIsLeftAlone() {
    assertThat(run.at(0, ONE.priority(Priority.NONE)).orders()).isEmpty();
    run.at(500, ONE);
    LadderStep step = run.at(1000, ONE.priority(Priority.NONE));
    assertThat(step.orders()).isEmpty();
    assertThat(step.changes()).extracting(RungChange::reason).containsExactly("priority none");
    assertThat(run.ladder.size()).isZero();
  }

  @Test
  @DisplayName("S0-11: accelerate-only never starts a second attempt")
  void accelerateOnlyNeverAsks() {
    Ladders only = new Ladders("mode", "accelerate-only").judge(slow(1), ONE);
    only.run(0, 60_000, ONE);
    assertThat(only.wishes).isEmpty();
    assertThat(only.ladder.rung(1)).isEqualTo(Rung.ACCELERATED);
  }

  @Test
  void sizeIsNoReasonForASecondAttempt() {
    Verdict big = new Verdict.Accelerate(1, 1, "dominant split", Ladders.evidence(600_000), true);
    run.judge(big, ONE).run(0, 60_000, ONE);
    assertThat(run.wishes).isEmpty();
  }

  @Test
  void noSecondAttemptWhileThePoolIsInDebt() {
    run.pool = new PoolView(-1, true);
    run.run(0, 30_000, ONE);
    assertThat(run.wishes).isEmpty();
    run.pool = new PoolView(0, true);
    run.at(30_500, ONE);
    assertThat(run.wishes).hasSize(1);
  }

  @Test
  void oneSecondAttemptMayBringThePoolIntoDebtAndThenNoOther() {
    Reading other = Reading.map(2).split(1000);
    Ladders capped = new Ladders("selection-cap", "75").judge(slow(1), ONE, other);
    capped.pool = new PoolView(500, true);
    capped.run(0, 15_000, ONE, other);
    assertThat(capped.wishes).hasSize(1);
  }

  @Test
  void theCapCountsOnesOfHadoopToo() {
    Reading other = Reading.map(2);
    Ladders capped = new Ladders("selection-cap", "2").judge(slow(1), ONE, other);
    capped.others = 1;
    capped.run(0, 30_000, ONE, other);
    assertThat(capped.wishes).hasSize(1);
    capped.others = 0;
    capped.at(30_500, ONE, other);
    assertThat(capped.wishes).hasSize(2);
  }

  @Test
  void whoeverHasLongestToGoAsksFirst() {
    Reading longer = Reading.map(2);
    Ladders capped = new Ladders("selection-cap", "1");
    capped.judge(new Verdict.Accelerate(1, "slow", Ladders.evidence(60_000)), ONE);
    capped.judge(new Verdict.Accelerate(1, "slow", Ladders.evidence(90_000)), longer);
    capped.run(0, 15_000, ONE, longer);
    assertThat(capped.wishes)
        .extracting(SpeculationWish::originalAttemptId)
        .containsExactly(longer.attempt());
  }

  @Test
  void slackAttemptsEarnLess() {
    Reading slack = Reading.map(2);
    run.judge(keep(), Reading.map(3));
    run.judge(new Verdict.Keep(0.25, "slack", Ladders.evidence(-1)), slack);
    LadderStep step = run.at(0, ONE, slack, Reading.map(3));
    assertThat(step.ownBudgetShare()).isEqualTo(1);
    assertThat(step.orders().get(slack.attempt()))
        .isEqualTo(new ReadOrder(Posture.CAREFUL, 0, 1, Directive.OWN_SUBSET, 0.25));
  }

  @Test
  void whatMostEarnIsSaidOnce() {
    Reading own = Reading.map(4);
    Verdict slack = new Verdict.Keep(0.25, "slack", Ladders.evidence(-1));
    run.judge(slack, Reading.map(2), Reading.map(3), Reading.map(5)).judge(keep(), own);
    LadderStep step = run.at(0, ONE, Reading.map(2), Reading.map(3), own, Reading.map(5));
    assertThat(step.ownBudgetShare()).isEqualTo(0.25);
    assertThat(step.orders()).containsOnlyKeys(ONE.attempt(), own.attempt());
    assertThat(step.orders().get(own.attempt()).ownBudgetShare()).isEqualTo(1);
    assertThat(step.orders().get(ONE.attempt()).ownBudgetShare()).isEqualTo(1);
  }

  @Test
  void verdictsOnWhoeverDoesNotRunCountNothing() {
    Ladders absent = new Ladders().judge(slow(1), Reading.map(5));
    assertThat(absent.at(0, ONE).orders()).isEmpty();
    assertThat(absent.ladder.size()).isZero();
  }
}
