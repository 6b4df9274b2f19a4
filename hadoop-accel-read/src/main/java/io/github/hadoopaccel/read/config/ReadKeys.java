package io.github.hadoopaccel.read.config;

import java.time.Duration;
import java.util.List;

/** The keys of the reading side, in the order in which the documentation lists them. */
public final class ReadKeys {
  /** Whether striped files are read by this project's stream at all. */
  public static final AccelKey<Boolean> ENABLED =
      AccelKey.flag(
          "accel.read.enabled",
          true,
          "Whether AcceleratedFileSystem reads striped files itself. When false every file is read"
              + " by the stock stream.");

  /** The posture of a task that has no directive. */
  public static final AccelKey<String> POSTURE =
      AccelKey.choice(
          "accel.read.posture",
          "careful",
          List.of("plain", "careful", "accelerated"),
          "How a task reads without a directive of the ApplicationMaster. plain: the stock stream;"
              + " careful: the k best units, late ones hedged within the budget; accelerated: k + h"
              + " units at once within the budget.");

  /** Upper bound of the threads that read units, per JVM. */
  public static final AccelKey<Integer> THREADS =
      AccelKey.count(
          "accel.read.threads",
          128,
          1,
          4096,
          "Most threads that read units at the same time in one JVM. Further reads wait in a"
              + " queue.");

  /** Upper bound of the memory for unit buffers, per JVM. */
  public static final AccelKey<Long> BUFFER_BYTES =
      AccelKey.bytes(
          "accel.read.buffer-bytes",
          "256m",
          "1m",
          "1t",
          "Most bytes of unit buffers that one JVM keeps leased, and never more than a quarter of its"
              + " heap. What finds none is read by the stock stream.");

  /** The class that {@code AcceleratedInputFormat} wraps. */
  public static final AccelKey<String> INPUT_DELEGATE =
      AccelKey.text(
          "accel.input.delegate",
          "org.apache.hadoop.mapreduce.lib.input.TextInputFormat",
          "[\\p{L}_$][\\p{L}\\p{N}_$.]*",
          "the name of an org.apache.hadoop.mapreduce.InputFormat class",
          "The InputFormat that AcceleratedInputFormat wraps.");

  /** Whether our pure Java coder may be used where nobody has set an order of coders. */
  public static final AccelKey<Boolean> PREFER_ACCEL_CODER =
      AccelKey.flag(
          "accel.read.prefer-accel-coder",
          true,
          "Whether units are rebuilt with rs_accel where ISA-L is not there, and with xor_accel,"
              + " although io.erasurecode.codec.rs.rawcoders or xor.rawcoders has Hadoop's default."
              + " An order that is set is obeyed.");

  /** Upper bound of the unit reads on one DataNode, per JVM. */
  public static final AccelKey<Integer> THREADS_PER_DATA_NODE =
      AccelKey.count(
          "accel.read.threads-per-datanode",
          32,
          1,
          4096,
          "Most units that one JVM reads from one DataNode at the same time, and never more than a"
              + " quarter of accel.read.threads. Further reads wait,"
              + " earliest deadline first; one that nothing else holds back counts as under way and may"
              + " be hedged.");

  /** When to read a further unit. */
  public static final AccelKey<String> HEDGE_POLICY =
      AccelKey.text(
          "accel.hedge.policy",
          "adaptive",
          "[\\p{L}\\p{N}_.-]+",
          "the name of a HedgePolicyProvider on the class path",
          "When a further unit is read. adaptive: when a unit is late against the other units of"
              + " its stripe and will probably miss its deadline; fixed-delay: after"
              + " accel.hedge.fixed-delay; always: accel.read.extra-units at once, at least one, and"
              + " as adaptive; never: only after a failure. Hedges are within the budget, replacing"
              + " failed units is not.");

  /** Shortest time before a unit counts as late. */
  public static final AccelKey<Duration> HEDGE_MIN_DELAY =
      AccelKey.duration(
          "accel.hedge.min-delay",
          "50ms",
          "1ms",
          "10m",
          "A unit is never called late before this time, however fast its peers were; at most"
              + " accel.hedge.unknown-delay.");

  /** Time before a unit of which nothing is known counts as late. */
  public static final AccelKey<Duration> HEDGE_UNKNOWN_DELAY =
      AccelKey.duration(
          "accel.hedge.unknown-delay",
          "250ms",
          "1ms",
          "10m",
          "A unit is called late after this time where neither units of its stripe nor earlier reads"
              + " can tell how long it should take; at most accel.hedge.stuck-delay.");

  /** Time before a unit counts as failed. */
  public static final AccelKey<Duration> HEDGE_STUCK_DELAY =
      AccelKey.duration(
          "accel.hedge.stuck-delay",
          "5s",
          "1ms",
          "1h",
          "A unit that has taken this long counts as failed: it is replaced whatever the budget says,"
              + " if that can complete the stripe.");

