package io.github.hadoopaccel.read.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.hedge.AdaptiveHedge;
import io.github.hadoopaccel.read.hedge.HedgeBudget;
import io.github.hadoopaccel.read.hedge.HedgePolicy;
import io.github.hadoopaccel.read.hedge.StripeOutlook;
import io.github.hadoopaccel.read.hedge.StripeProgress;
import io.github.hadoopaccel.read.hedge.UnitProgress;
import io.github.hadoopaccel.read.hedge.UnitRanking;
import io.github.hadoopaccel.read.stripe.StripeCommand.Abandon;
import io.github.hadoopaccel.read.stripe.StripeCommand.Complete;
import io.github.hadoopaccel.read.stripe.StripeCommand.GiveUp;
import io.github.hadoopaccel.read.stripe.StripeCommand.StartRead;
import io.github.hadoopaccel.read.stripe.StripeCommand.WakeAt;
import io.github.hadoopaccel.read.striping.EcLayout;
import io.github.hadoopaccel.read.striping.Erasures;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The story of a stripe told with times as arguments: no thread, no clock, no cluster. */
class StripeReadTest {
  private static final long MILLIS = 1_000_000;
  private static final EcLayout RS_6_3 = new EcLayout(6, 3, 1000);
  private static final StripeRange WHOLE = new StripeRange(RS_6_3, 0, 0, 1000, 0, 6, 6);
  private static final HedgePolicy POLICY =
      new AdaptiveHedge(50 * MILLIS, 1000 * MILLIS, 5 * (1000 * MILLIS), 2, 0.05);

  private final HedgeBudget budget = new HedgeBudget(0, 10_000, 10_000, 1L << 40, 10);

  private StripeRead read(StripeRange range, int extraUnits) {
    return read(range, allGood(), extraUnits, POLICY, budget);
  }

  /** For a consumer that waits. */
  private static StripeRead read(
      StripeRange range,
      UnitRanking.Order order,
      int extraUnits,
      HedgePolicy policy,
      HedgeBudget budget) {
    return new StripeRead(range, StripeOutlook.of(order), extraUnits, policy, budget, 0);
  }

  private static UnitRanking.Order allGood() {
    return new UnitRanking.Order(IntStream.range(0, 9).boxed().toList(), 9, 9);
  }

  @Test
  @DisplayName("S0_09 slow unit: hedged by parity after its deadline, decoded, the loser abandoned")
  void slowUnitIsHedgedDecodedAndAbandoned() {
    StripeRead read = read(WHOLE, 0);
    assertThat(started(begin(read, read.start(0), 0))).containsExactly(0, 1, 2, 3, 4, 5);
    List<StripeCommand> last = List.of();
    for (int unit : new int[] {0, 1, 2, 4, 5}) {
      last = read.arrived(unit, 30 * MILLIS);
    }
    assertThat(last).containsExactly(new WakeAt(60 * MILLIS));

    assertThat(read.wake(60 * MILLIS)).contains(new StartRead(6, true));
    assertThat(read.arrived(6, 80 * MILLIS))
        .containsExactly(new Abandon(3), new Complete(Erasures.of(3), true));
    assertThat(read.hedgesStarted()).isEqualTo(1);
    assertThat(read.takenBytes()).isEqualTo(1000);
  }

  @Test
  void healthyStripeReadsExactlyTheDataUnits() {
    StripeRead read = read(WHOLE, 0);
    List<StripeCommand> commands = new ArrayList<>(begin(read, read.start(0), 0));
    for (int unit = 0; unit < 6; unit++) {
      commands.addAll(read.arrived(unit, 30 * MILLIS));
    }
    assertThat(started(commands)).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(commands).endsWith(new Complete(Erasures.none(), false));
    assertThat(budget.availableBytes()).isEqualTo(10_000);
  }

  @Test
  void aLateHedgeIsHedgedAgain() {
    StripeRead read = read(WHOLE, 0);
    begin(read, read.start(0), 0);
    for (int unit = 0; unit < 5; unit++) {
      read.arrived(unit, 30 * MILLIS);
    }
    List<StripeCommand> first = begin(read, read.wake(60 * MILLIS), 60 * MILLIS);
    assertThat(started(first)).containsExactly(6);
    assertThat(first).contains(new WakeAt(120 * MILLIS));
    assertThat(started(read.wake(120 * MILLIS))).containsExactly(7);
    assertThat(read.arrived(5, 125 * MILLIS))
        .contains(new Abandon(6), new Abandon(7), new Complete(Erasures.none(), false));
  }

