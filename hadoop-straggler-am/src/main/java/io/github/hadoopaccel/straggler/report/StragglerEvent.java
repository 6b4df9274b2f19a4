package io.github.hadoopaccel.straggler.report;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.straggler.policy.Evidence;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** One line of the event log. */
public sealed interface StragglerEvent {
  /** Wall clock time, milliseconds since 1970. */
  long timeMillis();

  /** Time since the ApplicationMaster's application attempt began. */
  long jobElapsedMillis();

  /**
   * The policy asked to accelerate an attempt that was not accelerated.
   *
   * @param attempt the attempt, {@code attempt_…}
   * @param attemptAgeMillis time since the attempt's first read
   * @param extraUnits h of the directive
   * @param reason why, in a short sentence
   * @param evidence the numbers behind it
   */
  record Flagged(
      long timeMillis,
      long jobElapsedMillis,
      String attempt,
      long attemptAgeMillis,
      int extraUnits,
      String reason,
      Evidence evidence)
      implements StragglerEvent {}

  /**
   * A report showed that an attempt reads in another posture than it reported before.
   *
   * @param attempt the attempt
   * @param attemptAgeMillis time since the attempt's first read
   * @param from the posture before
   * @param to the posture now
   */
  record PostureChanged(
      long timeMillis,
      long jobElapsedMillis,
      String attempt,
      long attemptAgeMillis,
      Posture from,
      Posture to)
      implements StragglerEvent {}

  /**
   * The directive of an attempt lapsed.
   *
   * @param attempt the attempt
   * @param attemptAgeMillis time since the attempt's first read; 0 where it is not known any more
   * @param reason the verdict that let it lapse, or that the attempt ended
   */
  record Lapsed(
      long timeMillis, long jobElapsedMillis, String attempt, long attemptAgeMillis, String reason)
      implements StragglerEvent {}

  /**
   * The last line: what came of it all.
   *
   * @param attemptsReported attempts that have reported
   * @param attemptsFlagged how often an attempt was flagged
   * @param usefulBytes useful bytes of the job
   * @param extraBytes extra bytes of the job
   * @param grantedBytes extra bytes granted by directives
   * @param reportsAccepted reports answered
   * @param reportsRefused reports refused
   * @param eventsDropped events lost because the log was too slow
   * @param decoders the attempts still known at the end, by the class, or the classes with commas
   *     between, that rebuilt units for them
   */
  record Summary(
      long timeMillis,
      long jobElapsedMillis,
      long attemptsReported,
      long attemptsFlagged,
      long usefulBytes,
      long extraBytes,
      long grantedBytes,
      long reportsAccepted,
      long reportsRefused,
      long eventsDropped,
      Map<String, Long> decoders)
      implements StragglerEvent {
    /** Keeps the decoders by name. */
    public Summary {
      decoders = Collections.unmodifiableSortedMap(new TreeMap<>(decoders));
    }
  }
}
