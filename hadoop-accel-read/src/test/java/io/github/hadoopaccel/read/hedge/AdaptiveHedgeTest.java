package io.github.hadoopaccel.read.hedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The peer rule and the deadline rule against their worked examples and at their borders. */
class AdaptiveHedgeTest {
  private static final long MILLIS = 1_000_000;
  private static final StripeProgress NOBODY = new StripeProgress(6, new long[0]);
  private static final StripeProgress PEERS_TOOK_30 =
      new StripeProgress(6, new long[] {20 * MILLIS, 30 * MILLIS, 40 * MILLIS, 60 * MILLIS});

  private final AdaptiveHedge hedge =
      new AdaptiveHedge(50 * MILLIS, 1000 * MILLIS, 5000 * MILLIS, 2, 0.05);

  @Test
  void peerExampleOfTheClassCommentHolds() {
    assertThat(hedge.lateAfterNanos(UnitProgress.after(0), PEERS_TOOK_30)).isEqualTo(60 * MILLIS);
    UnitProgress late = UnitProgress.after(60 * MILLIS);
    assertThat(hedge.lateAfterNanos(late, PEERS_TOOK_30)).isEqualTo(60 * MILLIS);
  }

  @Test
  void fewerThanHalfOfTheUnitsSayNothingAndThenTheTypicalTimeCounts() {
    StripeProgress two = new StripeProgress(6, new long[] {MILLIS, MILLIS});
    assertThat(hedge.lateAfterNanos(UnitProgress.after(0), two)).isEqualTo(1000 * MILLIS);
    assertThat(hedge.lateAfterNanos(new UnitProgress(0, 0, 100 * MILLIS, 0), two))
        .isEqualTo(200 * MILLIS);
    assertThat(hedge.lateAfterNanos(new UnitProgress(0, 0, MILLIS, 0), NOBODY))
        .isEqualTo(50 * MILLIS);
  }

  @Test
  void slowPeersMakeNobodyLateHoweverSlowTheyAre() {
    StripeProgress overloaded = new StripeProgress(2, new long[] {3000 * MILLIS});
    assertThat(hedge.lateAfterNanos(UnitProgress.after(0), overloaded)).isEqualTo(6000 * MILLIS);
    StripeProgress fast = new StripeProgress(2, new long[] {MILLIS});
    assertThat(hedge.lateAfterNanos(UnitProgress.after(0), fast)).isEqualTo(50 * MILLIS);
  }

  @Test
  @DisplayName("S2_02 probability of a miss: the example of the class comment holds")
  void missExampleOfTheClassCommentHolds() {
    UnitProgress unit = new UnitProgress(20 * MILLIS, 120 * MILLIS, 10 * MILLIS, 0.8);
    assertThat(AdaptiveHedge.probabilityOfMiss(unit, 110 * MILLIS)).isCloseTo(0.021, within(5e-4));
  }

  @Test
  void aSlowUnitWhoseConsumerIsFarFromNeedingItIsLeftAloneAndLookedAtAgain() {
    UnitProgress far = new UnitProgress(60 * MILLIS, 1060 * MILLIS, 20 * MILLIS, 0.8);
    assertThat(hedge.lateAfterNanos(far, PEERS_TOOK_30))
        .isEqualTo(60 * MILLIS + (1040 - 60) * MILLIS / 4);
    UnitProgress near = new UnitProgress(60 * MILLIS, 100 * MILLIS, 20 * MILLIS, 0.8);
    assertThat(hedge.lateAfterNanos(near, PEERS_TOOK_30)).isEqualTo(60 * MILLIS);
  }

  @Test
  void aHedgeMustBeginItsOwnTimeBeforeTheDeadline() {
    UnitProgress last = new UnitProgress(70 * MILLIS, 90 * MILLIS, 20 * MILLIS, 0.01);
    assertThat(AdaptiveHedge.probabilityOfMiss(last, 70 * MILLIS)).isEqualTo(1);
    assertThat(hedge.lateAfterNanos(last, PEERS_TOOK_30)).isEqualTo(70 * MILLIS);
  }

  @Test
  void aReadThatTheModelCallsImpossibleIsExpectedToTakeAsLongAgain() {
    UnitProgress hung = new UnitProgress(900 * MILLIS, 60_000 * MILLIS, MILLIS, 0.1);
    assertThat(AdaptiveHedge.probabilityOfMiss(hung, 59_000 * MILLIS)).isZero();
    assertThat(AdaptiveHedge.probabilityOfMiss(hung, 1801 * MILLIS)).isZero();
    assertThat(AdaptiveHedge.probabilityOfMiss(hung, 1800 * MILLIS)).isEqualTo(1);
  }

  @Test
  void aReadOfWhichNothingIsKnownMatters() {
    UnitProgress unknown = new UnitProgress(60 * MILLIS, 60_000 * MILLIS, 0, 0.9);
    assertThat(AdaptiveHedge.probabilityOfMiss(unknown, 59_000 * MILLIS)).isEqualTo(1);
  }

  @Test
  void aFullLoadIsNoError() {
    UnitProgress unit = new UnitProgress(20 * MILLIS, 120 * MILLIS, 10 * MILLIS, 1);
    assertThat(AdaptiveHedge.probabilityOfMiss(unit, 110 * MILLIS)).isBetween(0.5, 1.0);
  }

  @Test
  void wrongRangesAreRefused() {
    assertThatThrownBy(() -> new AdaptiveHedge(2, 1, 9, 2, 0)).hasMessageContaining("min <= un");
    assertThatThrownBy(() -> new AdaptiveHedge(1, 2, 1, 2, 0)).hasMessageContaining("<= stuck");
    assertThatThrownBy(() -> new AdaptiveHedge(1, 1, 1, 0.5, 0)).hasMessageContaining("0.5");
    assertThatThrownBy(() -> new AdaptiveHedge(1, 1, 1, 2, 1.5)).hasMessageContaining("1.5");
  }
}
