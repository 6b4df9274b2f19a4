package io.github.hadoopaccel.straggler.report;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.straggler.policy.Evidence;
import io.github.hadoopaccel.straggler.policy.Verdict;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** One line of the event log; {@code docs/EVENT-LOG.md} shows each. Immutable. */
public sealed interface StragglerEvent {
  /** Wall clock time, milliseconds since 1970. */
  long timeMillis();

  /** Time since the ApplicationMaster's application attempt began. */
  long jobElapsedMillis();

  /** Whether it says that nothing has happened yet, which is worth no file. */
  default boolean quiet() {
    return false;
  }

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
   * A verdict that differs in kind, h or reason from the attempt's last one.
   *
   * @param attempt the attempt
   * @param attemptAgeMillis time since the attempt's first read
   * @param verdict with its reason and its evidence
   */
  record Judged(
      long timeMillis,
      long jobElapsedMillis,
      String attempt,
      long attemptAgeMillis,
      Verdict verdict)
      implements StragglerEvent {}

  /**
   * What an attempt is told has changed.
   *
   * @param attempt the attempt
   * @param attemptAgeMillis time since the attempt's first read
   * @param posture of the directive
   * @param extraUnits h of the directive
   * @param grantedBytes extra bytes granted to the attempt by all directives so far
   * @param ownBudgetShare share of its own budget that it goes on earning, 0 to 1
   * @param avoidDataNodes the DataNodes it is told to read last
   * @param unitSubset the units it is told to prefer; negative where it chooses itself
   * @param lapseMillis how long the directive holds
   */
  record Directed(
      long timeMillis,
      long jobElapsedMillis,
      String attempt,
      long attemptAgeMillis,
      Posture posture,
      int extraUnits,
      long grantedBytes,
      double ownBudgetShare,
      List<String> avoidDataNodes,
      int unitSubset,
      long lapseMillis)
      implements StragglerEvent {
    /** Copies the list. */
    public Directed {
      avoidDataNodes = List.copyOf(avoidDataNodes);
    }
  }

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
   * An attempt went up or down the ladder, with what the rung it leaves has done to its rate.
   *
   * @param attempt the attempt
   * @param attemptAgeMillis time since the attempt's first read
   * @param from name of the rung it leaves
   * @param to name of the rung it is on now
   * @param extraUnits h on the new rung
   * @param reason why, in a short sentence
   * @param rateBeforeBytesPerSec its rate when it came to the rung it leaves
   * @param rateAfterBytesPerSec its rate now
   * @param tookMillis how long it was on the rung it leaves
   */
  record RungChanged(
      long timeMillis,
      long jobElapsedMillis,
      String attempt,
      long attemptAgeMillis,
      String from,
      String to,
      int extraUnits,
      String reason,
      double rateBeforeBytesPerSec,
      double rateAfterBytesPerSec,
      long tookMillis)
      implements StragglerEvent {}

  /**
   * A second attempt of a task was asked for.
   *
   * @param task the task, {@code task_…}
   * @param originalAttempt the attempt that did not recover
   * @param hostsToAvoid hosts where the second attempt should not run
   * @param outcome what came of asking, in a short sentence
   */
  record Speculated(
      long timeMillis,
      long jobElapsedMillis,
      String task,
      String originalAttempt,
      List<String> hostsToAvoid,
      String outcome)
      implements StragglerEvent {
    /** Copies the list. */
    public Speculated {
      hostsToAvoid = List.copyOf(hostsToAvoid);
    }
  }

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
   * Reports were refused.
   *
   * @param reason why, in a short sentence
   * @param count of those refused for this reason so far
   */
  record Refused(long timeMillis, long jobElapsedMillis, String reason, long count)
      implements StragglerEvent {}

  /**
   * No attempt is directed, from now on or at all.
   *
   * @param reason why, in a short sentence
   */
  record NotActive(long timeMillis, long jobElapsedMillis, String reason)
      implements StragglerEvent {}

  /**
   * How the job's reading stands, for {@code top}.
   *
   * @param totals of the job
   * @param attempts running attempts, the one with the longest time to its end first, at most
   *     {@link #MAX_ATTEMPTS}: the rest is left out
   * @param slowDataNodes DataNodes that are slow for the job, the slowest first, at most {@link
   *     #MAX_DATA_NODES}: the rest is left out
   */
  record Status(
      long timeMillis,
      long jobElapsedMillis,
      JobTotals totals,
      List<AttemptStatus> attempts,
      List<SlowDataNode> slowDataNodes)
      implements StragglerEvent {
    /** Most attempts in one line. */
    public static final int MAX_ATTEMPTS = 50;

    /** Most DataNodes in one line. */
    public static final int MAX_DATA_NODES = 20;

    /** Sorts and cuts the lists. */
    public Status {
      Objects.requireNonNull(totals, "totals");
      attempts =
          attempts.stream()
              .sorted(Comparator.comparingLong(AttemptStatus::remainingMillis).reversed())
              .limit(MAX_ATTEMPTS)
              .toList();
      slowDataNodes =
          slowDataNodes.stream()
              .sorted(Comparator.comparingDouble(SlowDataNode::bytesPerSec))
              .limit(MAX_DATA_NODES)
              .toList();
    }

    @Override
    public boolean quiet() {
      return totals.attemptsReporting() == 0
          && totals.usefulBytes() == 0
          && totals.reportsRefused() == 0;
    }
  }

  /**
   * The last line: what came of it all.
   *
   * @param attemptsReported attempts that have reported
   * @param attemptsFlagged how often an attempt was flagged
   * @param attemptsSpeculated second attempts that were asked for
   * @param attemptsForgotten attempts of which nothing was kept because there were too many
   * @param usefulBytes useful bytes of the job
   * @param extraBytes extra bytes of the job
   * @param grantedBytes extra bytes granted by directives
   * @param reportsAccepted reports answered
   * @param reportsRefused reports refused
   * @param eventsDropped events lost because the log was too slow or too long
   * @param timeSaved what it was worth; empty where it cannot be told
   * @param decoders the attempts still known at the end, by the class, or the classes with commas
   *     between, that rebuilt units for them
   */
  record Summary(
      long timeMillis,
      long jobElapsedMillis,
      long attemptsReported,
      long attemptsFlagged,
      long attemptsSpeculated,
      long attemptsForgotten,
      long usefulBytes,
      long extraBytes,
      long grantedBytes,
      long reportsAccepted,
      long reportsRefused,
      long eventsDropped,
      Optional<TimeSaved> timeSaved,
      Map<String, Long> decoders)
      implements StragglerEvent {
    /** Keeps the decoders by name. */
    public Summary {
      Objects.requireNonNull(timeSaved, "timeSaved");
      decoders = Collections.unmodifiableSortedMap(new TreeMap<>(decoders));
    }

    @Override
    public boolean quiet() {
      return attemptsReported == 0 && reportsRefused == 0;
    }
  }
}
