package io.github.hadoopaccel.straggler.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hadoopaccel.read.config.AccelKey;
import io.github.hadoopaccel.read.config.InvalidConfigurationException;
import io.github.hadoopaccel.read.config.ReadKeys;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StragglerSettingsTest {
  @Test
  void defaultsAreWhatTheDocumentationSays() {
    assertThat(StragglerSettings.of(new Configuration(false)))
        .isEqualTo(
            new StragglerSettings(
                true,
                "quantcast",
                500,
                0.75,
                0,
                1000,
                2,
                0.33,
                true,
                0.15,
                true,
                0.99,
                1,
                0.05,
                10_000,
                4,
                ""));
  }

  @Test
  void everyKeyReachesItsSetting() {
    Configuration conf = new Configuration(false);
    conf.set("accel.straggler.enabled", "false");
    conf.set("accel.straggler.policy", "mine");
    conf.set("accel.straggler.tick", "2s");
    conf.set("accel.straggler.rate-fraction", "0.6");
    conf.set("accel.straggler.sample-size", "50");
    conf.set("accel.straggler.min-age", "3s");
    conf.set("accel.straggler.min-attempts", "5");
    conf.set("accel.straggler.slow-device-fraction", "0.4");
    conf.set("accel.straggler.require-slow-device", "false");
    conf.set("accel.straggler.network-load-limit", "0.3");
    conf.set("accel.straggler.require-network-room", "false");
    conf.set("accel.straggler.finish-fraction", "0.9");
    conf.set("accel.straggler.extra-units", "2");
    conf.set("accel.straggler.job-budget-fraction", "0.1");
    conf.set("accel.straggler.directive-lapse", "20s");
    conf.set("accel.straggler.rpc-handlers", "8");
    conf.set("accel.straggler.event-log-dir", "hdfs:///logs");
    assertThat(StragglerSettings.of(conf))
        .isEqualTo(
            new StragglerSettings(
                false,
                "mine",
                2000,
                0.6,
                50,
                3000,
                5,
                0.4,
                false,
                0.3,
                false,
                0.9,
                2,
                0.1,
                20_000,
                8,
                "hdfs:///logs"));
    assertThat(conf.getPropsWithPrefix("accel.straggler.")).hasSameSizeAs(StragglerKeys.ALL);
  }

  @ParameterizedTest
  @CsvSource({
    "enabled,maybe",
    "policy,two words",
    "tick,1ms",
    "rate-fraction,-1",
    "sample-size,-1",
    "min-age,soon",
    "min-attempts,0",
    "slow-device-fraction,1.5",
    "require-slow-device,1",
    "network-load-limit,NaN",
    "require-network-room,yes",
    "finish-fraction,2",
    "extra-units,17",
    "job-budget-fraction,-0.1",
    "directive-lapse,0",
    "rpc-handlers,0",
    "event-log-dir,a directory",
  })
  void aWrongValueIsRefusedByNameSourceAndRange(String key, String value) {
    Configuration conf = new Configuration(false);
    conf.set("accel.straggler." + key, value, "mapred-site.xml");
    assertThatThrownBy(() -> StragglerSettings.of(conf))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("accel.straggler." + key + " = \"" + value + "\"")
        .hasMessageContaining("mapred-site.xml")
        .hasMessageContaining("expected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1s", "5s"})
  void aDirectiveMustOutlastTheTick(String tick) {
    Configuration conf = new Configuration(false);
    conf.set("accel.straggler.tick", tick);
    conf.set("accel.straggler.directive-lapse", "1s");
    assertThatThrownBy(() -> StragglerSettings.of(conf)).hasMessageContaining("outlast");
  }

  @Test
  void everyProblemIsSaidAtOnce() {
    Configuration conf = new Configuration(false);
    conf.set("accel.straggler.tick", "x");
    conf.set("accel.straggler.rpc-handlers", "x");
    assertThatThrownBy(() -> StragglerSettings.of(conf))
        .hasMessageContaining("accel.straggler.tick")
        .hasMessageContaining("accel.straggler.rpc-handlers");
  }

  @Test
  void theListHoldsEveryKeyOnceAndEveryDefaultParses() {
    List<Object> declared =
        Stream.of(StragglerKeys.class.getFields())
            .filter(field -> Modifier.isStatic(field.getModifiers()))
            .filter(field -> field.getType() == AccelKey.class)
            .map(StragglerSettingsTest::value)
            .toList();
    assertThat(declared).containsExactlyInAnyOrderElementsOf(StragglerKeys.ALL);
    assertThat(Stream.concat(ReadKeys.ALL.stream(), StragglerKeys.ALL.stream()).map(AccelKey::name))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.startsWith("accel."));
    assertThatCode(() -> StragglerKeys.ALL.forEach(AccelKey::defaultValue))
        .doesNotThrowAnyException();
  }

  private static Object value(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
