package io.github.hadoopaccel.straggler.config;

import io.github.hadoopaccel.read.config.AccelKey;
import java.time.Duration;
import java.util.List;

/** The keys of the ApplicationMaster side, in the order in which the documentation lists them. */
public final class StragglerKeys {
  /** Whether the ApplicationMaster looks for stragglers at all. */
  public static final AccelKey<Boolean> ENABLED =
      AccelKey.flag(
          "accel.straggler.enabled",
          true,
          "Whether AccelSpeculator listens to the tasks and directs them. When false it is Hadoop's"
              + " DefaultSpeculator and nothing else.");

  /** The rule that finds stragglers. */
  public static final AccelKey<String> POLICY =
      AccelKey.text(
          "accel.straggler.policy",
          "critical-path",
          "[\\p{L}\\p{N}_.-]+",
          "the name of a StragglerPolicyProvider on the class path",
          "The rule that says which attempts hold the job back. critical-path: those that wait for"
              + " data and decide when the job's maps end. late: those with the longest estimated"
              + " time to their end. quantcast: slower than a fraction of the average, touched by a"
              + " slow DataNode, with room in their network.");

  /** How far an attempt may be hurried (S0-11). */
  public static final AccelKey<String> MODE =
      AccelKey.choice(
          "accel.straggler.mode",
          "full",
          List.of("full", "accelerate-only"),
          "full: an attempt that does not recover is accelerated, then given a second attempt, then"
              + " that one is accelerated. accelerate-only never starts a second attempt, neither"
              + " of a map nor, through Hadoop's own speculation, of a reduce: for sinks with side"
              + " effects.");

  /** Time between scans. */
  public static final AccelKey<Duration> TICK =
      AccelKey.duration(
          "accel.straggler.tick",
          "500ms",
          "100ms",
          "10m",
          "Time between two scans of the job. It is also when tasks are asked to report again.");

  /** Below which fraction of the average an attempt is slow (S0-03). */
  public static final AccelKey<Double> RATE_FRACTION =
      AccelKey.number(
          "accel.straggler.rate-fraction",
          0.75,
          0.0,
          10.0,
          "An attempt is slow when its rate is below this fraction of the average rate, or, by policy"
              + " critical-path, of its peers' median rate.");

  /** How many attempts make up the average (S0-03). */
  public static final AccelKey<Integer> SAMPLE_SIZE =
      AccelKey.count(
          "accel.straggler.sample-size",
          0,
          0,
          1_000_000,
          "Policy quantcast: how many attempts, picked pseudo-randomly, make up the average rate; 0"
              + " takes all.");

  /** Reading time before an attempt is judged. */
  public static final AccelKey<Duration> MIN_AGE =
      AccelKey.duration(
          "accel.straggler.min-age",
          "1s",
          "0ms",
          "1h",
          "An attempt is neither judged nor counted in the average before it has read this long.");

  /** Attempts that must have a rate before anyone is judged. */
  public static final AccelKey<Integer> MIN_ATTEMPTS =
      AccelKey.count(
          "accel.straggler.min-attempts",
          2,
          1,
          1_000_000,
          "Attempts are not held against one another before this many, finished ones included, have"
              + " a rate.");

  /** When a DataNode is slow (S0-04). */
  public static final AccelKey<Double> SLOW_DEVICE_FRACTION =
      AccelKey.number(
          "accel.straggler.slow-device-fraction",
          0.33,
          0.0,
          1.0,
          "A DataNode is slow when its bandwidth, merged over all attempts, is below this fraction"
              + " of the median DataNode.");

  /** Whether a slow DataNode is a condition (S0-05). */
  public static final AccelKey<Boolean> REQUIRE_SLOW_DEVICE =
      AccelKey.flag(
          "accel.straggler.require-slow-device",
          true,
          "Policy quantcast: whether an attempt is accelerated only when it has read from a slow"
              + " DataNode.");

  /** Load above which a node's network has no room (S0-05). */
  public static final AccelKey<Double> NETWORK_LOAD_LIMIT =
      AccelKey.number(
          "accel.straggler.network-load-limit",
          0.15,
          0.0,
          1.0,
          "Policy quantcast: the network of an attempt's node has room while its load is below this"
              + " fraction of its capacity.");

  /** Whether network room is a condition (S0-05). */
  public static final AccelKey<Boolean> REQUIRE_NETWORK_ROOM =
      AccelKey.flag(
          "accel.straggler.require-network-room",
          true,
          "Policy quantcast: whether an attempt is accelerated only when its node's network has"
              + " room. An unknown load counts as room.");

