package io.github.hadoopaccel.read.hedge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Slow holders go to the end of the order, come back after a good probe, and only then. */
class UnitRankingTest {
  private static final long MILLIS = 1_000_000;
  private static final long PROBE = 10_000 * MILLIS;
  private static final UnitHolder A = new UnitHolder("a", "");
  private static final UnitHolder B = new UnitHolder("b", "");
  private static final UnitHolder C = new UnitHolder("c", "");
  private static final UnitHolder D = new UnitHolder("d", "");
  private static final List<UnitHolder> HOLDERS = List.of(A, B, C, D);
  private final UnitRanking ranking = new UnitRanking(3, 50 * MILLIS, PROBE);

  private void observe(UnitHolder holder, long tookMillis, boolean arrived, long now) {
    ranking.observe(holder, tookMillis * MILLIS, 50 * MILLIS, 0, arrived, now);
  }

  private void makeSlow(UnitHolder holder, long now) {
    for (int i = 0; i < 3; i++) {
      observe(holder, 500, true, now);
    }
  }

  private UnitRanking.Order rank(List<UnitHolder> holders, long now) {
    return ranking.rank(oneEach(holders), unit -> true, 50 * MILLIS, 0, now);
  }

  private static List<List<UnitHolder>> oneEach(List<UnitHolder> holders) {
    return holders.stream()
        .map(holder -> holder == null ? List.<UnitHolder>of() : List.of(holder))
        .toList();
  }

  @Test
  @DisplayName("S0_10 a unit is as good as the best of its copies, which is read first")
  void aUnitIsAsGoodAsItsBestCopy() {
    makeSlow(A, 0);
    for (int i = 0; i < 3; i++) {
      observe(B, 300, true, 0);
    }
    List<List<UnitHolder>> holders = List.of(List.of(A, C), List.of(A, B), List.of(D), List.of());
    UnitRanking.Order order = ranking.rank(holders, unit -> true, 50 * MILLIS, 0, 1);
    assertThat(order.order()).containsExactly(0, 2, 1, 3);
    assertThat(order.goodUnits()).isEqualTo(2);
    assertThat(order.locatedUnits()).isEqualTo(3);
    assertThat(order.copies())
        .containsExactly(
            new UnitCopy(0, 0, C, true),
            new UnitCopy(1, 1, B, false),
            new UnitCopy(2, 2, D, true),
            new UnitCopy(3, 3, null, false),
            new UnitCopy(4, 0, A, false),
            new UnitCopy(5, 1, A, false));
  }

  @Test
  void exampleOfTheCopiesHolds() {
    UnitHolder e = new UnitHolder("e", "");
    observe(A, 110, true, 0);
    makeSlow(C, 0);
    UnitHolder other = new UnitHolder("other", "");
    List<List<UnitHolder>> holders =
        List.of(List.of(other), List.of(A, B, C), List.of(other), List.of(other), List.of(D, e));
    List<UnitCopy> copies = ranking.rank(holders, unit -> true, 50 * MILLIS, 0, 1).copies();
    assertThat(copies).hasSize(8);
    assertThat(copies.get(1).holder()).isEqualTo(B);
    assertThat(copies.get(5)).isEqualTo(new UnitCopy(5, 1, A, true));
    assertThat(copies.get(6)).isEqualTo(new UnitCopy(6, 1, C, false));
    assertThat(copies.get(7)).isEqualTo(new UnitCopy(7, 4, e, true));
  }

  @Test
  void aSlowHolderIsNotTriedAgainWhereAnotherCopyIsGood() {
    makeSlow(A, 0);
    List<List<UnitHolder>> two = List.of(List.of(A, B));
    assertThat(ranking.rank(two, unit -> true, 50 * MILLIS, 0, PROBE).copies())
        .extracting(UnitCopy::holder)
        .containsExactly(B, A);
    ranking.failed(B, PROBE);
    assertThat(ranking.rank(two, unit -> true, 50 * MILLIS, 0, PROBE + 1).copies())
        .as("the one whose time is up is tried, and the other is not good for that")
        .containsExactly(new UnitCopy(0, 0, A, true), new UnitCopy(1, 0, B, false));
  }

  @Test
  void unknownHoldersKeepTheirOrder() {
    UnitRanking.Order order = rank(HOLDERS, 0);
    assertThat(order.order()).containsExactly(0, 1, 2, 3);
    assertThat(order.goodUnits()).isEqualTo(4);
  }

