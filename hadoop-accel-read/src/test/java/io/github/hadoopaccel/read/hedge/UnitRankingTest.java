package io.github.hadoopaccel.read.hedge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Slow DataNodes go to the end of the order, come back after a good probe, and only then. */
class UnitRankingTest {
  private static final long MILLIS = 1_000_000;
  private static final long PROBE = 10_000 * MILLIS;
  private static final List<String> NODES = List.of("a", "b", "c", "d");
  private final UnitRanking ranking = new UnitRanking(3, 50 * MILLIS, PROBE);

  @Test
  void unknownDataNodesKeepTheirOrder() {
    UnitRanking.Order order = ranking.rank(NODES, 0);
    assertThat(order.order()).containsExactly(0, 1, 2, 3);
    assertThat(order.goodUnits()).isEqualTo(4);
  }

  @Test
  void exampleOfTheClassCommentHolds() {
    ranking.observe("b", 500 * MILLIS, 50 * MILLIS, true, 0);
    UnitRanking.Order order = ranking.rank(NODES, 1);
    assertThat(order.order()).containsExactly(0, 2, 3, 1);
    assertThat(order.goodUnits()).isEqualTo(3);
  }

  @Test
  void aFewMillisecondsAreNeverSlow() {
    ranking.observe("b", 45 * MILLIS, MILLIS, true, 0);
    assertThat(ranking.isAvoided("b", 1)).isFalse();
  }

  @Test
  void anAbandonedReadProvesNothingGood() {
    ranking.observe("b", 500 * MILLIS, 50 * MILLIS, true, 0);
    ranking.observe("b", 10 * MILLIS, 50 * MILLIS, false, 1);
    assertThat(ranking.isAvoided("b", 2)).isTrue();
  }

  @Test
  void aReadThatLostToAHedgeMakesItsDataNodeSlowAtOnce() {
    ranking.observe("b", 110 * MILLIS, 50 * MILLIS, false, 0);
    assertThat(ranking.isAvoided("b", 1)).isTrue();
    ranking.observe("c", 99 * MILLIS, 50 * MILLIS, false, 0);
    assertThat(ranking.isAvoided("c", 1)).isFalse();
  }

  @Test
  void aGoodProbeEndsTheAvoidanceAndABadOneDoublesIt() {
    ranking.observe("b", 500 * MILLIS, 50 * MILLIS, true, 0);
    assertThat(ranking.isAvoided("b", PROBE - 1)).isTrue();
    assertThat(ranking.isAvoided("b", PROBE)).isFalse();
    ranking.observe("b", 500 * MILLIS, 50 * MILLIS, false, PROBE);
    assertThat(ranking.isAvoided("b", PROBE + 2 * PROBE - 1)).isTrue();
    assertThat(ranking.isAvoided("b", PROBE + 2 * PROBE)).isFalse();
    ranking.observe("b", 50 * MILLIS, 50 * MILLIS, true, 3 * PROBE);
    ranking.observe("b", 500 * MILLIS, 50 * MILLIS, true, 4 * PROBE);
    assertThat(ranking.isAvoided("b", 4 * PROBE + PROBE)).isFalse();
  }

  @Test
  void aFailureAvoidsAtOnceAndMissingLocationsComeLast() {
    ranking.failed("a", 0);
    UnitRanking.Order order = ranking.rank(Arrays.asList("a", null, "c", "d"), 1);
    assertThat(order.order()).containsExactly(2, 3, 0, 1);
    assertThat(order.goodUnits()).isEqualTo(2);
    assertThat(order.locatedUnits()).isEqualTo(3);
  }
}
