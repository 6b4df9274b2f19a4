package io.github.hadoopaccel.straggler.progress;

import io.github.hadoopaccel.read.signal.ReadReport;
import java.util.Objects;

/**
 * The latest report of one attempt. Immutable.
 *
 * @param report what the attempt said last
 * @param receivedMillis when it said so
 * @param finished whether the attempt has succeeded since
 */
public record AttemptProgress(ReadReport report, long receivedMillis, boolean finished) {

  /** Checks that there is a report. */
  public AttemptProgress {
    Objects.requireNonNull(report, "report");
  }

  /** The task attempt, {@code attempt_…}. */
  public String attemptId() {
    return report.attemptId();
  }

  /**
   * The attempt's speed in bytes per second (S0-02): while it runs that of its sliding window, and
   * after its end that of its whole reading, since the last window of an attempt is cut off
   * anywhere.
   */
  public double rateBytesPerSec() {
    if (!finished) {
      return report.rateBytesPerSec();
    }
    return report.ageMillis() == 0 ? 0 : report.usefulBytes() * 1000.0 / report.ageMillis();
  }

  /** How long the attempt has been reading at {@code nowMillis}; stands still once finished. */
  public long ageMillis(long nowMillis) {
    return finished
        ? report.ageMillis()
        : report.ageMillis() + Math.max(0, nowMillis - receivedMillis);
  }

  AttemptProgress finish() {
    return finished ? this : new AttemptProgress(report, receivedMillis, true);
  }
}