  @Test
  void exampleOfTheClassCommentHolds() {
    makeSlow(B, 0);
    UnitRanking.Order order = rank(HOLDERS, 1);
    assertThat(order.order()).containsExactly(0, 2, 3, 1);
    assertThat(order.goodUnits()).isEqualTo(3);
    assertThat(ranking.slowness(B)).isEqualTo(8.875);
    observe(B, 150, true, 2);
    assertThat(ranking.slowness(B)).isEqualTo(5.9375);
    assertThat(rank(HOLDERS, 3).goodUnits()).isEqualTo(3);
    observe(B, 50, true, 4);
    assertThat(rank(HOLDERS, 5).goodUnits()).isEqualTo(4);
  }

  @Test
  void aFewMillisecondsAreNeverSlow() {
    ranking.observe(B, 45 * MILLIS, MILLIS, 0, true, 0);
    assertThat(ranking.isAvoided(B, 1)).isFalse();
  }

  @Test
  void waitingThatCostsNoMoreThanTheDecodeItSavesIsNotSlow() {
    for (int i = 0; i < 3; i++) {
      ranking.observe(B, 500 * MILLIS, 50 * MILLIS, 451 * MILLIS, true, 0);
    }
    assertThat(ranking.isAvoided(B, 1)).isFalse();
    for (int i = 0; i < 3; i++) {
      ranking.observe(B, 500 * MILLIS, 50 * MILLIS, 450 * MILLIS, true, 0);
    }
    assertThat(ranking.isAvoided(B, 1)).isTrue();
  }

  @Test
  void itTakesThreeSlowReadsInARowOrALostOneAndASlowOne() {
    observe(B, 900, true, 0);
    observe(B, 900, true, 1);
    assertThat(ranking.isAvoided(B, 2)).isFalse();
    observe(B, 50, true, 2);
    observe(B, 900, true, 3);
    assertThat(ranking.isAvoided(B, 4)).isFalse();
    observe(B, 110, false, 4);
    assertThat(ranking.isAvoided(B, 5)).isTrue();
  }

  @Test
  void aSmallReadIsNotSentElsewhereForATinyDelay() {
    makeSlow(B, 0);
    assertThat(ranking.slowness(B)).isEqualTo(8.875);
    assertThat(ranking.rank(oneEach(HOLDERS), unit -> true, 6 * MILLIS, 0, 1).goodUnits())
        .isEqualTo(4);
    assertThat(ranking.rank(oneEach(HOLDERS), unit -> true, 7 * MILLIS, 0, 1).goodUnits())
        .isEqualTo(3);
    assertThat(ranking.rank(oneEach(HOLDERS), unit -> true, 7 * MILLIS, 56 * MILLIS, 1).goodUnits())
        .isEqualTo(4);
  }

  @Test
  void anAbandonedReadProvesNothingGood() {
    makeSlow(B, 0);
    observe(B, 10, false, 1);
    assertThat(ranking.isAvoided(B, 2)).isTrue();
  }

  @Test
  void readsThatLostToHedgesMakeTheirHolderSlow() {
    observe(B, 110, false, 0);
    observe(B, 110, false, 0);
    assertThat(ranking.isAvoided(B, 1)).isTrue();
    observe(C, 99, false, 0);
    observe(C, 99, false, 0);
    assertThat(ranking.isAvoided(C, 1)).isFalse();
  }

  @Test
  void aGoodProbeEndsTheAvoidanceAndABadOneDoublesIt() {
    makeSlow(B, 0);
    assertThat(rank(HOLDERS, PROBE - 1).goodUnits()).isEqualTo(3);
    assertThat(rank(HOLDERS, PROBE).goodUnits()).isEqualTo(4);
    observe(B, 500, false, PROBE);
    assertThat(rank(HOLDERS, 3 * PROBE - 1).goodUnits()).isEqualTo(3);
    assertThat(rank(HOLDERS, 3 * PROBE).goodUnits()).isEqualTo(4);
    observe(B, 50, true, 3 * PROBE);
    assertThat(rank(HOLDERS, 3 * PROBE).goodUnits()).isEqualTo(4);
    makeSlow(B, 4 * PROBE);
    assertThat(rank(HOLDERS, 5 * PROBE).goodUnits()).isEqualTo(4);
  }

  @Test
  void anAvoidedHolderIsTriedByOneReaderAtATime() {
    makeSlow(B, 0);
    assertThat(rank(HOLDERS, PROBE).goodUnits()).isEqualTo(4);
    assertThat(rank(HOLDERS, PROBE + 1).goodUnits()).isEqualTo(3);
    assertThat(rank(HOLDERS, 2 * PROBE - 1).goodUnits()).isEqualTo(3);
    assertThat(rank(HOLDERS, 2 * PROBE).goodUnits()).isEqualTo(4);
  }

