package io.github.hadoopaccel.read.hedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The token bucket: what comes in, what goes out, and what it never gives. */
class HedgeBudgetTest {
  private static final long MIB = 1 << 20;

  @Test
  void exampleOfTheClassCommentHolds() {
    HedgeBudget budget = new HedgeBudget(0.05, 8 * MIB, 2 * MIB, 1L << 40, 10);
    budget.earn(20 * MIB);
    assertThat(budget.availableBytes()).isEqualTo(3 * MIB);
    assertThat(budget.tryTake(3 * MIB)).isTrue();
    assertThat(budget.tryTake(1)).isFalse();
  }

  @Test
  void whatDoesNotFitTheBurstIsLost() {
    HedgeBudget budget = new HedgeBudget(1, 10, 0, 1L << 40, 10);
    budget.earn(1000);
    assertThat(budget.availableBytes()).isEqualTo(10);
    budget.refund(1000);
    assertThat(budget.availableBytes()).isEqualTo(10);
  }

  @Test
  void anotherFractionHoldsForWhatIsReadFromThenOn() {
    HedgeBudget budget = new HedgeBudget(0.5, 100, 0, 1L << 40, 10);
    budget.earn(10);
    budget.setFraction(2);
    budget.earn(10);
    assertThat(budget.availableBytes()).isEqualTo(25);
    assertThatThrownBy(() -> budget.setFraction(Double.NaN)).hasMessageContaining("fraction = NaN");
  }

  @Test
  void grantsComeOnTopAndGoFirst() {
    HedgeBudget budget = new HedgeBudget(0, 10, 10, 1L << 40, 10);
    budget.grant(5);
    assertThat(budget.tryTake(7)).isTrue();
    assertThat(budget.availableBytes()).isEqualTo(8);
    budget.grant(5);
    budget.revokeGrants();
    assertThat(budget.availableBytes()).isEqualTo(8);
  }

  @Test
  void refundedGrantsAreStillGrants() {
    HedgeBudget budget = new HedgeBudget(0, 10, 10, 1L << 40, 10);
    budget.grant(5);
    budget.tryTake(5);
    budget.refund(5);
    budget.revokeGrants();
    assertThat(budget.availableBytes()).isEqualTo(10);
  }

  @Test
  void theCeilingHoldsForGrantedBytesTooAndComesBackWithTime() {
    HedgeBudget budget = new HedgeBudget(0, 1000, 1000, 100, 0.8);
    budget.grant(1000);
    budget.at(5_000_000_000L, 0);
    assertThat(budget.availableBytes()).isEqualTo(100);
    assertThat(budget.tryTake(1)).isTrue();
    assertThat(budget.tryTake(100)).isFalse();
    assertThat(budget.tryTake(99)).isTrue();
    budget.at(5_500_000_000L, 0);
    assertThat(budget.availableBytes()).isEqualTo(50);
    budget.refund(10);
    assertThat(budget.availableBytes()).isEqualTo(60);
    budget.at(60_000_000_000L, 0);
    assertThat(budget.availableBytes()).isEqualTo(100);
  }

  @Test
  @DisplayName("S2_03 above the knee nothing extra is read, below half of it nothing is damped")
  void loadDampsTheBudgetUpToTheKnee() {
    HedgeBudget budget = new HedgeBudget(0.05, 8 * MIB, 2 * MIB, 1L << 40, 0.8);
    budget.grant(MIB);
    budget.at(0, 0.8);
    assertThat(budget.tryTake(1)).isFalse();
    budget.earn(20 * MIB);
    budget.at(1, 0.6);
    assertThat(budget.availableBytes()).isEqualTo(3 * MIB);
    budget.earn(20 * MIB);
    assertThat(budget.availableBytes()).isEqualTo(3 * MIB + MIB / 2);
    budget.at(2, 0.4);
    budget.earn(20 * MIB);
    assertThat(budget.availableBytes()).isEqualTo(4 * MIB + MIB / 2);
  }

  @Test
  void aFullBucketLendsWhatItCannotHoldAndIsPaidBackFirst() {
    HedgeBudget budget = new HedgeBudget(0.5, 100, 100, 1L << 40, 10);
    assertThat(budget.tryTake(160)).isTrue();
    assertThat(budget.availableBytes()).isZero();
    assertThat(budget.tryTake(1)).isFalse();
    budget.earn(140);
    assertThat(budget.availableBytes()).isEqualTo(10);
    HedgeBudget none = new HedgeBudget(0.5, 0, 0, 1L << 40, 10);
    assertThat(none.tryTake(1)).isFalse();
  }

  @Test
  void whatALapsedDirectiveGaveComesBackToNobody() {
    HedgeBudget budget = new HedgeBudget(0, 10, 4, 1L << 40, 10);
    budget.grant(5);
    budget.tryTake(6);
    budget.revokeGrants();
    budget.refund(6);
    assertThat(budget.availableBytes()).isEqualTo(4);
  }

  @Test
  void absurdGrantsDoNotOverflow() {
    HedgeBudget budget = new HedgeBudget(0, 0, 0, 1L << 40, 10);
    budget.grant(Long.MAX_VALUE);
    budget.grant(Long.MAX_VALUE);
    assertThat(budget.availableBytes()).isPositive();
  }

  @Test
  void wrongRangesAreRefused() {
    assertThatThrownBy(() -> new HedgeBudget(-1, 0, 0, 1L << 40, 10))
        .hasMessageContaining("fraction = -1");
    assertThatThrownBy(() -> new HedgeBudget(0, 1, 2, 1L << 40, 10))
        .hasMessageContaining("startBytes = 2");
    assertThatThrownBy(() -> new HedgeBudget(0, 0, 0, 0, 1)).hasMessageContaining("Sec = 0");
    assertThatThrownBy(() -> new HedgeBudget(0, 0, 0, 1, 0)).hasMessageContaining("knee = 0.0");
  }

  @Test
  void aShareOfTheFractionIsEarned() {
    HedgeBudget budget = new HedgeBudget(0.1, 1000, 0, 1L << 40, 10);
    budget.earn(1000, 0.25);
    assertThat(budget.availableBytes()).isEqualTo(25);
    budget.earn(1000, 0);
    assertThat(budget.availableBytes()).isEqualTo(25);
    budget.earn(1000);
    assertThat(budget.availableBytes()).isEqualTo(125);
  }

  @Test
  void spentIsWhatWasTakenAndNotPutBackGrantedBytesToo() {
    HedgeBudget budget = new HedgeBudget(0.1, 1000, 500, 1L << 40, 10);
    budget.grant(300);
    assertThat(budget.tryTake(400)).isTrue();
    assertThat(budget.tryTake(5000)).isFalse();
    assertThat(budget.spentBytes()).isEqualTo(400);
    budget.refund(150);
    budget.revokeGrants();
    assertThat(budget.spentBytes()).isEqualTo(250);
    budget.refund(1000);
    assertThat(budget.spentBytes()).isZero();
  }
}
