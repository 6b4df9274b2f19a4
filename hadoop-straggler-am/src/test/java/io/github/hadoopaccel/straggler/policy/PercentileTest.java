package io.github.hadoopaccel.straggler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Selection against sorting. */
class PercentileTest {
  @Test
  void theExampleOfTheCommentHolds() {
    assertThat(Percentile.of(new double[] {100, 20, 100, 80}, 0.25)).isEqualTo(65);
  }

  @Test
  void nothingHasThePercentileZero() {
    assertThat(Percentile.of(new double[0], 0.5)).isZero();
    assertThat(Percentile.lowerMedian(new double[0])).isZero();
    assertThat(Percentile.upperMedian(new double[0])).isZero();
  }

  @Test
  void ofTwoTheLowerAndTheUpperMedianAreBoth() {
    assertThat(Percentile.lowerMedian(new double[] {7, 3})).isEqualTo(3);
    assertThat(Percentile.upperMedian(new double[] {7, 3})).isEqualTo(7);
  }

  @Property
  void itIsWhatSortingFinds(
      @ForAll @Size(min = 1, max = 60) double[] values,
      @ForAll @DoubleRange(min = 0, max = 1) double fraction) {
    double[] sorted = Arrays.stream(values).map(value -> Math.rint(value) % 10).toArray();
    double[] given = sorted.clone();
    Arrays.sort(sorted);
    double position = fraction * (sorted.length - 1);
    int below = (int) position;
    int above = (int) Math.ceil(position);
    assertThat(Percentile.of(given.clone(), fraction))
        .isCloseTo(
            sorted[below] + (position - below) * (sorted[above] - sorted[below]),
            Offset.offset(1e-9));
    assertThat(Percentile.lowerMedian(given.clone())).isEqualTo(sorted[(sorted.length - 1) / 2]);
    assertThat(Percentile.upperMedian(given.clone())).isEqualTo(sorted[sorted.length / 2]);
  }
}
