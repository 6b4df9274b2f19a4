package io.github.hadoopaccel.read.config;

import java.util.ServiceLoader;
import org.apache.hadoop.conf.Configuration;

/**
 * Checks the keys of one module. The checks of all modules on the class path are found through
 * {@link ServiceLoader}, so that a job with a wrong key of the ApplicationMaster hook is refused
 * when it is submitted, by the side that does not know those keys.
 */
public interface ConfigurationCheck {
  /** Adds what is wrong with the module's keys in {@code conf}. */
  void check(Configuration conf, Problems problems);

  /** Adds what is wrong with the keys of every module. */
  static void checkAll(Configuration conf, Problems problems) {
    ReadSettings.read(conf, problems);
    ServiceLoader.load(ConfigurationCheck.class, ConfigurationCheck.class.getClassLoader())
        .forEach(each -> each.check(conf, problems));
  }
}
