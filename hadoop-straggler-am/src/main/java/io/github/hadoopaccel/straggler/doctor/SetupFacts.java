package io.github.hadoopaccel.straggler.doctor;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What the configuration of this machine says of this project.
 *
 * @param hooked every hooked property
 * @param readEnabled value of {@code accel.read.enabled}
 * @param stragglerEnabled value of {@code accel.straggler.enabled}
 * @param problems what is wrong with accel keys, a sentence each
 * @param unknownKeys keys that begin with {@code accel.} and are none of this version
 */
record SetupFacts(
    Map<HookedProperty, Setting> hooked,
    boolean readEnabled,
    boolean stragglerEnabled,
    List<String> problems,
    List<String> unknownKeys) {

  SetupFacts {
    hooked = Map.copyOf(hooked);
    problems = List.copyOf(problems);
    unknownKeys = List.copyOf(unknownKeys);
  }

  static SetupFacts gather(Configuration conf) {
    Map<HookedProperty, Setting> hooked = new EnumMap<>(HookedProperty.class);
    for (HookedProperty each : HookedProperty.values()) {
      hooked.put(each, setting(conf, each.property()));
    }
    return new SetupFacts(
        hooked,
        conf.getBoolean("accel.read.enabled", true),
        conf.getBoolean("accel.straggler.enabled", true),
        AccelKeys.problems(conf),
        List.copyOf(AccelKeys.unknown(conf)));
  }

  private static Setting setting(Configuration conf, String property) {
    String value = conf.getTrimmed(property);
    String[] sources = value == null ? null : conf.getPropertySources(property);
    return new Setting(
        property, value, sources == null || sources.length == 0 ? null : fileName(sources[0]));
  }

  private static String fileName(String source) {
    return source.substring(source.lastIndexOf('/') + 1);
  }

  boolean isOurs(HookedProperty property) {
    return property.isOurs(hooked.get(property));
  }

  boolean isMistaken(HookedProperty property) {
    return property.isMistaken(hooked.get(property));
  }

  /** Whether some property is meant to name a class of this project. */
  boolean anyMeant() {
    return anyOurs() || hooked.keySet().stream().anyMatch(this::isMistaken);
  }

  boolean anyOurs() {
    return hooked.keySet().stream().anyMatch(this::isOurs);
  }
}
