package io.github.hadoopaccel.read.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.hedge.AdaptiveHedge;
import io.github.hadoopaccel.read.hedge.HedgeBudget;
import io.github.hadoopaccel.read.hedge.HedgePolicy;
import io.github.hadoopaccel.read.hedge.StripeOutlook;
import io.github.hadoopaccel.read.hedge.UnitCopy;
import io.github.hadoopaccel.read.hedge.UnitRanking;
import io.github.hadoopaccel.read.stripe.StripeCommand.Abandon;
import io.github.hadoopaccel.read.stripe.StripeCommand.Complete;
import io.github.hadoopaccel.read.stripe.StripeCommand.GiveUp;
import io.github.hadoopaccel.read.stripe.StripeCommand.StartRead;
import io.github.hadoopaccel.read.striping.EcLayout;
import io.github.hadoopaccel.read.striping.Erasures;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What becomes of a stripe of which some units are stored more than once: RS-6-3, where copy 9 is
 * the second one of whatever unit the test says, copy 10 of the next.
 */
class StripeReadCopiesTest {
  private static final long MILLIS = 1_000_000;
  private static final EcLayout RS_6_3 = new EcLayout(6, 3, 1000);
  private static final StripeRange WHOLE = new StripeRange(RS_6_3, 0, 0, 1000, 0, 6, 6);
  private static final StripeRange UNIT_2 = new StripeRange(RS_6_3, 0, 100, 200, 2, 3, 6);
  private static final HedgePolicy POLICY =
      new AdaptiveHedge(50 * MILLIS, 1000 * MILLIS, 5 * (1000 * MILLIS), 2, 0.05);

  private final HedgeBudget budget = new HedgeBudget(0, 10_000, 10_000, 1L << 40, 10);

  /** Good second copies of these units; all units are good. */
  private StripeRead read(StripeRange range, int extraUnits, int... unitsWithTwo) {
    return read(range, extraUnits, 9, true, unitsWithTwo);
  }

  private StripeRead read(
      StripeRange range, int extraUnits, int goodUnits, boolean secondIsGood, int... unitsWithTwo) {
    List<UnitCopy> copies = new ArrayList<>();
    for (int unit = 0; unit < 9; unit++) {
      copies.add(new UnitCopy(unit, unit, null, unit < goodUnits));
    }
    for (int unit : unitsWithTwo) {
      copies.add(new UnitCopy(copies.size(), unit, null, secondIsGood));
    }
    UnitRanking.Order order =
        new UnitRanking.Order(IntStream.range(0, 9).boxed().toList(), goodUnits, 9, copies);
    return new StripeRead(range, StripeOutlook.of(order), extraUnits, POLICY, budget, 0);
  }

  private static List<StripeCommand> begin(
      StripeRead read, List<StripeCommand> commands, long nowNanos) {
    for (int copy : started(commands)) {
      read.began(copy, nowNanos);
    }
    return commands;
  }

  private static List<Integer> started(List<StripeCommand> commands) {
    return commands.stream()
        .filter(StartRead.class::isInstance)
        .map(command -> ((StartRead) command).copyIndex())
        .toList();
  }

  private static void arrive(StripeRead read, int... copies) {
    for (int copy : copies) {
      read.arrived(copy, 30 * MILLIS);
    }
  }

  @Test
  @DisplayName("S0_10 late unit: hedged by its second copy, no decode, the loser abandoned")
  void aLateUnitIsHedgedByItsSecondCopy() {
    StripeRead read = read(WHOLE, 0, 3);
    assertThat(started(begin(read, read.start(0), 0))).containsExactly(0, 1, 2, 3, 4, 5);
    arrive(read, 0, 1, 2, 4, 5);
    List<StripeCommand> late = begin(read, read.wake(60 * MILLIS), 60 * MILLIS);
    assertThat(late).contains(new StartRead(9, true));
    assertThat(started(late)).containsExactly(9);
    assertThat(read.arrived(9, 80 * MILLIS))
        .containsExactly(new Abandon(3), new Complete(Erasures.none(), true));
    assertThat(read.takenBytes()).isEqualTo(1000);
    assertThat(read.arrivedCopies()).containsExactly(0, 1, 2, 4, 5, 9);
    assertThat(read.abandonedCopies()).containsExactly(3);
    assertThat(read.abandonedAtNanos(3)).isEqualTo(80 * MILLIS);
  }

