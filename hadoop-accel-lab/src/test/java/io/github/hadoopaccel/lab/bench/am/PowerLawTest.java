package io.github.hadoopaccel.lab.bench.am;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.hadoopaccel.lab.bench.Estimate;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The fit finds the exponent of a power, and says how far the points are from it. */
class PowerLawTest {
  @Test
  void exampleOfTheCommentIsRight() {
    Estimate exponent = PowerLaw.exponent(new TreeMap<>(Map.of(1, 2.0, 2, 4.0, 4, 4.0, 8, 8.0)));
    assertThat(exponent.value()).isCloseTo(0.6, within(1e-9));
    assertThat(exponent.high() - exponent.value()).isCloseTo(0.61, within(0.005));
    assertThat(exponent.value() - exponent.low()).isCloseTo(0.61, within(0.005));
  }

  @Test
  void exactPowerHasNoInterval() {
    Map<Integer, Double> costs = new TreeMap<>();
    AmOptions.SIZES.forEach(size -> costs.put(size, 3 * Math.pow(size, 1.25)));
    Estimate exponent = PowerLaw.exponent(costs);
    assertThat(exponent.value()).isCloseTo(1.25, within(1e-9));
    assertThat(exponent.high()).isCloseTo(1.25, within(1e-6));
  }

  @Test
  void twoPointsHaveAnExponentAndNoInterval() {
    assertThat(PowerLaw.exponent(new TreeMap<>(Map.of(10, 1.0, 1000, 100.0))).high())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void onePointHasNone() {
    assertThatThrownBy(() -> PowerLaw.exponent(Map.of(1, 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 sizes");
  }
}
