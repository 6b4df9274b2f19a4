package io.github.hadoopaccel.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The intervals are those of the percentile method, and follow from the seed. */
class BootstrapTest {
  private static double[] upTo(int last) {
    return IntStream.rangeClosed(1, last).asDoubleStream().toArray();
  }

  /** The draws' median is at most 1 in 1.0 % and at most 2 in 10.8 % of them, by the binomial. */
  @Test
  void sevenValuesGiveTheIntervalOfTheClassComment() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(new Bootstrap(seed).ofMedian(upTo(7))).isEqualTo(new Estimate(4, 2, 6));
    }
  }

  /** Of 25 values: at most 7 in 1.0 %, at most 8 in 3.0 % of the draws. */
  @Test
  void moreValuesGiveANarrowerInterval() {
    assertThat(new Bootstrap(1).ofMedian(upTo(25))).isEqualTo(new Estimate(13, 8, 18));
  }

  @Test
  void equalValuesLeaveNoDoubt() {
    assertThat(new Bootstrap(1).ofMedian(3, 3, 3)).isEqualTo(Estimate.exactly(3));
    assertThat(new Bootstrap(1).ofMedian(3)).isEqualTo(Estimate.exactly(3));
  }

  @Test
  void orderOfTheValuesDoesNotChangeTheMedian() {
    assertThat(Bootstrap.median(new double[] {9, 1, 5})).isEqualTo(5);
    assertThat(Bootstrap.median(new double[] {9, 1, 5, 3})).isEqualTo(4);
  }

  @Test
  void ratioOfMediansHasAnIntervalFromBothSides() {
    Bootstrap bootstrap = new Bootstrap(1);
    double[] ten = {10, 10, 10};
    Estimate ratio = bootstrap.ofRatioOfMedians(upTo(7), ten);
    assertThat(ratio).isEqualTo(new Estimate(0.4, 0.2, 0.6));
    Estimate inverse = bootstrap.ofRatioOfMedians(ten, upTo(7));
    assertThat(inverse).isEqualTo(new Estimate(2.5, 10.0 / 6, 5));
  }

  @Test
  void sameSeedGivesTheSameInterval() {
    double[] values = {1, 2, 4, 8, 16, 32};
    assertThat(new Bootstrap(5).ofMedian(values)).isEqualTo(new Bootstrap(5).ofMedian(values));
  }

  @Test
  void nothingHasNoMedian() {
    assertThatThrownBy(() -> new Bootstrap(1).ofMedian())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
