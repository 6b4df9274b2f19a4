package io.github.hadoopaccel.straggler.config;

import io.github.hadoopaccel.read.config.InvalidConfigurationException;
import io.github.hadoopaccel.read.config.Problems;
import io.github.hadoopaccel.straggler.escalation.PriorityRules;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The ApplicationMaster side's configuration, parsed once and checked. Immutable.
 *
 * @param enabled whether attempts are directed at all
 * @param policy name of the policy's provider
 * @param tickMillis time between scans
 * @param rateFraction fraction of the average below which an attempt is slow
 * @param sampleSize attempts in the average; 0 for all
 * @param minAgeMillis reading time before an attempt has a rate
 * @param minAttempts attempts with a rate before any is judged
 * @param slowDeviceFraction fraction of the median DataNode below which one is slow
 * @param requireSlowDevice whether having read from a slow DataNode is a condition
 * @param networkLoadLimit load at which a network has no room
 * @param requireNetworkRoom whether network room is a condition
 * @param finishFraction fraction of done maps above which the rest is accelerated
 * @param selection how many candidates are selected, and which
 * @param minWaitFraction waiting below which an attempt's time goes into user code
 * @param criticalFraction fraction of the job's remaining time that makes an attempt critical
 * @param extraUnits h of a first directive
 * @param ladder how an attempt is hurried step by step
 * @param priorityRules rules by task and input path, checked for form
 * @param avoidSlowDataNodes whether directives name slow DataNodes
 * @param nameNodeReport whether the NameNode is asked for slow DataNodes
 * @param jobBudgetFraction extra bytes per useful byte of the job
 * @param directiveLapseMillis how long a directive holds
 * @param rpcHandlers threads that answer reports
 * @param rpcPorts ports of which one is bound, such as {@code 50100-50200}; empty for any
 * @param eventLogDir directory of the event log, {@code history} or {@code none}
 * @param statusIntervalMillis time between two states in the event log
 * @param recordSnapshots whether each look at the job is kept
 */