  @Test
  void onlyAReaderThatWantsTheUnitTriesItsHolderAgain() {
    makeSlow(B, 0);
    assertThat(ranking.rank(oneEach(HOLDERS), unit -> unit == 0, 0, 0, 2 * PROBE).goodUnits())
        .isEqualTo(3);
    assertThat(ranking.rank(oneEach(HOLDERS), unit -> unit == 1, 0, 0, 2 * PROBE).goodUnits())
        .isEqualTo(4);
  }

  @Test
  void aHolderThatGotALittleBetterIsStillAvoided() {
    observe(B, 230, true, 0);
    observe(B, 230, true, 1);
    observe(B, 230, true, 2);
    assertThat(ranking.slowness(B)).isBetween(3.0, 5.0);
    assertThat(rank(HOLDERS, PROBE + 2).goodUnits()).isEqualTo(4);
    observe(B, 110, true, PROBE + 2);
    assertThat(ranking.slowness(B)).isBetween(2.0, 3.6);
    assertThat(rank(HOLDERS, PROBE + 3).goodUnits()).isEqualTo(3);
  }

  @Test
  void aFailureAvoidsAtOnceAndMissingLocationsComeLast() {
    ranking.failed(A, 0);
    UnitRanking.Order order = rank(Arrays.asList(A, null, C, D), 1);
    assertThat(order.order()).containsExactly(2, 3, 0, 1);
    assertThat(order.goodUnits()).isEqualTo(2);
    assertThat(order.locatedUnits()).isEqualTo(3);
  }

  @Test
  void aStorageIsJudgedByItselfAndANewOneByItsDataNode() {
    UnitHolder slowDisk = new UnitHolder("a", "disk1");
    UnitHolder goodDisk = new UnitHolder("a", "disk2");
    UnitHolder newDisk = new UnitHolder("a", "disk3");
    observe(goodDisk, 50, true, 0);
    makeSlow(slowDisk, 1);
    assertThat(ranking.isAvoided(slowDisk, 2)).isTrue();
    assertThat(ranking.isAvoided(goodDisk, 2)).isFalse();
    assertThat(ranking.isAvoided(newDisk, 2)).isTrue();
    observe(goodDisk, 50, true, 3);
    assertThat(ranking.isAvoided(newDisk, 4)).isFalse();
    assertThat(ranking.isAvoided(slowDisk, 4)).isTrue();
  }

  private UnitRanking.Order rankWithout(Set<String> unwelcome, long now) {
    return ranking.rank(oneEach(HOLDERS), unit -> true, 50 * MILLIS, 0, unwelcome, now);
  }

  @Test
  void unwelcomeHoldersComeLastAndKeepTheirScores() {
    makeSlow(C, 0);
    UnitRanking.Order order = rankWithout(Set.of("a", "nobody"), 1);
    assertThat(order.order()).containsExactly(1, 3, 2, 0);
    assertThat(order.goodUnits()).isEqualTo(2);
    assertThat(order.locatedUnits()).isEqualTo(4);
    assertThat(order.copies().get(0).good()).isFalse();
    assertThat(ranking.slowness(A)).isEqualTo(1);
    assertThat(ranking.isAvoided(A, 2)).isFalse();
    assertThat(rank(HOLDERS, 2).order()).containsExactly(0, 1, 3, 2);
  }

  @Test
  void evenWhereAllAreUnwelcomeEveryUnitIsFound() {
    UnitRanking.Order order = rankWithout(Set.of("a", "b", "c", "d"), 0);
    assertThat(order.order()).containsExactly(0, 1, 2, 3);
    assertThat(order.goodUnits()).isZero();
    assertThat(order.locatedUnits()).isEqualTo(4);
  }

  @Test
  void anUnwelcomeHolderIsNotTriedAgainBeforeItIsWelcome() {
    makeSlow(A, 0);
    assertThat(rankWithout(Set.of("a"), PROBE).goodUnits()).isEqualTo(3);
    assertThat(rank(HOLDERS, PROBE).goodUnits()).as("the probe is still to come").isEqualTo(4);
    assertThat(rank(HOLDERS, PROBE).goodUnits()).as("and comes once").isEqualTo(3);
  }

  @Test
  void aUnitWithAnotherCopyIsReadThere() {
    List<List<UnitHolder>> holders = List.of(List.of(A, B), List.of(A));
    UnitRanking.Order order = ranking.rank(holders, unit -> true, 50 * MILLIS, 0, Set.of("a"), 0);
    assertThat(order.order()).containsExactly(0, 1);
    assertThat(order.goodUnits()).isEqualTo(1);
    assertThat(order.copies())
        .containsExactly(
            new UnitCopy(0, 0, B, true),
            new UnitCopy(1, 1, A, false),
            new UnitCopy(2, 0, A, false));
  }
}
