package io.github.hadoopaccel.straggler.progress;

import io.github.hadoopaccel.read.signal.ReadReport;
import java.util.Objects;

/**
 * What is known of one attempt: its latest report and the ApplicationMaster's own facts. Immutable.
 *
 * @param name the attempt
 * @param report what the attempt said last, without its DataNodes
 * @param dataNodes the DataNodes it said it reads from
 * @param receivedMillis when it said so
 * @param peakRateBytesPerSec highest rate it has reported so far
 * @param task what the ApplicationMaster knows of it
 * @param finished whether the attempt has read all, or succeeded since
 */
public record AttemptProgress(
    AttemptName name,
    ReadReport report,
    DataNodeTouches dataNodes,
    long receivedMillis,
    double peakRateBytesPerSec,
    TaskFacts task,
    boolean finished) {

  /** Remaining time that cannot be told. */
  public static final long UNKNOWN_MILLIS = -1;

  /** Checks that all is given. */
  public AttemptProgress {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(report, "report");
    Objects.requireNonNull(dataNodes, "dataNodes");
    Objects.requireNonNull(task, "task");
  }

  /** The task attempt, {@code attempt_…}. */
  public String attemptId() {
    return name.id();
  }

  /**
   * The attempt's speed in bytes per second (S0-02): while it runs that of its sliding window, and
   * after its end that of its whole reading, since the last window of an attempt is cut off
   * anywhere.
   */
  public double rateBytesPerSec() {
    return finished ? meanRateBytesPerSec() : report.rateBytesPerSec();
  }

  /** Useful bytes per second of age, over its whole reading so far; 0 at age 0. */
  public double meanRateBytesPerSec() {
    return report.ageMillis() == 0 ? 0 : report.usefulBytes() * 1000.0 / report.ageMillis();
  }

  /** How long the attempt has been reading at {@code nowMillis}; stands still once finished. */
  public long ageMillis(long nowMillis) {
    return finished ? report.ageMillis() : report.ageMillis() + silentMillis(nowMillis);
  }

  /** How long nothing has been heard of it; silence is evidence too. */
  public long silentMillis(long nowMillis) {
    return Math.max(0, nowMillis - receivedMillis);
  }

  /**
   * Bytes that it has still to read: those of its split, as far as the record reader tells; else
   * what its progress says of the bytes read so far. Negative where neither is known.
   */
  public long remainingBytes() {
    if (report.input().splitBytes() > 0) {
      return Math.max(0, report.input().splitBytes() - report.usefulBytes());
    }
    double progress = task.progressFraction();
    return progress > 0
        ? (long) (report.usefulBytes() * (1 - Math.min(1, progress)) / progress)
        : -1;
  }

  /**
   * Time to its end at {@code rateBytesPerSec}; {@link #UNKNOWN_MILLIS} where what remains is not
   * known, {@link Long#MAX_VALUE} where something remains and the rate is 0.
   */
  public long remainingMillis(double rateBytesPerSec) {
    long bytes = remainingBytes();
    if (bytes < 0) {
      return UNKNOWN_MILLIS;
    }
    if (bytes == 0) {
      return 0;
    }
    return rateBytesPerSec > 0 ? (long) (bytes * 1000.0 / rateBytesPerSec) : Long.MAX_VALUE;
  }

  /**
   * Fraction of its recent time that it spent waiting for data, 0 to 1: that of its window, with
   * the wait that goes on at this moment.
   */
  public double waitFraction() {
    long span = report.windows().spanMillis();
    if (span == 0) {
      return report.waitingMillis() > 0 ? 1 : 0;
    }
    return Math.min(1, report.windows().waitFraction() + (double) report.waitingMillis() / span);
  }

  /** The same attempt, succeeded. */
  public AttemptProgress finish() {
    return finished
        ? this
        : new AttemptProgress(
            name, report, dataNodes, receivedMillis, peakRateBytesPerSec, task, true);
  }

  /** The same attempt with other facts. */
  public AttemptProgress with(TaskFacts facts) {
    return new AttemptProgress(
        name, report, dataNodes, receivedMillis, peakRateBytesPerSec, facts, finished);
  }
}
