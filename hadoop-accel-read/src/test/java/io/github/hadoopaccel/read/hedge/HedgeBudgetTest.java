package io.github.hadoopaccel.read.hedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The token bucket: what comes in, what goes out, and what it never gives. */
class HedgeBudgetTest {
  private static final long MIB = 1 << 20;

  @Test
  void exampleOfTheClassCommentHolds() {
    HedgeBudget budget = new HedgeBudget(0.05, 8 * MIB, 2 * MIB);
    budget.earn(20 * MIB);
    assertThat(budget.availableBytes()).isEqualTo(3 * MIB);
    assertThat(budget.tryTake(3 * MIB)).isTrue();
    assertThat(budget.tryTake(1)).isFalse();
  }

  @Test
  void whatDoesNotFitTheBurstIsLost() {
    HedgeBudget budget = new HedgeBudget(1, 10, 0);
    budget.earn(1000);
    assertThat(budget.availableBytes()).isEqualTo(10);
    budget.refund(1000);
    assertThat(budget.availableBytes()).isEqualTo(10);
  }

  @Test
  void anotherFractionHoldsForWhatIsReadFromThenOn() {
    HedgeBudget budget = new HedgeBudget(0.5, 100, 0);
    budget.earn(10);
    budget.setFraction(2);
    budget.earn(10);
    assertThat(budget.availableBytes()).isEqualTo(25);
    assertThatThrownBy(() -> budget.setFraction(Double.NaN)).hasMessageContaining("fraction = NaN");
  }

  @Test
  void grantsComeOnTopAndGoFirst() {
    HedgeBudget budget = new HedgeBudget(0, 10, 10);
    budget.grant(5);
    assertThat(budget.tryTake(7)).isTrue();
    assertThat(budget.availableBytes()).isEqualTo(8);
    budget.grant(5);
    budget.revokeGrants();
    assertThat(budget.availableBytes()).isEqualTo(8);
  }

  @Test
  void refundedGrantsAreStillGrants() {
    HedgeBudget budget = new HedgeBudget(0, 10, 10);
    budget.grant(5);
    budget.tryTake(5);
    budget.refund(5);
    budget.revokeGrants();
    assertThat(budget.availableBytes()).isEqualTo(10);
  }

  @Test
  void absurdGrantsDoNotOverflow() {
    HedgeBudget budget = new HedgeBudget(0, 0, 0);
    budget.grant(Long.MAX_VALUE);
    budget.grant(Long.MAX_VALUE);
    assertThat(budget.availableBytes()).isPositive();
  }

  @Test
  void wrongRangesAreRefused() {
    assertThatThrownBy(() -> new HedgeBudget(-1, 0, 0)).hasMessageContaining("fraction = -1");
    assertThatThrownBy(() -> new HedgeBudget(0, 1, 2)).hasMessageContaining("startBytes = 2");
  }
}