  @Test
  void theOriginalMayStillWin() {
    StripeRead read = read(WHOLE, 0, 3);
    begin(read, read.start(0), 0);
    arrive(read, 0, 1, 2, 4, 5);
    begin(read, read.wake(60 * MILLIS), 60 * MILLIS);
    assertThat(read.arrived(3, 70 * MILLIS))
        .containsExactly(new Abandon(9), new Complete(Erasures.none(), false));
  }

  @Test
  void theLoserIsAbandonedBeforeTheStripeIsComplete() {
    StripeRead read = read(WHOLE, 0, 3);
    begin(read, read.start(0), 0);
    arrive(read, 0, 1, 2, 4);
    begin(read, read.wake(60 * MILLIS), 60 * MILLIS);
    assertThat(read.arrived(9, 61 * MILLIS)).contains(new Abandon(3)).noneMatch(this::isEnd);
    assertThat(read.arrived(3, 62 * MILLIS)).isEmpty();
    assertThat(read.arrived(5, 63 * MILLIS)).contains(new Complete(Erasures.none(), true));
  }

  private boolean isEnd(StripeCommand command) {
    return command instanceof Complete || command instanceof GiveUp;
  }

  @Test
  void aSecondCopyThatIsLateTooIsHedgedByParity() {
    StripeRead read = read(WHOLE, 0, 3);
    begin(read, read.start(0), 0);
    arrive(read, 0, 1, 2, 4, 5);
    begin(read, read.wake(60 * MILLIS), 60 * MILLIS);
    assertThat(started(read.wake(119 * MILLIS))).isEmpty();
    assertThat(started(read.wake(120 * MILLIS))).containsExactly(6);
    assertThat(read.arrived(6, 121 * MILLIS))
        .containsExactly(new Abandon(3), new Abandon(9), new Complete(Erasures.of(3), true));
  }

  @Test
  void anAvoidedSecondCopyHedgesNothing() {
    StripeRead read = read(WHOLE, 0, 9, false, 3);
    begin(read, read.start(0), 0);
    arrive(read, 0, 1, 2, 4, 5);
    assertThat(started(read.wake(60 * MILLIS))).containsExactly(6);
  }

  @Test
  void twoLateUnitsOfWhichOneHasASecondCopyAreHedgedByThatAndByParity() {
    StripeRead read = read(WHOLE, 0, 3);
    begin(read, read.start(0), 0);
    arrive(read, 0, 1, 2, 4);
    assertThat(started(read.wake(60 * MILLIS))).containsExactly(9, 6);
  }

  @Test
  @DisplayName("S0_10 failed copy: the next one is read, no erasure, no budget")
  void aFailedCopyIsReplacedByTheNextOneAtNoCost() {
    budget.tryTake(10_000);
    StripeRead read = read(WHOLE, 0, 3);
    begin(read, read.start(0), 0);
    assertThat(read.failed(3, MILLIS)).contains(new StartRead(9, false));
    arrive(read, 0, 1, 2, 4, 5);
    assertThat(read.arrived(9, 31 * MILLIS)).containsExactly(new Complete(Erasures.none(), false));
    assertThat(read.hedgesRefused()).isZero();
    assertThat(read.takenBytes()).isZero();
    assertThat(read.failedCopies()).containsExactly(3);
  }

  @Test
  void aUnitIsAnErasureWhenItsLastCopyHasFailed() {
    StripeRead read = read(WHOLE, 0, 3);
    begin(read, read.start(0), 0);
    assertThat(started(read.failed(3, MILLIS))).containsExactly(9);
    assertThat(started(read.failed(9, MILLIS))).containsExactly(6);
  }

  @Test
  void aGoodParityGoesBeforeAnAvoidedCopyWhichIsTheLastResort() {
    StripeRead read = read(WHOLE, 0, 9, false, 3);
    begin(read, read.start(0), 0);
    assertThat(started(read.failed(3, MILLIS))).containsExactly(6);
    assertThat(started(read.failed(6, MILLIS))).containsExactly(7);
    assertThat(started(read.failed(7, MILLIS))).containsExactly(8);
    assertThat(started(read.failed(8, MILLIS))).containsExactly(9);
    assertThat(read.failed(9, MILLIS)).contains(new GiveUp(6, 5));
  }

  @Test
  void ofAPartOfAStripeAnAvoidedCopyIsCheaperThanKUnits() {
    StripeRead read = read(UNIT_2, 0, 9, false, 2);
    begin(read, read.start(0), 0);
    assertThat(started(read.failed(2, MILLIS))).containsExactly(9);
    assertThat(started(read.failed(9, MILLIS))).containsExactly(0, 1, 3, 4, 5, 6);
  }