  @Test
  @DisplayName("S0_09 accelerated: k + h at once, the first k win")
  void acceleratedRequestsMoreThanNeededAtOnce() {
    StripeRead read = read(WHOLE, 2);
    assertThat(started(begin(read, read.start(0), 0))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    for (int unit : new int[] {7, 6, 5, 4, 3}) {
      read.arrived(unit, 10 * MILLIS);
    }
    assertThat(read.arrived(1, 11 * MILLIS))
        .containsExactly(new Abandon(0), new Abandon(2), new Complete(Erasures.of(0, 2), true));
  }

  @Test
  void anAvoidedDataUnitIsReplacedByParityAtNoExtraCost() {
    UnitRanking.Order order = new UnitRanking.Order(List.of(0, 1, 3, 4, 5, 6, 7, 8, 2), 8, 9);
    StripeRead read = read(WHOLE, order, 0, POLICY, budget);
    assertThat(started(begin(read, read.start(0), 0))).containsExactly(0, 1, 3, 4, 5, 6);
    for (int unit : new int[] {0, 1, 3, 4, 5}) {
      read.arrived(unit, MILLIS);
    }
    assertThat(read.arrived(6, MILLIS)).containsExactly(new Complete(Erasures.of(2), false));
    assertThat(read.takenBytes()).isZero();
  }

  @Test
  void aFailedUnitIsReplacedAtOnceWhateverTheBudgetSays() {
    budget.tryTake(10_000);
    StripeRead read = read(WHOLE, 0);
    begin(read, read.start(0), 0);
    assertThat(started(read.failed(4, MILLIS))).containsExactly(6);
    assertThat(started(read.failed(6, MILLIS))).containsExactly(7);
    assertThat(read.hedgesRefused()).isZero();
  }

  @Test
  void moreThanMFailuresGiveUpAsSoonAsItIsCertain() {
    StripeRead read = read(WHOLE, 0);
    begin(read, read.start(0), 0);
    read.failed(0, MILLIS);
    read.failed(1, MILLIS);
    read.failed(2, MILLIS);
    List<StripeCommand> commands = read.failed(3, MILLIS);
    assertThat(commands).contains(new GiveUp(6, 5));
    assertThat(commands.stream().filter(Abandon.class::isInstance)).hasSize(5);
    assertThat(read.arrived(4, 2 * MILLIS)).isEmpty();
  }

  @Test
  void anEmptyBudgetRefusesTheHedgeAndCountsItOnce() {
    budget.tryTake(10_000);
    StripeRead read = read(WHOLE, 0);
    begin(read, read.start(0), 0);
    for (int unit = 0; unit < 5; unit++) {
      read.arrived(unit, 30 * MILLIS);
    }
    List<StripeCommand> late = read.wake(60 * MILLIS);
    assertThat(started(late)).isEmpty();
    assertThat(late).contains(new WakeAt(110 * MILLIS));
    read.wake(110 * MILLIS);
    assertThat(read.hedgesRefused()).isEqualTo(1);
    budget.refund(1000);
    assertThat(started(read.wake(160 * MILLIS))).containsExactly(6);
  }

  @Test
  void aStuckUnitIsReplacedEvenWithoutBudget() {
    budget.tryTake(10_000);
    StripeRead read = read(WHOLE, 0);
    begin(read, read.start(0), 0);
    for (int unit = 0; unit < 5; unit++) {
      read.arrived(unit, 30 * MILLIS);
    }
    assertThat(started(read.wake(5000 * MILLIS))).containsExactly(6);
  }

  @Test
  void aPositionedReadOfOneUnitReadsOnlyThatUnit() {
    StripeRange one = new StripeRange(RS_6_3, 0, 100, 200, 2, 3, 6);
    StripeRead read = read(one, 0);
    assertThat(started(begin(read, read.start(0), 0))).containsExactly(2);
    assertThat(read.arrived(2, MILLIS)).containsExactly(new Complete(Erasures.none(), false));
  }

  @Test
  void aPositionedReadHedgesWithAllTheUnitsItNeedsOrWithNone() {
    StripeRange one = new StripeRange(RS_6_3, 0, 100, 200, 2, 3, 6);
    StripeRead rich = read(one, 0);
    begin(rich, rich.start(0), 0);
    assertThat(started(rich.wake(1000 * MILLIS))).containsExactly(0, 1, 3, 4, 5, 6);

    StripeRead poor = read(one, allGood(), 0, POLICY, new HedgeBudget(0, 500, 499, 1L << 40, 10));
    begin(poor, poor.start(0), 0);
    assertThat(started(poor.wake(1000 * MILLIS))).isEmpty();
    assertThat(poor.hedgesRefused()).isEqualTo(6);
  }

  @Test
  void aPositionedReadIsNotHedgedWhereTooFewGoodUnitsAreLeftToCompleteIt() {
    StripeRange one = new StripeRange(RS_6_3, 0, 100, 200, 2, 3, 6);
    UnitRanking.Order order = new UnitRanking.Order(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8), 6, 9);
    StripeRead read = read(one, order, 0, POLICY, budget);
    begin(read, read.start(0), 0);
    assertThat(started(read.wake(1000 * MILLIS))).isEmpty();
    assertThat(budget.availableBytes()).isEqualTo(10_000);
  }

