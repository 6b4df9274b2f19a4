package io.github.hadoopaccel.read.hedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** A directive holds until it lapses; then the task's own posture holds again. */
class PostureSwitchTest {
  private final PostureSwitch posture = new PostureSwitch(Posture.CAREFUL, 1);

  @Test
  void aDirectiveHoldsUntilItLapses() {
    assertThat(posture.direct(new DirectedReading(Posture.ACCELERATED, 2), 100, 1000)).isTrue();
    assertThat(posture.postureAt(1099)).isEqualTo(Posture.ACCELERATED);
    assertThat(posture.extraUnitsAt(1099)).isEqualTo(2);
    assertThat(posture.postureAt(1100)).isEqualTo(Posture.CAREFUL);
    assertThat(posture.extraUnitsAt(1100)).isZero();
  }

  @Test
  void aRenewedDirectiveIsNotASecondAcceleration() {
    posture.direct(new DirectedReading(Posture.ACCELERATED, 1), 100, 0);
    assertThat(posture.direct(new DirectedReading(Posture.ACCELERATED, 1), 100, 50)).isFalse();
    assertThat(posture.timesAccelerated()).isEqualTo(1);
    assertThat(posture.direct(new DirectedReading(Posture.ACCELERATED, 1), 100, 500)).isTrue();
    assertThat(posture.timesAccelerated()).isEqualTo(2);
  }

  @Test
  void aLapseOfZeroEndsADirective() {
    posture.direct(new DirectedReading(Posture.ACCELERATED, 1), 100, 0);
    posture.direct(new DirectedReading(Posture.CAREFUL, 0), 0, 10);
    assertThat(posture.postureAt(11)).isEqualTo(Posture.CAREFUL);
  }

  @Test
  void aDirectiveToAccelerateNeverAsksForLessThanTheTaskDoes() {
    posture.own(Posture.ACCELERATED, 3);
    posture.direct(new DirectedReading(Posture.ACCELERATED, 1), 100, 0);
    assertThat(posture.extraUnitsAt(50)).isEqualTo(3);
    posture.direct(new DirectedReading(Posture.CAREFUL, 1), 100, 0);
    assertThat(posture.extraUnitsAt(50)).isZero();
    assertThat(posture.extraUnitsAt(100)).isEqualTo(3);
  }

  @Test
  void shareAvoidedDataNodesAndSubsetHoldAsLongAsThePosture() {
    DirectedReading directed = new DirectedReading(Posture.CAREFUL, 0, 0.25, Set.of("dn1:9866"), 3);
    DirectedReading own = new DirectedReading(Posture.CAREFUL, 1);
    assertThat(posture.readingAt(0)).isEqualTo(own);
    posture.direct(directed, 100, 1000);
    assertThat(posture.readingAt(1099)).isEqualTo(directed);
    assertThat(posture.readingAt(1100)).isEqualTo(own);
    assertThat(own.ownBudgetShare()).isEqualTo(1);
    assertThat(own.avoidedDataNodes()).isEmpty();
    assertThat(own.prefersOwnSubset()).isTrue();
  }

  @Test
  void aDirectiveTakesThePlaceOfTheOneBefore() {
    posture.direct(new DirectedReading(Posture.CAREFUL, 0, 0, Set.of("a"), 3), 100, 0);
    DirectedReading another = new DirectedReading(Posture.ACCELERATED, 2, 1, Set.of("b"), -1);
    posture.direct(another, 100, 10);
    assertThat(posture.readingAt(11)).isEqualTo(another);
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new DirectedReading(Posture.CAREFUL, 0, share, Set.of(), -1))
          .hasMessageContaining("ownBudgetShare = " + share);
    }
    assertThatThrownBy(() -> new DirectedReading(Posture.CAREFUL, 0, 1, Set.of(), -2))
        .hasMessageContaining("unitSubset = -2");
  }
}