  @Test
  void aFailedOriginalLeavesItsHedgeToItsOwn() {
    StripeRead read = read(WHOLE, 0, 3);
    begin(read, read.start(0), 0);
    arrive(read, 0, 1, 2, 4, 5);
    begin(read, read.wake(60 * MILLIS), 60 * MILLIS);
    assertThat(started(read.failed(3, 61 * MILLIS))).isEmpty();
    assertThat(read.arrived(9, 62 * MILLIS)).containsExactly(new Complete(Erasures.none(), true));
  }

  @Test
  void whatWasPaidForAFailedHedgePaysForTheNextCopy() {
    StripeRead read = read(WHOLE, 0, 6);
    begin(read, read.start(0), 0);
    arrive(read, 0, 1, 2, 4, 5);
    assertThat(started(begin(read, read.wake(60 * MILLIS), 60 * MILLIS))).containsExactly(6);
    assertThat(read.failed(6, 61 * MILLIS)).contains(new StartRead(9, true));
    assertThat(read.takenBytes()).isEqualTo(1000);
    read.refused(9);
    assertThat(read.takenBytes()).isZero();
    assertThat(budget.availableBytes()).isEqualTo(10_000);
  }

  @Test
  void aCopyThatTakesTheLastPlaceIsNoExtraWhoeverItReplaces() {
    StripeRead read = read(WHOLE, 0, 6);
    begin(read, read.start(0), 0);
    arrive(read, 0, 1, 2, 4, 5);
    begin(read, read.wake(60 * MILLIS), 60 * MILLIS);
    assertThat(started(read.failed(3, 61 * MILLIS))).as("copy 6 is on its way").isEmpty();
    assertThat(read.failed(6, 62 * MILLIS)).contains(new StartRead(9, false));
  }

  @Test
  void noSecondCopyIsStartedForAStripeThatCannotBeCompleted() {
    List<UnitCopy> copies = new ArrayList<>();
    for (int copy = 0; copy < 10; copy++) {
      copies.add(new UnitCopy(copy, copy % 9, null, copy % 9 < 5));
    }
    UnitRanking.Order order =
        new UnitRanking.Order(IntStream.range(0, 9).boxed().toList(), 5, 5, copies);
    StripeRead read = new StripeRead(WHOLE, StripeOutlook.of(order), 3, POLICY, budget, 0);
    List<StripeCommand> commands = read.start(0);
    assertThat(started(commands)).containsExactly(0, 1, 2, 3, 4);
    assertThat(commands).endsWith(new GiveUp(6, 5));
  }

  @Test
  @DisplayName("S0_10 accelerated: h goes to good units first, then to second copies")
  void acceleratedReadsSecondCopiesToo() {
    StripeRead read = read(WHOLE, 5, 9, true, 1, 4);
    assertThat(started(begin(read, read.start(0), 0)))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(read.takenBytes()).isEqualTo(5000);
    assertThat(read.arrived(10, MILLIS)).contains(new Abandon(4));
    assertThat(started(read(WHOLE, 1, 7, true, 1).start(0))).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(started(read(WHOLE, 1, 6, true, 1).start(0))).containsExactly(0, 1, 2, 3, 4, 5, 9);
  }

  @Test
  void acceleratedReadsOfAPartUseSecondCopiesWhereUnitsCouldCompleteNothing() {
    StripeRead read = read(UNIT_2, 2, 9, true, 2);
    assertThat(started(read.start(0))).containsExactly(2, 9);
    assertThat(read.takenBytes()).isEqualTo(100);
  }

  @Test
  void anEmptyBudgetRefusesSecondCopiesAndCountsThatOnce() {
    budget.tryTake(10_000);
    StripeRead read = read(WHOLE, 0, 3);
    begin(read, read.start(0), 0);
    arrive(read, 0, 1, 2, 4, 5);
    assertThat(started(read.wake(60 * MILLIS))).isEmpty();
    read.wake(61 * MILLIS);
    assertThat(read.hedgesRefused()).isEqualTo(1);
    StripeRead accelerated = read(WHOLE, 4, 3);
    assertThat(started(accelerated.start(0))).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(accelerated.hedgesRefused()).isEqualTo(4);
  }

  @Test
  void aStuckUnitIsReplacedByItsSecondCopyEvenWithoutBudget() {
    budget.tryTake(10_000);
    StripeRead read = read(WHOLE, 0, 3);
    begin(read, read.start(0), 0);
    arrive(read, 0, 1, 2, 4, 5);
    assertThat(read.wake(5000 * MILLIS)).contains(new StartRead(9, false));
  }