  @Test
  void aHedgeThatFoundNoBufferCostsNothingAndMayBeStartedLater() {
    StripeRead read = read(WHOLE, 0);
    begin(read, read.start(0), 0);
    for (int unit = 0; unit < 5; unit++) {
      read.arrived(unit, 30 * MILLIS);
    }
    assertThat(started(read.wake(60 * MILLIS))).containsExactly(6);
    read.refused(6);
    assertThat(budget.availableBytes()).isEqualTo(10_000);
    assertThat(read.takenBytes()).isZero();
    assertThat(started(read.wake(70 * MILLIS))).containsExactly(6);
  }

  @Test
  void acceleratedReadsNothingExtraWhereItCouldCompleteNothing() {
    StripeRange one = new StripeRange(RS_6_3, 0, 100, 200, 2, 3, 6);
    assertThat(started(read(one, 2).start(0))).containsExactly(2);
    assertThat(budget.availableBytes()).isEqualTo(10_000);
  }

  @Test
  void aUnitWithoutALocationIsNeverStarted() {
    UnitRanking.Order order = new UnitRanking.Order(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8), 7, 7);
    StripeRead read = read(WHOLE, order, 0, POLICY, budget);
    begin(read, read.start(0), 0);
    assertThat(started(read.failed(0, MILLIS))).containsExactly(6);
    assertThat(read.failed(1, MILLIS)).contains(new GiveUp(6, 5));
  }

  @Test
  void knownZeroUnitsAreNeverReadAndCountAsThere() {
    StripeRange shortStripe = new StripeRange(RS_6_3, 0, 0, 10, 0, 2, 2);
    StripeRead read = read(shortStripe, 0);
    assertThat(started(begin(read, read.start(0), 0))).containsExactly(0, 1);
    assertThat(started(read.failed(0, MILLIS))).containsExactly(6);
    read.arrived(1, MILLIS);
    assertThat(read.arrived(6, MILLIS)).containsExactly(new Complete(Erasures.of(0), false));
  }

  @Test
  void neverHedgingWaitsForEver() {
    StripeRead read = read(WHOLE, allGood(), 0, HedgePolicy.never(), budget);
    begin(read, read.start(0), 0);
    for (int unit = 0; unit < 5; unit++) {
      assertThat(read.arrived(unit, 30 * MILLIS)).isEmpty();
    }
    assertThat(read.wake(Long.MAX_VALUE / 2)).isEmpty();
  }

  @Test
  @DisplayName("S2_02 a late unit is left alone until the consumer is near to needing it")
  void aLateUnitThatNobodyNeedsYetIsNotHedged() {
    StripeOutlook outlook = new StripeOutlook(allGood(), 20 * MILLIS, Collections.nCopies(9, 0.8));
    StripeRead read = new StripeRead(WHOLE, outlook, 0, POLICY, budget, 10_000 * MILLIS);
    begin(read, read.start(0), 0);
    for (int unit = 0; unit < 5; unit++) {
      read.arrived(unit, 30 * MILLIS);
    }
    List<StripeCommand> late = read.wake(60 * MILLIS);
    assertThat(started(late)).isEmpty();
    assertThat(late).anyMatch(WakeAt.class::isInstance);
    assertThat(started(read.neededAt(61 * MILLIS, 61 * MILLIS))).containsExactly(6);
  }

  @Test
  void aDeadlineThatMovesBeforeTheStartStartsNothing() {
    StripeRead read = read(WHOLE, 0);
    assertThat(read.neededAt(5, 5)).isEmpty();
    assertThat(started(read.start(6))).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void anAloneUnitIsLateAgainstWhatSuchReadsTake() {
    StripeRange one = new StripeRange(RS_6_3, 0, 100, 200, 2, 3, 6);
    StripeOutlook outlook = new StripeOutlook(allGood(), 40 * MILLIS, List.of());
    StripeRead read = new StripeRead(one, outlook, 0, POLICY, budget, 0);
    assertThat(begin(read, read.start(0), 0)).contains(new WakeAt(80 * MILLIS));
    assertThat(started(read.wake(80 * MILLIS))).containsExactly(0, 1, 3, 4, 5, 6);
  }

  @Test
  void aClusterAtItsKneeIsNotAskedForMoreUnitsInPlaceOfASlowOne() {
    StripeRange one = new StripeRange(RS_6_3, 0, 100, 200, 2, 3, 6);
    UnitRanking.Order order = new UnitRanking.Order(List.of(0, 1, 3, 4, 5, 6, 7, 8, 2), 8, 9);
    HedgeBudget damped = new HedgeBudget(0, 10_000, 10_000, 1L << 40, 0.8);
    damped.at(0, 0.7);
    assertThat(started(read(one, order, 0, POLICY, damped).start(0))).hasSize(6);
    damped.at(0, 0.8);
    assertThat(started(read(one, order, 0, POLICY, damped).start(0))).containsExactly(2);
  }

  @Test
  void aLateUnitIsHedgedByASlowOneWhereNoGoodOneIsLeft() {
    UnitRanking.Order order = new UnitRanking.Order(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8), 6, 9);
    StripeRead read = read(WHOLE, order, 0, POLICY, budget);
    begin(read, read.start(0), 0);
    for (int unit = 0; unit < 5; unit++) {
      read.arrived(unit, 30 * MILLIS);
    }
    assertThat(started(read.wake(60 * MILLIS))).containsExactly(6);
  }

  @Test
  void acceleratedReadsOfAPartAskForAllTheUnitsTheyNeedOrForNone() {
    StripeRange half = new StripeRange(RS_6_3, 0, 0, 1000, 0, 3, 6);
    HedgeBudget poor = new HedgeBudget(0, 10_000, 2999, 1L << 40, 10);
    assertThat(started(read(half, allGood(), 3, POLICY, poor).start(0))).containsExactly(0, 1, 2);
    assertThat(poor.availableBytes()).isEqualTo(2999);
    assertThat(started(read(half, 3).start(0))).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void aStuckDelayOfNothingIsNone() {
    HedgePolicy wrong =
        new HedgePolicy() {
          @Override
          public long lateAfterNanos(UnitProgress unit, StripeProgress stripe) {
            return NEVER;
          }

          @Override
          public long stuckAfterNanos() {
            return 0;
          }
        };
    StripeRead read = read(WHOLE, allGood(), 0, wrong, budget);
    assertThat(started(begin(read, read.start(0), 0))).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void whenAllUnitsAreStuckNothingIsReadWithoutBudget() {
    budget.tryTake(10_000);
    StripeRead read = read(WHOLE, 0);
    begin(read, read.start(0), 0);
    assertThat(started(read.wake(6000 * MILLIS))).isEmpty();
    read.arrived(0, 6001 * MILLIS);
    read.arrived(1, 6001 * MILLIS);
    assertThat(started(read.arrived(2, 6002 * MILLIS))).containsExactly(6, 7, 8);
  }

  @Test
  void aUnitThatWaitedForItsDataNodeIsLateFromThenOn() {
    StripeRead read = read(WHOLE, 0);
    begin(read, read.start(0), 0);
    for (int unit = 0; unit < 5; unit++) {
      read.arrived(unit, 30 * MILLIS);
    }
    assertThat(read.began(5, 50 * MILLIS)).isEmpty();
    assertThat(started(read.wake(60 * MILLIS))).containsExactly(6);
  }

  /** Every read that was started has a thread at once. */
  private static List<StripeCommand> begin(
      StripeRead read, List<StripeCommand> commands, long nowNanos) {
    List<StripeCommand> all = new ArrayList<>(commands);
    for (int unit : started(commands)) {
      all.addAll(read.began(unit, nowNanos));
    }
    return all;
  }

  @Test
  void aUnitThatWaitsForAThreadIsNotLate() {
    StripeRead read = read(WHOLE, 0);
    read.start(0);
    for (int unit = 0; unit < 5; unit++) {
      read.began(unit, 0);
      read.arrived(unit, 30 * MILLIS);
    }
    assertThat(read.wake(10_000 * MILLIS)).isEmpty();
    assertThat(read.began(5, 10_000 * MILLIS)).containsExactly(new WakeAt(10_060 * MILLIS));
    assertThat(started(read.wake(10_060 * MILLIS))).containsExactly(6);
  }

  private static List<Integer> started(List<StripeCommand> commands) {
    return commands.stream()
        .filter(StartRead.class::isInstance)
        .map(command -> ((StartRead) command).copyIndex())
        .toList();
  }
}