  /** Time before a unit is late under fixed-delay. */
  public static final AccelKey<Duration> HEDGE_FIXED_DELAY =
      AccelKey.duration(
          "accel.hedge.fixed-delay",
          "500ms",
          "1ms",
          "10m",
          "When the policy fixed-delay calls a unit late; accel.hedge.stuck-delay holds all the same.");

  /** How much slower than its peers a unit must be to count as late. */
  public static final AccelKey<Double> HEDGE_PEER_MULTIPLE =
      AccelKey.number(
          "accel.hedge.peer-multiple",
          2.0,
          1.0,
          100.0,
          "A unit is slow when it has taken this many times the median arrival of its stripe, or, until"
              + " half of the needed units have come, this many times what such a read usually takes."
              + " It is hedged if accel.hedge.miss-probability agrees.");

  /** How probable it must be that a late unit misses its deadline. */
  public static final AccelKey<Double> HEDGE_MISS_PROBABILITY =
      AccelKey.number(
          "accel.hedge.miss-probability",
          0.05,
          0.0,
          1.0,
          "A slow unit is hedged once the chance that it comes too late for the reader, estimated"
              + " with a queueing model of its DataNode, is at least this; 0: at once.");

  /** Extra bytes as a fraction of the useful ones. */
  public static final AccelKey<Double> BUDGET_FRACTION =
      AccelKey.number(
          "accel.hedge.budget-fraction",
          0.05,
          0.0,
          10.0,
          "Extra bytes that a task may read, as a fraction of the useful bytes it has read.");

  /** Extra bytes that may be saved up or spent ahead. */
  public static final AccelKey<Long> BUDGET_BURST =
      AccelKey.bytes(
          "accel.hedge.budget-burst-bytes",
          "8m",
          "0",
          "1t",
          "Most extra bytes that a task may save up; a new task starts with all of them.");

  /** Extra bytes per second. */
  public static final AccelKey<Long> BUDGET_CEILING =
      AccelKey.bytes(
          "accel.hedge.budget-bytes-per-sec",
          "64m",
          "1",
          "1t",
          "Most extra bytes per second that a task may read, granted ones included.");

  /** Load from which on nothing extra is read. */
  public static final AccelKey<Double> LOAD_KNEE =
      AccelKey.number(
          "accel.hedge.load-knee",
          0.8,
          0.01,
          1.0,
          "Load of the DataNodes, or of the node's network in a job with the ApplicationMaster hook,"
              + " 0 to 1, from which on no extra byte is read; from half of it on the budget shrinks."
              + " It is estimated from how much longer reads take than in the calmest recent time.");

  /** h without a directive. */
  public static final AccelKey<Integer> EXTRA_UNITS =
      AccelKey.count(
          "accel.read.extra-units",
          1,
          0,
          16,
          "h, the units requested beyond k in the accelerated posture when no directive names it.");

  /** When a DataNode is slow against the others. */
  public static final AccelKey<Double> AVOID_SLOW_FACTOR =
      AccelKey.number(
          "accel.avoid.slow-factor",
          3.0,
          1.1,
          1000.0,
          "A DataNode or disk whose reads take, on a moving average, this many times what their peers"
              + " take is read last, after three slow reads in a row; a read that lost to a hedge"
              + " counts as two, a failed one as three.");

  /** When an avoided DataNode is tried again. */
  public static final AccelKey<Duration> AVOID_PROBE_INTERVAL =
      AccelKey.duration(
          "accel.avoid.probe-interval",
          "10s",
          "100ms",
          "1h",
          "An avoided DataNode is tried again after this time; the time doubles with each failed"
              + " try, up to 32 times.");

  /** Window of the processing rate. */
  public static final AccelKey<Duration> OBSERVE_WINDOW =
      AccelKey.duration(
          "accel.observe.window",
          "5s",
          "1s",
          "5m",
          "The sliding window over which a task's processing rate is measured.");

  /** Capacity of the node's network. */
  public static final AccelKey<Long> NETWORK_CAPACITY =
      AccelKey.bytes(
          "accel.network.capacity-bytes-per-sec",
          "0",
          "0",
          "1t",
          "Capacity of the node's network in bytes per second; 0 asks the kernel.");

  /** Time between reports to the ApplicationMaster. */
  public static final AccelKey<Duration> SIGNAL_INTERVAL =
      AccelKey.duration(
          "accel.signal.interval",
          "500ms",
          "100ms",
          "10m",
          "Time between a task's reports to the ApplicationMaster until a directive names"
              + " another.");

