package io.github.hadoopaccel.straggler.doctor;

import org.apache.hadoop.conf.Configuration;

/**
 * What decides whether an ApplicationMaster creates the hook.
 *
 * @param mapSpeculation value of {@code mapreduce.map.speculative}
 * @param reduceSpeculation value of {@code mapreduce.reduce.speculative}
 * @param framework value of {@code mapreduce.framework.name}
 */
record HookFacts(boolean mapSpeculation, boolean reduceSpeculation, String framework) {
  static HookFacts gather(Configuration conf) {
    return new HookFacts(
        conf.getBoolean("mapreduce.map.speculative", true),
        conf.getBoolean("mapreduce.reduce.speculative", true),
        conf.getTrimmed("mapreduce.framework.name", "local"));
  }
}