  @Test
  void oneBudgetedCellIsEnoughToHedgeAPartOfAStripe() {
    budget.tryTake(9_900);
    StripeRead read = read(UNIT_2, 0, 2);
    begin(read, read.start(0), 0);
    assertThat(started(begin(read, read.wake(1000 * MILLIS), 1000 * MILLIS))).containsExactly(9);
    assertThat(read.hedgesRefused()).isZero();
    assertThat(read.arrived(9, 1001 * MILLIS))
        .containsExactly(new Abandon(2), new Complete(Erasures.none(), true));
  }

  @Test
  void aLateHedgeIsHedgedWhereItsWantedUnitHasFailed() {
    StripeRead read = read(WHOLE, 0);
    begin(read, read.start(0), 0);
    arrive(read, 0, 1, 2, 4, 5);
    assertThat(started(begin(read, read.failed(3, 31 * MILLIS), 31 * MILLIS))).containsExactly(6);
    assertThat(started(read.wake(91 * MILLIS))).containsExactly(7);
  }

  @Test
  void knownZeroUnitsHaveNoCopies() {
    StripeRange shortStripe = new StripeRange(RS_6_3, 0, 0, 10, 0, 2, 2);
    StripeRead read = read(shortStripe, 3, 9, true, 2, 3);
    assertThat(started(read.start(0))).containsExactly(0, 1, 6, 7, 8);
  }

  @Test
  void unlocatedUnitsHaveNoneEither() {
    UnitRanking.Order order = new UnitRanking.Order(IntStream.range(0, 9).boxed().toList(), 6, 6);
    StripeRead read = new StripeRead(WHOLE, StripeOutlook.of(order), 3, POLICY, budget, 0);
    assertThat(started(read.start(0))).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(read.failed(0, MILLIS)).contains(new GiveUp(6, 5));
  }

  /** Unit 2 of a positioned read, which may be read a second time from where it is. */
  private StripeRead readOfOneUnit() {
    UnitRanking.Order order =
        new UnitRanking.Order(IntStream.range(0, 9).boxed().toList(), 9, 9)
            .withSecondReads(UNIT_2::isWanted);
    StripeOutlook outlook = new StripeOutlook(order, 20 * MILLIS, List.of());
    return new StripeRead(UNIT_2, outlook, 0, POLICY, budget, 0);
  }

  @Test
  void aLatePositionedReadOfOneUnitIsFirstReadASecondTime() {
    StripeRead read = readOfOneUnit();
    assertThat(started(begin(read, read.start(0), 0))).containsExactly(2);
    assertThat(begin(read, read.wake(50 * MILLIS), 50 * MILLIS)).contains(new StartRead(9, true));
    assertThat(read.takenBytes()).isEqualTo(100);
    assertThat(read.arrived(9, 52 * MILLIS))
        .containsExactly(new Abandon(2), new Complete(Erasures.none(), true));
  }

  @Test
  void whenTheSecondReadIsLateTooTheUnitIsRebuilt() {
    StripeRead read = readOfOneUnit();
    begin(read, read.start(0), 0);
    begin(read, read.wake(50 * MILLIS), 50 * MILLIS);
    List<StripeCommand> rebuild = begin(read, read.wake(100 * MILLIS), 100 * MILLIS);
    assertThat(started(rebuild)).containsExactly(0, 1, 3, 4, 5, 6);
    for (int unit : new int[] {0, 1, 3, 4, 5}) {
      read.arrived(unit, 110 * MILLIS);
    }
    assertThat(read.arrived(6, 111 * MILLIS))
        .containsExactly(new Abandon(2), new Abandon(9), new Complete(Erasures.of(2), true));
  }

  @Test
  void aFailedUnitIsNotReadASecondTime() {
    StripeRead read = readOfOneUnit();
    begin(read, read.start(0), 0);
    assertThat(started(read.failed(2, MILLIS))).containsExactly(0, 1, 3, 4, 5, 6);
  }

  @Test
  void withoutBudgetThereIsNoSecondRead() {
    budget.tryTake(9_901);
    StripeRead read = readOfOneUnit();
    begin(read, read.start(0), 0);
    assertThat(started(read.wake(50 * MILLIS))).isEmpty();
    assertThat(read.hedgesRefused()).isPositive();
  }

  @Test
  void onlyGoodUnitsAreReadASecondTime() {
    UnitRanking.Order order =
        new UnitRanking.Order(List.of(0, 1, 3, 4, 5, 6, 7, 8, 2), 8, 9)
            .withSecondReads(unit -> unit == 2 || unit == 3);
    assertThat(order.copies()).hasSize(10);
    assertThat(order.copies().get(9)).isEqualTo(new UnitCopy(9, 3, null, true, true));
  }
}
