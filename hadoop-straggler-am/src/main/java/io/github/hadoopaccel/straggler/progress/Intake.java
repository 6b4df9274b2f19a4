package io.github.hadoopaccel.straggler.progress;

import io.github.hadoopaccel.read.signal.ReadReport;
import java.util.Optional;

/** What became of a report. */
public sealed interface Intake {
  /**
   * It was taken in.
   *
   * @param before the attempt's previous report, if there was one
   */
  record Accepted(Optional<ReadReport> before) implements Intake {}

  /**
   * It was refused: nothing of it was taken in.
   *
   * @param why the kind of reason
   * @param reason why, in a short sentence
   */
  record Refused(Refusal why, String reason) implements Intake {}
}