  /** Stripes fetched ahead of a sequential reader. */
  public static final AccelKey<Integer> AHEAD_STRIPES =
      AccelKey.count(
          "accel.read.ahead-stripes",
          1,
          0,
          64,
          "Stripes that are fetched ahead of a stream once a whole stripe was read without a seek; at"
              + " once where openFile said sequential, never where it said random; 0 fetches none.");

  /** Bytes fetched ahead of a sequential reader. */
  public static final AccelKey<Long> AHEAD_BYTES =
      AccelKey.bytes(
          "accel.read.ahead-bytes",
          "64m",
          "0",
          "1t",
          "Most bytes that are fetched ahead of one stream, in whole stripes. All streams of a JVM"
              + " together take at most half of the unit buffers for it.");

  /** Threads of vectored reads. */
  public static final AccelKey<Integer> RANGE_THREADS =
      AccelKey.count(
          "accel.read.range-threads",
          16,
          1,
          1024,
          "Most ranges of vectored reads that are read at the same time in one JVM. Further ones"
              + " wait.");

  /** Threads of HDFS's own hedged reads. */
  public static final AccelKey<Integer> REPLICATED_HEDGE_THREADS =
      AccelKey.count(
          "accel.replicated.hedge-threads",
          8,
          0,
          1024,
          "Threads for HDFS's own hedged reads of replicated files. They are switched on for a JVM,"
              + " for good, when the posture becomes accelerated; 0 leaves them as"
              + " dfs.client.hedged.read.threadpool.size says, which wins where it is set.");

  /** Whether a dominant split is marked. */
  public static final AccelKey<Boolean> PLAN_STAMP =
      AccelKey.flag(
          "accel.plan.stamp",
          true,
          "Whether AcceleratedInputFormat marks a split that by its bytes takes longer than the rest"
              + " of a job of four splits or more: its task reads accelerated from the beginning, and the others hedge with half of"
              + " accel.hedge.budget-fraction.");

  /** When a split dominates. */
  public static final AccelKey<Double> PLAN_DOMINANCE =
      AccelKey.number(
          "accel.plan.dominance",
          1.5,
          1.0,
          1000.0,
          "A split dominates the job when it is longer than this many times the rest: the second"
              + " longest split, or all others shared among the maps that run at once, whichever is"
              + " more.");

  /** Maps at once, for the planner. */
  public static final AccelKey<Integer> PLAN_PARALLEL_MAPS =
      AccelKey.count(
          "accel.plan.parallel-maps",
          100,
          1,
          1_000_000,
          "How many maps the job is expected to run at once; mapreduce.job.running.map.limit, where"
              + " it is set, limits it.");

  /** h of the task with the dominant split. */
  public static final AccelKey<Integer> PLAN_EXTRA_UNITS =
      AccelKey.count(
          "accel.plan.extra-units",
          3,
          0,
          16,
          "h, the units that the task with the dominant split requests beyond k when no directive"
              + " names it. A task whose posture is plain stays plain.");

  /** Extra bytes of the task with the dominant split. */
  public static final AccelKey<Double> PLAN_BUDGET_FRACTION =
      AccelKey.number(
          "accel.plan.budget-fraction",
          0.5,
          0.0,
          10.0,
          "Extra bytes that the task with the dominant split may read, as a fraction of the useful"
              + " bytes it has read, where that is more than accel.hedge.budget-fraction.");

  /** Every key of the reading side. */
  public static final List<AccelKey<?>> ALL =
      List.of(
          ENABLED,
          POSTURE,
          EXTRA_UNITS,
          THREADS,
          THREADS_PER_DATA_NODE,
          BUFFER_BYTES,
          AHEAD_STRIPES,
          AHEAD_BYTES,
          RANGE_THREADS,
          REPLICATED_HEDGE_THREADS,
          PREFER_ACCEL_CODER,
          INPUT_DELEGATE,
          HEDGE_POLICY,
          HEDGE_MIN_DELAY,
          HEDGE_UNKNOWN_DELAY,
          HEDGE_STUCK_DELAY,
          HEDGE_FIXED_DELAY,
          HEDGE_PEER_MULTIPLE,
          HEDGE_MISS_PROBABILITY,
          BUDGET_FRACTION,
          BUDGET_BURST,
          BUDGET_CEILING,
          LOAD_KNEE,
          AVOID_SLOW_FACTOR,
          AVOID_PROBE_INTERVAL,
          OBSERVE_WINDOW,
          NETWORK_CAPACITY,
          SIGNAL_INTERVAL,
          PLAN_STAMP,
          PLAN_DOMINANCE,
          PLAN_PARALLEL_MAPS,
          PLAN_EXTRA_UNITS,
          PLAN_BUDGET_FRACTION);

  private ReadKeys() {}
}
