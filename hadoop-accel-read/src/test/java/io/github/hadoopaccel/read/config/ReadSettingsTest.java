package io.github.hadoopaccel.read.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hadoopaccel.read.hedge.HedgeSettings;
import io.github.hadoopaccel.read.hedge.Posture;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Keys, defaults, errors: one truth, and every problem said at once. */
class ReadSettingsTest {
  private static final Map<AccelKey<?>, String> OTHER_VALUES = otherValues();

  private static Map<AccelKey<?>, String> otherValues() {
    Map<AccelKey<?>, String> values = new LinkedHashMap<>();
    values.put(ReadKeys.ENABLED, "false");
    values.put(ReadKeys.POSTURE, "Accelerated");
    values.put(ReadKeys.EXTRA_UNITS, "3");
    values.put(ReadKeys.THREADS, "7");
    values.put(ReadKeys.THREADS_PER_DATA_NODE, "6");
    values.put(ReadKeys.BUFFER_BYTES, "3m");
    values.put(ReadKeys.AHEAD_STRIPES, "2");
    values.put(ReadKeys.AHEAD_BYTES, "20m");
    values.put(ReadKeys.RANGE_THREADS, "5");
    values.put(ReadKeys.REPLICATED_HEDGE_THREADS, "4");
    values.put(ReadKeys.PREFER_ACCEL_CODER, "false");
    values.put(ReadKeys.INPUT_DELEGATE, "org.example.Format");
    values.put(ReadKeys.HEDGE_POLICY, "never");
    values.put(ReadKeys.HEDGE_MIN_DELAY, "20ms");
    values.put(ReadKeys.HEDGE_UNKNOWN_DELAY, "2s");
    values.put(ReadKeys.HEDGE_STUCK_DELAY, "9s");
    values.put(ReadKeys.HEDGE_FIXED_DELAY, "70ms");
    values.put(ReadKeys.HEDGE_PEER_MULTIPLE, "4.5");
    values.put(ReadKeys.HEDGE_MISS_PROBABILITY, "0.5");
    values.put(ReadKeys.BUDGET_FRACTION, "0.25");
    values.put(ReadKeys.BUDGET_BURST, "32k");
    values.put(ReadKeys.BUDGET_CEILING, "6m");
    values.put(ReadKeys.LOAD_KNEE, "0.7");
    values.put(ReadKeys.AVOID_SLOW_FACTOR, "5");
    values.put(ReadKeys.AVOID_PROBE_INTERVAL, "1m");
    values.put(ReadKeys.OBSERVE_WINDOW, "20s");
    values.put(ReadKeys.NETWORK_CAPACITY, "1g");
    values.put(ReadKeys.SIGNAL_INTERVAL, "2500");
    values.put(ReadKeys.PLAN_STAMP, "false");
    values.put(ReadKeys.PLAN_DOMINANCE, "2.5");
    values.put(ReadKeys.PLAN_PARALLEL_MAPS, "12");
    values.put(ReadKeys.PLAN_EXTRA_UNITS, "2");
    values.put(ReadKeys.PLAN_BUDGET_FRACTION, "0.75");
    return values;
  }

  @Test
  void everyDefaultParsesAndIsInsideItsRange() {
    assertThatCode(() -> ReadSettings.of(new Configuration(false))).doesNotThrowAnyException();
    for (AccelKey<?> key : ReadKeys.ALL) {
      Configuration conf = new Configuration(false);
      conf.set(key.name(), key.defaultText());
      Problems problems = new Problems();
      assertThat(key.read(conf, problems)).isEqualTo(key.defaultValue());
      assertThat(problems.lines()).isEmpty();
    }
  }

  @Test
  void defaultsAreTheDocumentedOnes() {
    assertThat(ReadSettings.of(new Configuration(false)))
        .isEqualTo(
            new ReadSettings(
                true,
                Posture.CAREFUL,
                1,
                128,
                32,
                256L << 20,
                1,
                64L << 20,
                16,
                8,
                true,
                "adaptive",
                new HedgeSettings(
                    50_000_000L, 250_000_000L, 5_000_000_000L, 500_000_000L, 2.0, 0.05, 1),
                0.05,
                8L << 20,
                64L << 20,
                0.8,
                3.0,
                10_000_000_000L,
                5_000_000_000L,
                0,
                500_000_000L,
                true,
                1.5,
                100,
                3,
                0.5));
  }

  @Test
  void everyKeyReachesItsSetting() {
    Configuration conf = new Configuration(false);
    OTHER_VALUES.forEach((key, value) -> conf.set(key.name(), value));
    assertThat(OTHER_VALUES.keySet()).containsExactlyElementsOf(ReadKeys.ALL);
    assertThat(ReadSettings.of(conf))
        .isEqualTo(
            new ReadSettings(
                false,
                Posture.ACCELERATED,
                3,
                7,
                6,
                3L << 20,
                2,
                20L << 20,
                5,
                4,
                false,
                "never",
                new HedgeSettings(
                    20_000_000L, 2_000_000_000L, 9_000_000_000L, 70_000_000L, 4.5, 0.5, 3),
                0.25,
                32L << 10,
                6L << 20,
                0.7,
                5.0,
                60_000_000_000L,
                20_000_000_000L,
                1L << 30,
                2_500_000_000L,
                false,
                2.5,
                12,
                2,
                0.75));
  }

  @Test
  void allProblemsAreReportedTogetherWithSourceAndRange() {
    Configuration conf = new Configuration(false);
    for (AccelKey<?> key : ReadKeys.ALL) {
      conf.set(key.name(), "not a value!", "mapred-site.xml");
    }
    assertThatThrownBy(() -> ReadSettings.of(conf))
        .isInstanceOf(InvalidConfigurationException.class)
        .satisfies(
            e -> {
              for (AccelKey<?> key : ReadKeys.ALL) {
                assertThat(e)
                    .hasMessageContaining(
                        key.name() + " = \"not a value!\" (from mapred-site.xml): expected ");
              }
            });
  }

  @Test
  void valuesOutsideTheRangeAreRefused() {
    Configuration conf = new Configuration(false);
    conf.set(ReadKeys.THREADS.name(), "0");
    conf.set(ReadKeys.HEDGE_MIN_DELAY.name(), "5x");
    conf.set(ReadKeys.ENABLED.name(), "yes");
    assertThatThrownBy(() -> ReadSettings.of(conf))
        .hasMessageContaining("accel.read.threads = \"0\"")
        .hasMessageContaining("range 1..4096")
        .hasMessageContaining("accel.hedge.min-delay = \"5x\"")
        .hasMessageContaining("expected a duration such as 250ms, range 1ms..10m")
        .hasMessageContaining("accel.read.enabled = \"yes\"");
  }

  @Test
  void delaysInTheWrongOrderAreOneProblem() {
    Configuration conf = new Configuration(false);
    conf.set(ReadKeys.HEDGE_MIN_DELAY.name(), "2s");
    assertThatThrownBy(() -> ReadSettings.of(conf))
        .hasMessageContaining(
            "accel.hedge.min-delay = 2s is longer than accel.hedge.unknown-delay = 250ms");
  }

  @Test
  void aPolicyThatNobodyProvidesIsRefusedWithThoseThereAre() {
    Configuration conf = new Configuration(false);
    conf.set(ReadKeys.HEDGE_POLICY.name(), "eager");
    assertThatThrownBy(() -> ReadSettings.of(conf))
        .hasMessageContaining("accel.hedge.policy = \"eager\": no such policy")
        .hasMessageContaining("adaptive, always, fixed-delay, never");
  }
}
