package io.github.hadoopaccel.straggler.progress;

import io.github.hadoopaccel.read.signal.ReadReport;
import java.util.Optional;

/**
 * Whether a report can follow the one before of the same attempt. It cannot when it is of another
 * reader than the one that spoke for the attempt first, has smaller totals, is of an attempt that
 * has become younger by more than {@value #MAX_REJUVENATION_MILLIS} ms, or comes in a hurry (more
 * than one in {@value #MIN_INTERVAL_MILLIS} ms, the last one apart). Extra bytes may become useful
 * ones: of them only the sum with the useful ones must not shrink. Stateless.
 */
final class Succession {
  static final long MIN_INTERVAL_MILLIS = 20;

  /** Clocks are read at slightly different moments. */
  static final long MAX_REJUVENATION_MILLIS = 1000;

  private Succession() {}

  /**
   * Why a report cannot follow {@code before}.
   *
   * @param previous null for a dropped attempt, whose reports nobody waits for
   */
  static Optional<Intake> refusal(
      ReadReport report, ReadReport before, AttemptProgress previous, long nowMillis) {
    if (report.readerId() != before.readerId()) {
      return refused(Refusal.ANOTHER_READER, "another reader speaks for " + report.attemptId());
    }
    if (report.usefulBytes() < before.usefulBytes()
        || received(report) < received(before)
        || report.totals().stripesRead() < before.totals().stripesRead()) {
      return refused(Refusal.SHRUNK_TOTALS, "its totals are smaller than in the report before");
    }
    if (report.ageMillis() < before.ageMillis() - MAX_REJUVENATION_MILLIS) {
      return refused(
          Refusal.SHRUNK_TOTALS,
          "it is " + (before.ageMillis() - report.ageMillis()) + " ms younger than before");
    }
    long silentMillis = previous == null ? Long.MAX_VALUE : previous.silentMillis(nowMillis);
    if (silentMillis < MIN_INTERVAL_MILLIS && !report.last()) {
      return refused(Refusal.HURRIED, "it comes " + silentMillis + " ms after the one before");
    }
    return Optional.empty();
  }

  private static double received(ReadReport report) {
    return (double) report.usefulBytes() + report.extraBytes();
  }

  private static Optional<Intake> refused(Refusal why, String reason) {
    return Optional.of(new Intake.Refused(why, reason));
  }
}
