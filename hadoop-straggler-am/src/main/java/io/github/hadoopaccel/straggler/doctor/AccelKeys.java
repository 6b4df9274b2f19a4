package io.github.hadoopaccel.straggler.doctor;

import io.github.hadoopaccel.read.config.AccelKey;
import io.github.hadoopaccel.read.config.ConfigurationCheck;
import io.github.hadoopaccel.read.config.Problems;
import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.straggler.config.StragglerKeys;
import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.policy.StragglerPolicies;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** What is wrong with the keys of this project in a configuration. */
public final class AccelKeys {
  private static final String PREFIX = "accel.";

  private AccelKeys() {}

  /** Every problem, one sentence each, policies that nobody provides included. */
  public static List<String> problems(Configuration conf) {
    Problems problems = new Problems();
    ConfigurationCheck.checkAll(conf, problems);
    StragglerSettings settings = StragglerSettings.read(conf, new Problems());
    StragglerPolicies.find(settings.policy(), conf.getClassLoader(), problems);
    return problems.lines();
  }

  /** The set keys that look like this project's and are not, sorted. */
  public static Set<String> unknown(Configuration conf) {
    Set<String> known = all().map(AccelKey::name).collect(Collectors.toSet());
    return conf.getPropsWithPrefix(PREFIX).keySet().stream()
        .map(suffix -> PREFIX + suffix)
        .filter(key -> !known.contains(key))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * What sets a key, in the file in which all who need it see it: clients of HDFS read {@code
   * core-site.xml} alone, so the keys of the reading side belong there.
   */
  static Remedy remedy(String key, String value) {
    boolean ofReader = ReadKeys.ALL.stream().anyMatch(each -> each.name().equals(key));
    return ofReader ? Remedy.core(key, value) : Remedy.mapred(key, value);
  }

  static Stream<AccelKey<?>> all() {
    return Stream.concat(ReadKeys.ALL.stream(), StragglerKeys.ALL.stream());
  }
}