  /** The finish line (S0-07). */
  public static final AccelKey<Double> FINISH_FRACTION =
      AccelKey.number(
          "accel.straggler.finish-fraction",
          0.99,
          0.0,
          1.0,
          "When more than this fraction of the maps is done, all the others are accelerated; by"
              + " policies critical-path and late those that wait for data.");

  /** How many of the candidates are accelerated (S0-06). */
  public static final AccelKey<String> SELECTION_CAP =
      AccelKey.text(
          "accel.straggler.selection-cap",
          "20%",
          "[1-9]\\d{0,5}|[1-9]\\d?%|100%",
          "a count such as 75 or a percentage such as 20%",
          "The most candidates that policies quantcast and late select at a time, and the most"
              + " second attempts of the job that run at a time: a count, or a percentage of the"
              + " candidates and of the running maps; at least one.");

  /** Which candidates are selected (S0-06). */
  public static final AccelKey<String> SELECTION_ORDER =
      AccelKey.choice(
          "accel.straggler.selection-order",
          "slowest",
          List.of("slowest", "random"),
          "Which candidates come first where there are more than may be selected.");

  /** Seed of a random selection (S0-06). */
  public static final AccelKey<Integer> SELECTION_SEED =
      AccelKey.count(
          "accel.straggler.selection-seed",
          0,
          0,
          Integer.MAX_VALUE,
          "Seed of a random selection; the same seed selects the same attempts of the same job.");

  /** Waiting below which reads are not what holds an attempt up. */
  public static final AccelKey<Double> MIN_WAIT_FRACTION =
      AccelKey.number(
          "accel.straggler.min-wait-fraction",
          0.3,
          0.0,
          1.0,
          "An attempt that spends less than this part of its time waiting for data is never"
              + " accelerated by policies critical-path and late, nor given a second attempt: its"
              + " time goes into user code.");

  /** What makes an attempt critical. */
  public static final AccelKey<Double> CRITICAL_FRACTION =
      AccelKey.number(
          "accel.straggler.critical-fraction",
          0.7,
          0.0,
          1.0,
          "Policy critical-path: an attempt is critical when its remaining time is at least this"
              + " fraction of that of the job's maps.");

  /** h of a directive. */
  public static final AccelKey<Integer> EXTRA_UNITS =
      AccelKey.count(
          "accel.straggler.extra-units",
          1,
          0,
          16,
          "h, the units beyond k that an attempt is first told to request.");

  /** Highest h. */
  public static final AccelKey<Integer> MAX_EXTRA_UNITS =
      AccelKey.count(
          "accel.straggler.max-extra-units",
          3,
          0,
          16,
          "The highest h; it grows by one for every accel.straggler.grow-wait without recovery.");

  /** Time until h grows. */
  public static final AccelKey<Duration> GROW_WAIT =
      AccelKey.duration(
          "accel.straggler.grow-wait",
          "3s",
          "100ms",
          "1h",
          "How long an accelerated attempt may take to recover before it is told one more unit.");

  /** Time until a second attempt is started. */
  public static final AccelKey<Duration> SPECULATE_WAIT =
      AccelKey.duration(
          "accel.straggler.speculate-wait",
          "15s",
          "100ms",
          "1h",
          "How long an attempt may stay accelerated without recovering before a second attempt of"
              + " its task is started.");

  /** Time until the second attempt is accelerated. */
  public static final AccelKey<Duration> ACCELERATE_SPECULATIVE_WAIT =
      AccelKey.duration(
          "accel.straggler.accelerate-speculative-wait",
          "5s",
          "0ms",
          "1h",
          "How long a second attempt reads, other units than the first, before it is accelerated.");

  /** Time until an attempt goes one rung down. */
  public static final AccelKey<Duration> STEP_DOWN_WAIT =
      AccelKey.duration(
          "accel.straggler.step-down-wait",
          "5s",
          "100ms",
          "1h",
          "How long an attempt must have recovered before it is hurried one step less.");

  /** Priorities by task and input (S0-12). */
  public static final AccelKey<String> PRIORITY_RULES =
      AccelKey.text(
          "accel.straggler.priority-rules",
          "",
          "\\S*",
          "rules without blanks such as path=/hot/*:critical,task=0-9:low",
          "How much may be done for which maps, the first rule that fits: path=GLOB of the input"
              + " file, where * matches anything, or task=NUMBER or task=FROM-TO; critical is"
              + " accelerated and given a second attempt at once, normal climbs step by step, low is"
              + " accelerated only, none is left alone. Where no rule fits the job's priority"
              + " decides: VERY_HIGH is critical, LOW low, VERY_LOW none.");

  /** Whether slow DataNodes are named to the tasks. */
  public static final AccelKey<Boolean> AVOID_SLOW_DATA_NODES =
      AccelKey.flag(
          "accel.straggler.avoid-slow-data-nodes",
          false,
          "Whether directives name the DataNodes that are slow for the whole job, for tasks to read"
              + " them last. Tasks find out by themselves; it helps short ones.");

