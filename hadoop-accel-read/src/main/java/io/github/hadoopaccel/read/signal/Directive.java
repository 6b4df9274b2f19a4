package io.github.hadoopaccel.read.signal;

import io.github.hadoopaccel.read.hedge.Posture;
import java.util.List;
import java.util.Objects;

/**
 * What the ApplicationMaster tells a running attempt in answer to a report. It takes effect at the
 * next stripe and ends by itself after {@code lapseMillis}. Immutable.
 *
 * @param posture CAREFUL or ACCELERATED; PLAIN switches acceleration off for the attempt
 * @param extraUnits h, the units requested beyond k when ACCELERATED; 0 to {@link #MAX_EXTRA_UNITS}
 * @param extraBudgetBytes extra bytes granted on top of the task's own budget and of earlier
 *     grants: a reader adds them once for each directive it receives; never negative
 * @param ownBudgetShare share of its own budget that the task goes on earning while the directive
 *     holds, 0 to 1
 * @param avoidDataNodes transfer addresses of DataNodes to read last while the directive holds, at
 *     most {@link #MAX_AVOIDED}
 * @param unitSubset which units are preferred while the directive holds, counted as task attempts
 *     are: attempts with different numbers share as few units as they can; {@link #OWN_SUBSET}
 *     leaves that to the attempt
 * @param lapseMillis how long the directive holds, 0 to {@link #MAX_LAPSE_MILLIS}
 * @param nextReportMillis when the next report is wanted, 1 to {@link #MAX_LAPSE_MILLIS}
 */
public record Directive(
    Posture posture,
    int extraUnits,
    long extraBudgetBytes,
    double ownBudgetShare,
    List<String> avoidDataNodes,
    int unitSubset,
    long lapseMillis,
    long nextReportMillis) {

  /** Highest h; more parity than this no policy of HDFS has. */
  public static final int MAX_EXTRA_UNITS = 16;

  /** Longest list of DataNodes to avoid. */
  public static final int MAX_AVOIDED = 16;

  /** The attempt prefers units by its own number. */
  public static final int OWN_SUBSET = -1;

  /** Highest number of a unit subset; more units than this no policy of HDFS has. */
  public static final int MAX_SUBSET = 255;

  /** Longest time a directive holds, one hour. */
  public static final long MAX_LAPSE_MILLIS = 3_600_000;

  /**
   * Checks every range.
   *
   * @throws IllegalArgumentException naming the field and its value
   */
  public Directive {
    Objects.requireNonNull(posture, "posture");
    requireRange("extraUnits", extraUnits, 0, MAX_EXTRA_UNITS);
    requireRange("extraBudgetBytes", extraBudgetBytes, 0, Long.MAX_VALUE);
    if (!(ownBudgetShare >= 0 && ownBudgetShare <= 1)) {
      throw new IllegalArgumentException("ownBudgetShare = " + ownBudgetShare + " is not 0..1");
    }
    avoidDataNodes = List.copyOf(avoidDataNodes);
    requireRange("avoidDataNodes.size()", avoidDataNodes.size(), 0, MAX_AVOIDED);
    requireRange("unitSubset", unitSubset, OWN_SUBSET, MAX_SUBSET);
    requireRange("lapseMillis", lapseMillis, 0, MAX_LAPSE_MILLIS);
    requireRange("nextReportMillis", nextReportMillis, 1, MAX_LAPSE_MILLIS);
  }

  /** Nothing to do: read carefully and report again after {@code nextReportMillis}. */
  public static Directive careful(long nextReportMillis) {
    return new Directive(Posture.CAREFUL, 0, 0, 1, List.of(), OWN_SUBSET, 0, nextReportMillis);
  }

  /** Nothing but a posture and a grant. */
  public static Directive reading(
      Posture posture,
      int extraUnits,
      long extraBudgetBytes,
      long lapseMillis,
      long nextReportMillis) {
    return new Directive(
        posture,
        extraUnits,
        extraBudgetBytes,
        1,
        List.of(),
        OWN_SUBSET,
        lapseMillis,
        nextReportMillis);
  }

  private static void requireRange(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(field + " = " + value + " is outside " + min + ".." + max);
    }
  }
}
