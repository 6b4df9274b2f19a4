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
          "quantcast",
          "[\\p{L}\\p{N}_.-]+",
          "the name of a StragglerPolicyProvider on the class path",
          "The rule that says which attempts hold the job back. quantcast: slower than a fraction"
              + " of the average, touched by a slow DataNode, with room in its network.");

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
          "An attempt is slow when its rate is below this fraction of the average rate.");

  /** How many attempts make up the average (S0-03). */
  public static final AccelKey<Integer> SAMPLE_SIZE =
      AccelKey.count(
          "accel.straggler.sample-size",
          0,
          0,
          1_000_000,
          "How many attempts, picked pseudo-randomly, make up the average rate; 0 takes all.");

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
          "No attempt is judged before this many attempts, finished ones included, have a rate.");

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
          "Whether an attempt is accelerated only when it has read from a slow DataNode.");

  /** Load above which a node's network has no room (S0-05). */
  public static final AccelKey<Double> NETWORK_LOAD_LIMIT =
      AccelKey.number(
          "accel.straggler.network-load-limit",
          0.15,
          0.0,
          1.0,
          "The network of an attempt's node has room while its load is below this fraction of its"
              + " capacity.");

  /** Whether network room is a condition (S0-05). */
  public static final AccelKey<Boolean> REQUIRE_NETWORK_ROOM =
      AccelKey.flag(
          "accel.straggler.require-network-room",
          true,
          "Whether an attempt is accelerated only when its node's network has room. An unknown load"
              + " counts as room.");

  /** The finish line (S0-07). */
  public static final AccelKey<Double> FINISH_FRACTION =
      AccelKey.number(
          "accel.straggler.finish-fraction",
          0.99,
          0.0,
          1.0,
          "When more than this fraction of the maps is done, all the others are accelerated.");

  /** h of a directive. */
  public static final AccelKey<Integer> EXTRA_UNITS =
      AccelKey.count(
          "accel.straggler.extra-units",
          1,
          0,
          16,
          "h, the units beyond k that a directive makes an attempt request.");

  /** The job's share of extra bytes. */
  public static final AccelKey<Double> JOB_BUDGET_FRACTION =
      AccelKey.number(
          "accel.straggler.job-budget-fraction",
          0.05,
          0.0,
          10.0,
          "Extra bytes are granted to accelerated attempts only while those of the whole job stay"
              + " within this fraction of its useful bytes.");

  /** How long a directive holds. */
  public static final AccelKey<Duration> DIRECTIVE_LAPSE =
      AccelKey.duration(
          "accel.straggler.directive-lapse",
          "10s",
          "1s",
          "1h",
          "How long an attempt stays accelerated after the policy last asked for it.");

  /** Threads that answer reports. */
  public static final AccelKey<Integer> RPC_HANDLERS =
      AccelKey.count(
          "accel.straggler.rpc-handlers",
          4,
          1,
          256,
          "Threads of the ApplicationMaster that answer the reports of tasks.");

  /** Where the event log goes. */
  public static final AccelKey<String> EVENT_LOG_DIR =
      AccelKey.text(
          "accel.straggler.event-log-dir",
          "",
          "\\S+|",
          "a directory on any Hadoop file system, or empty",
          "The ApplicationMaster writes what it decided into this directory, one JSON object per"
              + " line, one file per application attempt. Empty writes nothing.");

  /** Every key of the ApplicationMaster side. */
  public static final List<AccelKey<?>> ALL =
      List.of(
          ENABLED,
          POLICY,
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
          EXTRA_UNITS,
          JOB_BUDGET_FRACTION,
          DIRECTIVE_LAPSE,
          RPC_HANDLERS,
          EVENT_LOG_DIR);

  private StragglerKeys() {}
}
