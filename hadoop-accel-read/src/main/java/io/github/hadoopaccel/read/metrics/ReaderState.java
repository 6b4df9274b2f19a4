package io.github.hadoopaccel.read.metrics;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.read.signal.ReadReport;
import java.util.Objects;

/**
 * What a {@link ReadReport} tells of its reader beside what that has read. Immutable.
 *
 * @param attemptId as in the report
 * @param readerId as in the report
 * @param last as in the report
 * @param posture of the next stripe
 * @param extraUnits of the next stripe; more than a report may hold are cut
 * @param budgetSpentBytes as in {@link io.github.hadoopaccel.read.signal.ReadTotals}
 * @param networkLoadFraction as in the report; more than 1 is cut
 */
public record ReaderState(
    String attemptId,
    long readerId,
    boolean last,
    Posture posture,
    int extraUnits,
    long budgetSpentBytes,
    double networkLoadFraction) {
  /** Cuts what is beyond the range of a report. */
  public ReaderState {
    Objects.requireNonNull(attemptId, "attemptId");
    Objects.requireNonNull(posture, "posture");
    extraUnits = Math.min(Directive.MAX_EXTRA_UNITS, extraUnits);
    networkLoadFraction = Math.min(1, networkLoadFraction);
  }
}
