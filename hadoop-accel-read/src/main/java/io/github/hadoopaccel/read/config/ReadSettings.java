package io.github.hadoopaccel.read.config;

import io.github.hadoopaccel.read.hedge.Posture;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/**
 * The reading side's configuration, parsed once and checked. Immutable.
 *
 * @param enabled whether striped files are read by this project's stream
 * @param posture the posture without a directive
 * @param extraUnits h in ACCELERATED when no directive names it
 * @param threads most unit-reading threads in the JVM
 * @param bufferBytes most bytes of leased unit buffers in the JVM
 * @param aheadStripes stripes fetched ahead of a sequential reader
 * @param aheadBytes most bytes fetched ahead of a stream
 * @param rangeThreads most ranges of vectored reads read at once in the JVM
 * @param replicatedHedgeThreads threads of HDFS's own hedged reads under acceleration
 * @param hedgePolicy the name of the hedge policy
 * @param hedgeMinDelayNanos shortest time before a unit is late
 * @param hedgeMaxDelayNanos longest time before a unit is late
 * @param hedgePeerMultiple multiple of the median arrival after which a unit is late
 * @param budgetFraction extra bytes per useful byte
 * @param budgetBurstBytes most bytes of budget saved up
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
    long bufferBytes,
    int aheadStripes,
    long aheadBytes,
    int rangeThreads,
    int replicatedHedgeThreads,
    String hedgePolicy,
    long hedgeMinDelayNanos,
    long hedgeMaxDelayNanos,
    double hedgePeerMultiple,
    double budgetFraction,
    long budgetBurstBytes,
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
            ReadKeys.BUFFER_BYTES.read(conf, problems),
            ReadKeys.AHEAD_STRIPES.read(conf, problems),
            ReadKeys.AHEAD_BYTES.read(conf, problems),
            ReadKeys.RANGE_THREADS.read(conf, problems),
            ReadKeys.REPLICATED_HEDGE_THREADS.read(conf, problems),
            ReadKeys.HEDGE_POLICY.read(conf, problems),
            ReadKeys.HEDGE_MIN_DELAY.read(conf, problems).toNanos(),
            ReadKeys.HEDGE_MAX_DELAY.read(conf, problems).toNanos(),
            ReadKeys.HEDGE_PEER_MULTIPLE.read(conf, problems),
            ReadKeys.BUDGET_FRACTION.read(conf, problems),
            ReadKeys.BUDGET_BURST.read(conf, problems),
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
    boolean parsed = problems.lines().isEmpty();
    if (parsed && settings.hedgeMinDelayNanos > settings.hedgeMaxDelayNanos) {
      problems.add(
          ReadKeys.HEDGE_MIN_DELAY
              + " = "
              + ReadKeys.HEDGE_MIN_DELAY.text(conf)
              + " is longer than "
              + ReadKeys.HEDGE_MAX_DELAY
              + " = "
              + ReadKeys.HEDGE_MAX_DELAY.text(conf)
              + ": expected the first to be at most the second");
    }
    return settings;
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
