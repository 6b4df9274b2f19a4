package io.github.hadoopaccel.read.hedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The peer rule against its worked example and at its borders. */
class AdaptiveHedgeTest {
  private static final long MILLIS = 1_000_000;
  private final AdaptiveHedge hedge = new AdaptiveHedge(50 * MILLIS, 1000 * MILLIS, 2);

  @Test
  void exampleOfTheClassCommentHolds() {
    StripeProgress progress =
        new StripeProgress(6, new long[] {20 * MILLIS, 30 * MILLIS, 40 * MILLIS, 60 * MILLIS});
    assertThat(hedge.lateAfterNanos(progress)).isEqualTo(60 * MILLIS);
  }

  @Test
  void fewerThanHalfOfTheUnitsSayNothing() {
    assertThat(hedge.lateAfterNanos(new StripeProgress(6, new long[] {MILLIS, MILLIS})))
        .isEqualTo(1000 * MILLIS);
    assertThat(hedge.lateAfterNanos(new StripeProgress(1, new long[0]))).isEqualTo(1000 * MILLIS);
  }

  @Test
  void delaysBoundTheAnswer() {
    assertThat(hedge.lateAfterNanos(new StripeProgress(2, new long[] {MILLIS})))
        .isEqualTo(50 * MILLIS);
    assertThat(hedge.lateAfterNanos(new StripeProgress(2, new long[] {900 * MILLIS})))
        .isEqualTo(1000 * MILLIS);
  }

  @Test
  void aStuckUnitIsFarBeyondALateOne() {
    assertThat(hedge.stuckAfterNanos()).isEqualTo(5000 * MILLIS);
  }

  @Test
  void wrongRangesAreRefused() {
    assertThatThrownBy(() -> new AdaptiveHedge(2, 1, 2)).hasMessageContaining("min <= max");
    assertThatThrownBy(() -> new AdaptiveHedge(1, 1, 0.5)).hasMessageContaining("0.5");
  }
}
