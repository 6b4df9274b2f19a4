package io.github.hadoopaccel.straggler.testing;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import org.apache.hadoop.conf.Configuration;

/** Settings for tests: the defaults, and the keys named. */
public final class Settings {
  private Settings() {}

  /** Keys without {@code accel.straggler.}, each followed by its value. */
  public static StragglerSettings with(String... keysAndValues) {
    return StragglerSettings.of(conf(keysAndValues));
  }

  public static Configuration conf(String... keysAndValues) {
    Configuration conf = new Configuration(false);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      conf.set("accel.straggler." + keysAndValues[i], keysAndValues[i + 1]);
    }
    return conf;
  }
}
