package io.github.hadoopaccel.straggler.config;

import io.github.hadoopaccel.read.config.ConfigurationCheck;
import io.github.hadoopaccel.read.config.Problems;
import org.apache.hadoop.conf.Configuration;

/**
 * Checks the {@code accel.straggler.} keys where a job is submitted. Whether the policy exists is
 * left to the ApplicationMaster, whose class path may hold more than the client's.
 */
public final class StragglerCheck implements ConfigurationCheck {
  @Override
  public void check(Configuration conf, Problems problems) {
    StragglerSettings.read(conf, problems);
  }
}
