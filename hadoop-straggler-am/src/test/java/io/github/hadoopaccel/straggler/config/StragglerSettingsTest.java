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
import org.junit.jupiter.api.DisplayName;
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
                "critical-path",
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
                new SelectionSettings(20, true, false, 0),
                0.3,
                0.7,
                1,
                new LadderSettings(true, 3, 3000, 15_000, 5000, 5000),
                "",
                false,
                true,
                0.05,
                10_000,
                4,
                "",
                "history",
                2000,
                false));
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
    conf.set("accel.straggler.mode", "accelerate-only");
    conf.set("accel.straggler.selection-cap", "75");
    conf.set("accel.straggler.selection-order", "random");
    conf.set("accel.straggler.selection-seed", "42");
    conf.set("accel.straggler.min-wait-fraction", "0.2");
    conf.set("accel.straggler.critical-fraction", "0.6");
    conf.set("accel.straggler.extra-units", "2");
    conf.set("accel.straggler.max-extra-units", "4");
    conf.set("accel.straggler.grow-wait", "1s");
    conf.set("accel.straggler.speculate-wait", "2s");
    conf.set("accel.straggler.accelerate-speculative-wait", "4s");
    conf.set("accel.straggler.step-down-wait", "6s");
    conf.set("accel.straggler.priority-rules", "path=/hot/*:critical,task=0-9:low");
    conf.set("accel.straggler.avoid-slow-data-nodes", "true");
    conf.set("accel.straggler.name-node-report", "false");
    conf.set("accel.straggler.job-budget-fraction", "0.1");
    conf.set("accel.straggler.directive-lapse", "20s");
    conf.set("accel.straggler.rpc-handlers", "8");
    conf.set("accel.straggler.rpc-ports", "50100-50200,50300");
    conf.set("accel.straggler.event-log-dir", "hdfs:///logs");
    conf.set("accel.straggler.status-interval", "3s");
    conf.set("accel.straggler.record-snapshots", "true");
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
                new SelectionSettings(75, false, true, 42),
                0.2,
                0.6,
                2,
                new LadderSettings(false, 4, 1000, 2000, 4000, 6000),
                "path=/hot/*:critical,task=0-9:low",
                true,
                false,
                0.1,
                20_000,
                8,
                "50100-50200,50300",
                "hdfs:///logs",
                3000,
                true));
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
    "mode,speculate-only",
    "selection-cap,0",
    "selection-cap,120%",
    "selection-order,fastest",
    "selection-seed,-1",
    "min-wait-fraction,1.1",
    "critical-fraction,2",
    "extra-units,17",
    "max-extra-units,17",
    "grow-wait,0",
    "speculate-wait,0",
    "accelerate-speculative-wait,2h",
    "step-down-wait,0",
    "priority-rules,path=/hot",
    "priority-rules,task=0-9:urgent",
    "avoid-slow-data-nodes,1",
    "name-node-report,1",
    "status-interval,0",
    "record-snapshots,1",
    "job-budget-fraction,-0.1",
    "directive-lapse,0",
    "rpc-handlers,0",
    "rpc-ports,any",
    "rpc-ports,0-10",
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

  @ParameterizedTest
  @ValueSource(strings = {"50200-50100", "65000-70000", "70000"})
  void portsAreInOrderAndExist(String ports) {
    Configuration conf = new Configuration(false);
    conf.set("accel.straggler.rpc-ports", ports);
    assertThatThrownBy(() -> StragglerSettings.of(conf))
        .hasMessageContaining("accel.straggler.rpc-ports = \"" + ports + "\"");
  }

  @Test
  void extraUnitsBeginAtMostAtTheirHighestValue() {
    Configuration conf = new Configuration(false);
    conf.set("accel.straggler.extra-units", "4");
    assertThatThrownBy(() -> StragglerSettings.of(conf))
        .hasMessageContaining("accel.straggler.extra-units = 4 is more than")
        .hasMessageContaining("accel.straggler.max-extra-units = 3");
  }

  @Test
  @DisplayName("S0-06: the cap is a count or a percentage, and at least one of any candidates")
  void capsAreCountsOrPercentages() {
    SelectionSettings percent = new SelectionSettings(20, true, false, 0);
    assertThat(percent.limit(12)).isEqualTo(2);
    assertThat(percent.limit(4)).isEqualTo(1);
    assertThat(percent.limit(0)).isZero();
    SelectionSettings count = new SelectionSettings(75, false, false, 0);
    assertThat(count.limit(1000)).isEqualTo(75);
    assertThat(count.limit(3)).isEqualTo(3);
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
