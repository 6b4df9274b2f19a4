package io.github.hadoopaccel.read.hedge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A directive holds until it lapses; then the task's own posture holds again. */
class PostureSwitchTest {
  private final PostureSwitch posture = new PostureSwitch(Posture.CAREFUL, 1);

  @Test
  void aDirectiveHoldsUntilItLapses() {
    assertThat(posture.direct(Posture.ACCELERATED, 2, 100, 1000)).isTrue();
    assertThat(posture.postureAt(1099)).isEqualTo(Posture.ACCELERATED);
    assertThat(posture.extraUnitsAt(1099)).isEqualTo(2);
    assertThat(posture.postureAt(1100)).isEqualTo(Posture.CAREFUL);
    assertThat(posture.extraUnitsAt(1100)).isZero();
  }

  @Test
  void aRenewedDirectiveIsNotASecondAcceleration() {
    posture.direct(Posture.ACCELERATED, 1, 100, 0);
    assertThat(posture.direct(Posture.ACCELERATED, 1, 100, 50)).isFalse();
    assertThat(posture.timesAccelerated()).isEqualTo(1);
    assertThat(posture.direct(Posture.ACCELERATED, 1, 100, 500)).isTrue();
    assertThat(posture.timesAccelerated()).isEqualTo(2);
  }

  @Test
  void aLapseOfZeroEndsADirective() {
    posture.direct(Posture.ACCELERATED, 1, 100, 0);
    posture.direct(Posture.CAREFUL, 0, 0, 10);
    assertThat(posture.postureAt(11)).isEqualTo(Posture.CAREFUL);
  }

  @Test
  void aDirectiveToAccelerateNeverAsksForLessThanTheTaskDoes() {
    posture.own(Posture.ACCELERATED, 3);
    posture.direct(Posture.ACCELERATED, 1, 100, 0);
    assertThat(posture.extraUnitsAt(50)).isEqualTo(3);
    posture.direct(Posture.CAREFUL, 1, 100, 0);
    assertThat(posture.extraUnitsAt(50)).isZero();
    assertThat(posture.extraUnitsAt(100)).isEqualTo(3);
  }
}