public record StragglerSettings(
    boolean enabled,
    String policy,
    long tickMillis,
    double rateFraction,
    int sampleSize,
    long minAgeMillis,
    int minAttempts,
    double slowDeviceFraction,
    boolean requireSlowDevice,
    double networkLoadLimit,
    boolean requireNetworkRoom,
    double finishFraction,
    SelectionSettings selection,
    double minWaitFraction,
    double criticalFraction,
    int extraUnits,
    LadderSettings ladder,
    String priorityRules,
    boolean avoidSlowDataNodes,
    boolean nameNodeReport,
    double jobBudgetFraction,
    long directiveLapseMillis,
    int rpcHandlers,
    String rpcPorts,
    String eventLogDir,
    long statusIntervalMillis,
    boolean recordSnapshots) {

  /** Reads every key of {@code conf}; wrong values are added to {@code problems}. */
  public static StragglerSettings read(Configuration conf, Problems problems) {
    StragglerSettings settings =
        new StragglerSettings(
            StragglerKeys.ENABLED.read(conf, problems),
            StragglerKeys.POLICY.read(conf, problems),
            StragglerKeys.TICK.read(conf, problems).toMillis(),
            StragglerKeys.RATE_FRACTION.read(conf, problems),
            StragglerKeys.SAMPLE_SIZE.read(conf, problems),
            StragglerKeys.MIN_AGE.read(conf, problems).toMillis(),
            StragglerKeys.MIN_ATTEMPTS.read(conf, problems),
            StragglerKeys.SLOW_DEVICE_FRACTION.read(conf, problems),
            StragglerKeys.REQUIRE_SLOW_DEVICE.read(conf, problems),
            StragglerKeys.NETWORK_LOAD_LIMIT.read(conf, problems),
            StragglerKeys.REQUIRE_NETWORK_ROOM.read(conf, problems),
            StragglerKeys.FINISH_FRACTION.read(conf, problems),
            SelectionSettings.of(
                StragglerKeys.SELECTION_CAP.read(conf, problems),
                StragglerKeys.SELECTION_ORDER.read(conf, problems),
                StragglerKeys.SELECTION_SEED.read(conf, problems)),
            StragglerKeys.MIN_WAIT_FRACTION.read(conf, problems),
            StragglerKeys.CRITICAL_FRACTION.read(conf, problems),
            StragglerKeys.EXTRA_UNITS.read(conf, problems),
            ladder(conf, problems),
            StragglerKeys.PRIORITY_RULES.read(conf, problems),
            StragglerKeys.AVOID_SLOW_DATA_NODES.read(conf, problems),
            StragglerKeys.NAME_NODE_REPORT.read(conf, problems),
            StragglerKeys.JOB_BUDGET_FRACTION.read(conf, problems),
            StragglerKeys.DIRECTIVE_LAPSE.read(conf, problems).toMillis(),
            StragglerKeys.RPC_HANDLERS.read(conf, problems),
            StragglerKeys.RPC_PORTS.read(conf, problems),
            StragglerKeys.EVENT_LOG_DIR.read(conf, problems),
            StragglerKeys.STATUS_INTERVAL.read(conf, problems).toMillis(),
            StragglerKeys.RECORD_SNAPSHOTS.read(conf, problems));
    if (settings.directiveLapseMillis <= settings.tickMillis) {
      problems.add(
          StragglerKeys.DIRECTIVE_LAPSE
              + " is not longer than "
              + StragglerKeys.TICK
              + ": expected a directive to outlast the time to its renewal");
    }
    if (settings.extraUnits > settings.ladder.maxExtraUnits()) {
      problems.add(
          StragglerKeys.EXTRA_UNITS
              + " = "
              + settings.extraUnits
              + " is more than "
              + StragglerKeys.MAX_EXTRA_UNITS
              + " = "
              + settings.ladder.maxExtraUnits()
              + ": expected h to begin at most at its highest value");
    }
    if (!arePorts(settings.rpcPorts)) {
      problems.add(
          StragglerKeys.RPC_PORTS
              + " = \""
              + settings.rpcPorts
              + "\" has a range that ends before it begins, or beyond 65535: expected "
              + StragglerKeys.RPC_PORTS.range());
    }
    try {
      PriorityRules.parse(settings.priorityRules);
    } catch (IllegalArgumentException e) {
      StragglerKeys.PRIORITY_RULES.reject(conf, e.getMessage(), problems);
    }
    return settings;
  }

  private static boolean arePorts(String ranges) {
    return ranges.isEmpty() || Stream.of(ranges.split(",")).allMatch(StragglerSettings::isRange);
  }

  private static boolean isRange(String range) {
    String[] ends = range.split("-");
    int last = Integer.parseInt(ends[ends.length - 1]);
    return Integer.parseInt(ends[0]) <= last && last <= 65_535;
  }

  private static LadderSettings ladder(Configuration conf, Problems problems) {
    return new LadderSettings(
        StragglerKeys.MODE.read(conf, problems).equals("full"),
        StragglerKeys.MAX_EXTRA_UNITS.read(conf, problems),
        StragglerKeys.GROW_WAIT.read(conf, problems).toMillis(),
        StragglerKeys.SPECULATE_WAIT.read(conf, problems).toMillis(),
        StragglerKeys.ACCELERATE_SPECULATIVE_WAIT.read(conf, problems).toMillis(),
        StragglerKeys.STEP_DOWN_WAIT.read(conf, problems).toMillis());
  }

  /**
   * Reads every key of {@code conf}.
   *
   * @throws InvalidConfigurationException naming every wrong key, its value, its source and its
   *     range
   */
  public static StragglerSettings of(Configuration conf) {
    Problems problems = new Problems();
    StragglerSettings settings = read(conf, problems);
    problems.throwIfAny();
    return settings;
  }
}
