package io.github.hadoopaccel.read.config;

import io.github.hadoopaccel.read.hedge.HedgePolicies;
import io.github.hadoopaccel.read.hedge.HedgeSettings;
import io.github.hadoopaccel.read.hedge.Posture;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * The reading side's configuration, parsed once and checked. Immutable.
 *
 * @param enabled whether striped files are read by this project's stream
 * @param posture the posture without a directive
 * @param extraUnits h in ACCELERATED when no directive names it
 * @param threads most unit-reading threads in the JVM
 * @param threadsPerDataNode most unit reads in the JVM on one DataNode
 * @param bufferBytes most bytes of leased unit buffers in the JVM
 * @param aheadStripes stripes fetched ahead of a sequential reader
 * @param aheadBytes most bytes fetched ahead of a stream
 * @param rangeThreads most ranges of vectored reads read at once in the JVM
 * @param replicatedHedgeThreads threads of HDFS's own hedged reads under acceleration
 * @param preferAccelCoder whether our coder goes before Hadoop's Java coder by default
 * @param hedgePolicy the name of the hedge policy
 * @param hedge what hedge policies are made from
 * @param budgetFraction extra bytes per useful byte
 * @param budgetBurstBytes most bytes of budget saved up
 * @param budgetBytesPerSec most extra bytes per second
 * @param loadKnee load from which on nothing extra is read
 * @param avoidSlowFactor multiple of the median at which a DataNode is avoided
 * @param avoidProbeIntervalNanos time after which an avoided DataNode is tried again
 * @param observeWindowNanos window of the processing rate
 * @param networkCapacityBytesPerSec capacity of the node's network; 0 asks the kernel
 * @param signalIntervalNanos time between reports
 * @param planStamp whether a split that dominates the job is marked
 * @param planDominance multiple of the rest of the job beyond which a split dominates
 * @param planParallelMaps maps that the job is expected to run at once
 * @param planExtraUnits h of the task with the dominant split
 * @param planBudgetFraction extra bytes per useful byte of that task
 */
public record ReadSettings(
    boolean enabled,
    Posture posture,
    int extraUnits,
    int threads,
    int threadsPerDataNode,
    long bufferBytes,
    int aheadStripes,
    long aheadBytes,
    int rangeThreads,
    int replicatedHedgeThreads,
    boolean preferAccelCoder,
    String hedgePolicy,
    HedgeSettings hedge,
    double budgetFraction,
    long budgetBurstBytes,
    long budgetBytesPerSec,
    double loadKnee,
    double avoidSlowFactor,
    long avoidProbeIntervalNanos,
    long observeWindowNanos,
    long networkCapacityBytesPerSec,
    long signalIntervalNanos,
    boolean planStamp,
    double planDominance,
    int planParallelMaps,
    int planExtraUnits,
    double planBudgetFraction) {

  /** Reads every key of {@code conf}; wrong values are added to {@code problems}. */
  public static ReadSettings read(Configuration conf, Problems problems) {
    ReadKeys.INPUT_DELEGATE.read(conf, problems);
    ReadSettings settings =
        new ReadSettings(
            ReadKeys.ENABLED.read(conf, problems),
            Posture.valueOf(ReadKeys.POSTURE.read(conf, problems).toUpperCase(Locale.ROOT)),
            ReadKeys.EXTRA_UNITS.read(conf, problems),
            ReadKeys.THREADS.read(conf, problems),
            ReadKeys.THREADS_PER_DATA_NODE.read(conf, problems),
            ReadKeys.BUFFER_BYTES.read(conf, problems),
            ReadKeys.AHEAD_STRIPES.read(conf, problems),
            ReadKeys.AHEAD_BYTES.read(conf, problems),
            ReadKeys.RANGE_THREADS.read(conf, problems),
            ReadKeys.REPLICATED_HEDGE_THREADS.read(conf, problems),
            ReadKeys.PREFER_ACCEL_CODER.read(conf, problems),
            ReadKeys.HEDGE_POLICY.read(conf, problems),
            hedge(conf, problems),
            ReadKeys.BUDGET_FRACTION.read(conf, problems),
            ReadKeys.BUDGET_BURST.read(conf, problems),
            ReadKeys.BUDGET_CEILING.read(conf, problems),
            ReadKeys.LOAD_KNEE.read(conf, problems),
            ReadKeys.AVOID_SLOW_FACTOR.read(conf, problems),
            ReadKeys.AVOID_PROBE_INTERVAL.read(conf, problems).toNanos(),
            ReadKeys.OBSERVE_WINDOW.read(conf, problems).toNanos(),
            ReadKeys.NETWORK_CAPACITY.read(conf, problems),
            ReadKeys.SIGNAL_INTERVAL.read(conf, problems).toNanos(),
            ReadKeys.PLAN_STAMP.read(conf, problems),
            ReadKeys.PLAN_DOMINANCE.read(conf, problems),
            ReadKeys.PLAN_PARALLEL_MAPS.read(conf, problems),
            ReadKeys.PLAN_EXTRA_UNITS.read(conf, problems),
            ReadKeys.PLAN_BUDGET_FRACTION.read(conf, problems));
    if (problems.lines().isEmpty()) {
      requireAtMost(ReadKeys.HEDGE_MIN_DELAY, ReadKeys.HEDGE_UNKNOWN_DELAY, conf, problems);
      requireAtMost(ReadKeys.HEDGE_UNKNOWN_DELAY, ReadKeys.HEDGE_STUCK_DELAY, conf, problems);
      requireKnownPolicy(settings.hedgePolicy, conf, problems);
    }
    return settings;
  }

  private static HedgeSettings hedge(Configuration conf, Problems problems) {
    return new HedgeSettings(
        ReadKeys.HEDGE_MIN_DELAY.read(conf, problems).toNanos(),
        ReadKeys.HEDGE_UNKNOWN_DELAY.read(conf, problems).toNanos(),
        ReadKeys.HEDGE_STUCK_DELAY.read(conf, problems).toNanos(),
        ReadKeys.HEDGE_FIXED_DELAY.read(conf, problems).toNanos(),
        ReadKeys.HEDGE_PEER_MULTIPLE.read(conf, problems),
        ReadKeys.HEDGE_MISS_PROBABILITY.read(conf, problems),
        ReadKeys.EXTRA_UNITS.read(conf, problems));
  }

  private static void requireAtMost(
      AccelKey<Duration> shorter,
      AccelKey<Duration> longer,
      Configuration conf,
      Problems problems) {
    if (shorter.read(conf, problems).compareTo(longer.read(conf, problems)) > 0) {
      problems.add(
          shorter
              + " = "
              + shorter.text(conf)
              + " is longer than "
              + longer
              + " = "
              + longer.text(conf)
              + ": expected the first to be at most the second");
    }
  }

  private static void requireKnownPolicy(String name, Configuration conf, Problems problems) {
    if (HedgePolicies.find(name, conf.getClassLoader()).isEmpty()) {
      Set<String> known = HedgePolicies.all(conf.getClassLoader()).keySet();
      problems.add(
          ReadKeys.HEDGE_POLICY
              + " = \""
              + name
              + "\": no such policy on the class path, expected one of "
              + String.join(", ", known));
    }
  }

  /**
   * Reads every key of {@code conf}.
   *
   * @throws InvalidConfigurationException naming every wrong key, its value, its source and its
   *     range
   */
  public static ReadSettings of(Configuration conf) {
    Problems problems = new Problems();
    ReadSettings settings = read(conf, problems);
    problems.throwIfAny();
    return settings;
  }
}
