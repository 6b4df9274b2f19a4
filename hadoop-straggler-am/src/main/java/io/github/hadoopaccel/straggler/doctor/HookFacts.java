package io.github.hadoopaccel.straggler.doctor;

import io.github.hadoopaccel.straggler.am.AccelPreemptionPolicy;
import org.apache.hadoop.conf.Configuration;

/**
 * What decides whether an ApplicationMaster creates the hook.
 *
 * @param mapSpeculation value of {@code mapreduce.map.speculative}
 * @param reduceSpeculation value of {@code mapreduce.reduce.speculative}
 * @param byPreemptionPolicy whether {@code yarn.app.mapreduce.am.preemption.policy} names ours
 * @param framework value of {@code mapreduce.framework.name}
 */
record HookFacts(
    boolean mapSpeculation,
    boolean reduceSpeculation,
    boolean byPreemptionPolicy,
    String framework) {
  static HookFacts gather(Configuration conf) {
    return new HookFacts(
        conf.getBoolean("mapreduce.map.speculative", true),
        conf.getBoolean("mapreduce.reduce.speculative", true),
        AccelPreemptionPolicy.class
            .getName()
            .equals(conf.getTrimmed("yarn.app.mapreduce.am.preemption.policy")),
        conf.getTrimmed("mapreduce.framework.name", "local"));
  }
}