  /** Whether the NameNode is asked for slow DataNodes (S0-04). */
  public static final AccelKey<Boolean> NAME_NODE_REPORT =
      AccelKey.flag(
          "accel.straggler.name-node-report",
          true,
          "Whether the NameNode is asked once a minute which DataNodes it finds slow, where the"
              + " job's user may know.");

  /** The job's share of extra bytes. */
  public static final AccelKey<Double> JOB_BUDGET_FRACTION =
      AccelKey.number(
          "accel.straggler.job-budget-fraction",
          0.05,
          0.0,
          10.0,
          "Extra bytes that the whole job may spend, as a fraction of the bytes of its maps as far as"
              + " they are known; what was spent and promised, and what tasks are expected to hedge"
              + " by themselves, is taken off.");

  /** How long a directive holds. */
  public static final AccelKey<Duration> DIRECTIVE_LAPSE =
      AccelKey.duration(
          "accel.straggler.directive-lapse",
          "10s",
          "1s",
          "1h",
          "How long an attempt goes on by a directive when no other one reaches it.");

  /** Threads that answer reports. */
  public static final AccelKey<Integer> RPC_HANDLERS =
      AccelKey.count(
          "accel.straggler.rpc-handlers",
          4,
          1,
          256,
          "Threads of the ApplicationMaster that answer the reports of tasks.");

  /** Ports to listen at. */
  public static final AccelKey<String> RPC_PORTS =
      AccelKey.text(
          "accel.straggler.rpc-ports",
          "",
          "|[1-9]\\d{0,4}(-[1-9]\\d{0,4})?(,[1-9]\\d{0,4}(-[1-9]\\d{0,4})?)*",
          "ports such as 50100-50200,50300, or nothing for any free port",
          "The ports of which the ApplicationMaster takes a free one for the reports of tasks, for"
              + " clusters with a firewall between their nodes; they must not be those of"
              + " yarn.app.mapreduce.am.job.client.port-range, which the ApplicationMaster needs"
              + " itself.");

  /** Where the event log goes. */
  public static final AccelKey<String> EVENT_LOG_DIR =
      AccelKey.text(
          "accel.straggler.event-log-dir",
          "history",
          "\\S+",
          "history, none, or a directory on any Hadoop file system",
          "Where the ApplicationMaster writes what it decided, one JSON object per line, one file per"
              + " application attempt, none for a job whose tasks report nothing. history is beside"
              + " the job's history files, where logs older than mapreduce.jobhistory.max-age-ms are"
              + " removed; none writes nothing.");

  /** How often the event log tells the state. */
  public static final AccelKey<Duration> STATUS_INTERVAL =
      AccelKey.duration(
          "accel.straggler.status-interval",
          "2s",
          "100ms",
          "1h",
          "How often the event log tells the state of the job's reading, which is what the command"
              + " top shows.");

  /** Whether snapshots are recorded. */
  public static final AccelKey<Boolean> RECORD_SNAPSHOTS =
      AccelKey.flag(
          "accel.straggler.record-snapshots",
          false,
          "Whether each look at the job is written beside the event log, for policies to be tried"
              + " on afterwards. For jobs of up to some hundred maps.");

  /** Every key of the ApplicationMaster side. */
  public static final List<AccelKey<?>> ALL =
      List.of(
          ENABLED,
          POLICY,
          MODE,
          TICK,
          RATE_FRACTION,
          SAMPLE_SIZE,
          MIN_AGE,
          MIN_ATTEMPTS,
          SLOW_DEVICE_FRACTION,
          REQUIRE_SLOW_DEVICE,
          NETWORK_LOAD_LIMIT,
          REQUIRE_NETWORK_ROOM,
          FINISH_FRACTION,
          SELECTION_CAP,
          SELECTION_ORDER,
          SELECTION_SEED,
          MIN_WAIT_FRACTION,
          CRITICAL_FRACTION,
          EXTRA_UNITS,
          MAX_EXTRA_UNITS,
          GROW_WAIT,
          SPECULATE_WAIT,
          ACCELERATE_SPECULATIVE_WAIT,
          STEP_DOWN_WAIT,
          PRIORITY_RULES,
          AVOID_SLOW_DATA_NODES,
          NAME_NODE_REPORT,
          JOB_BUDGET_FRACTION,
          DIRECTIVE_LAPSE,
          RPC_HANDLERS,
          RPC_PORTS,
          EVENT_LOG_DIR,
          STATUS_INTERVAL,
          RECORD_SNAPSHOTS);

  private StragglerKeys() {}
}
