package io.github.hadoopaccel.straggler.escalation;

import io.github.hadoopaccel.straggler.config.LadderSettings;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.Priority;
import java.util.Optional;

/**
 * The state machine of one task; {@link EscalationLadder} has the picture. Times are given in
 * milliseconds and never go back.
 */
final class TaskLadder {
  /** Second attempts asked for, per task. */
  static final int MAX_ASKS = 2;

  private static final long NEVER = Long.MIN_VALUE;

  private final LadderSettings settings;
  private final String originalId;
  private Rung rung = Rung.CAREFUL;
  private int extraUnits;
  private double weight = 1;
  private long growingSinceMillis;
  private long stuckSinceMillis;
  private long recoveredSinceMillis = NEVER;

  private boolean asked;
  private long chargedBytes;
  private String refusal = "";

  private String secondId = "";
  private long secondSinceMillis;

  // The step that goes on: since when, and the rates at its beginning and at the last look.
  private long stepSinceMillis;
  private double originalRateBefore;
  private double originalRate;
  private double secondRateBefore;
  private double secondRate;

  TaskLadder(LadderSettings settings, String originalId) {
    this.settings = settings;
    this.originalId = originalId;
  }

  /** One look; at most one step up or down. */
  Optional<RungChange> look(long now, TaskSight sight, PoolView pool, AskingDesk desk) {
    measure(now, sight);
    if (sight.priority() == Priority.NONE) {
      return change(now, Rung.CAREFUL, 0, "priority none");
    }
    if (!refusal.isEmpty() || (!secondId.isEmpty() && sight.second().isEmpty())) {
      return secondGone(now, desk);
    }
    if (sight.accelerate().isEmpty()) {
      return recovering(now);
    }
    recoveredSinceMillis = NEVER;
    Verdict.Accelerate verdict = sight.accelerate().get();
    weight = verdict.weight();
    return switch (rung) {
      case CAREFUL -> enter(now, sight, verdict, desk);
      case ACCELERATED -> stuck(now, sight, verdict, pool, desk);
      case SPECULATED -> speculated(now, sight, pool);
      case SPECULATION_ACCELERATED -> grow(now, sight, pool);
    };
  }

  private void measure(long now, TaskSight sight) {
    originalRate = sight.original().rateBytesPerSec();
    if (sight.second().isEmpty()) {
      return;
    }
    AttemptProgress second = sight.second().get();
    secondRate = second.rateBytesPerSec();
    refusal = "";
    if (!second.attemptId().equals(secondId)) {
      secondId = second.attemptId();
      secondSinceMillis = now;
      secondRateBefore = secondRate;
    }
  }

  private Optional<RungChange> enter(
      long now, TaskSight sight, Verdict.Accelerate verdict, AskingDesk desk) {
    boolean critical = sight.priority() == Priority.CRITICAL;
    int most = settings.maxExtraUnits();
    stepSinceMillis = now;
    originalRateBefore = originalRate;
    stuckSinceMillis = now;
    growingSinceMillis = now;
    int first = critical ? most : Math.min(most, verdict.extraUnits());
    if (mayHaveSecond(sight) && (asked || sight.second().isPresent())) {
      return change(
          now,
          Rung.SPECULATED,
          first,
          verdict.reason() + "; a second attempt runs or is asked for");
    }
    if (critical && ask(sight, verdict, desk)) {
      return change(now, Rung.SPECULATED, first, verdict.reason() + "; critical");
    }
    return change(now, Rung.ACCELERATED, first, verdict.reason());
  }

  private Optional<RungChange> stuck(
      long now, TaskSight sight, Verdict.Accelerate verdict, PoolView pool, AskingDesk desk) {
    if (mayHaveSecond(sight) && (asked || sight.second().isPresent())) {
      return change(now, Rung.SPECULATED, extraUnits, "a second attempt runs or is asked for");
    }
    boolean waited =
        now - stuckSinceMillis >= settings.speculateMillis()
            || (sight.priority() == Priority.CRITICAL && desk.asks() == 0);
    if (waited && ask(sight, verdict, desk)) {
      return change(
          now,
          Rung.SPECULATED,
          extraUnits,
          "not recovered after " + (now - stuckSinceMillis) + " ms accelerated");
    }
    return grow(now, sight, pool);
  }

  private Optional<RungChange> speculated(long now, TaskSight sight, PoolView pool) {
    long reading = now - secondSinceMillis;
    if (sight.second().isPresent()
        && mayHaveSecond(sight)
        && reading >= settings.accelerateSpeculativeMillis()) {
      return change(
          now,
          Rung.SPECULATION_ACCELERATED,
          extraUnits,
          "the second attempt reads for " + reading + " ms and the first has not recovered");
    }
    return grow(now, sight, pool);
  }

  private Optional<RungChange> grow(long now, TaskSight sight, PoolView pool) {
    int most = settings.maxExtraUnits();
    if (extraUnits >= most) {
      return Optional.empty();
    }
    if (sight.priority() == Priority.CRITICAL) {
      return change(now, rung, most, "critical");
    }
    long waited = now - growingSinceMillis;
    if (waited < settings.growMillis() || !pool.hasRoom()) {
      return Optional.empty();
    }
    return change(now, rung, extraUnits + 1, "not recovered after " + waited + " ms with this h");
  }

  private Optional<RungChange> recovering(long now) {
    if (rung == Rung.CAREFUL) {
      return Optional.empty();
    }
    if (recoveredSinceMillis == NEVER) {
      recoveredSinceMillis = now;
    }
    long recovered = now - recoveredSinceMillis;
    if (recovered < settings.stepDownMillis()) {
      return Optional.empty();
    }
    String reason = "recovered for " + recovered + " ms";
    recoveredSinceMillis = now;
    stuckSinceMillis = now;
    return switch (rung) {
      case SPECULATION_ACCELERATED -> change(now, Rung.SPECULATED, extraUnits, reason);
      case SPECULATED -> change(now, Rung.ACCELERATED, extraUnits, reason);
      default ->
          extraUnits > 1
              ? change(now, Rung.ACCELERATED, extraUnits - 1, reason)
              : change(now, Rung.CAREFUL, 0, reason);
    };
  }

  /** The second attempt did not start, or it ended and the first goes on alone. */
  private Optional<RungChange> secondGone(long now, AskingDesk desk) {
    String reason =
        refusal.isEmpty() ? "the second attempt ended" : "no second attempt: " + refusal;
    if (!refusal.isEmpty()) {
      desk.giveBack(chargedBytes);
    }
    refusal = "";
    asked = false;
    chargedBytes = 0;
    stuckSinceMillis = now;
    Optional<RungChange> change =
        rung == Rung.SPECULATED || rung == Rung.SPECULATION_ACCELERATED
            ? change(now, Rung.ACCELERATED, extraUnits, reason)
            : Optional.empty();
    secondId = "";
    return change;
  }

  private boolean mayHaveSecond(TaskSight sight) {
    return settings.speculates()
        && (sight.priority() == Priority.CRITICAL || sight.priority() == Priority.NORMAL);
  }

  private boolean ask(TaskSight sight, Verdict.Accelerate verdict, AskingDesk desk) {
    if (!mayHaveSecond(sight) || asked || sight.second().isPresent() || desk.asks() >= MAX_ASKS) {
      return false;
    }
    long bytes = desk.ask(sight.original(), verdict);
    if (bytes < 0) {
      return false;
    }
    asked = true;
    chargedBytes = bytes;
    return true;
  }

  /**
   * The attempt has ended or there is nothing left to hurry: whatever it was ordered is over.
   *
   * @param secondBegan whether another attempt of the task reads or has read: what it cost is spent
   */
  Optional<RungChange> close(long now, AskingDesk desk, boolean secondBegan, String reason) {
    if (asked && secondId.isEmpty() && !secondBegan) {
      desk.giveBack(chargedBytes);
    }
    return change(now, Rung.CAREFUL, 0, reason);
  }

  private Optional<RungChange> change(long now, Rung to, int units, String reason) {
    if (to == rung && units == extraUnits) {
      return Optional.empty();
    }
    boolean ofSecond = rung == Rung.SPECULATION_ACCELERATED || to == Rung.SPECULATION_ACCELERATED;
    RungChange change =
        new RungChange(
            ofSecond ? secondId : originalId,
            rung,
            to,
            units,
            ofSecond ? secondRateBefore : originalRateBefore,
            ofSecond ? secondRate : originalRate,
            now - stepSinceMillis,
            reason);
    if (units != extraUnits || rung == Rung.CAREFUL) {
      growingSinceMillis = now;
    }
    rung = to;
    extraUnits = units;
    stepSinceMillis = now;
    originalRateBefore = originalRate;
    secondRateBefore = secondRate;
    return Optional.of(change);
  }

  /** Notes that the second attempt that was asked for did not start. */
  void refuse(String reason) {
    if (asked && secondId.isEmpty()) {
      refusal = reason.isEmpty() ? "refused" : reason;
    }
  }

  Rung rung() {
    return rung;
  }

  int extraUnits() {
    return extraUnits;
  }

  double weight() {
    return weight;
  }

  String originalId() {
    return originalId;
  }

  String secondId() {
    return secondId;
  }

  /** Whether a second attempt that was asked for is under way or runs. */
  boolean asked() {
    return asked;
  }

  /** Where a task asks for its second attempt. */
  interface AskingDesk {
    /** How often this task has asked. */
    int asks();

    /** Asks; returns what it costs in bytes, or a negative number where there is none. */
    long ask(AttemptProgress original, Verdict.Accelerate verdict);

    /** Gives back what an attempt that did not start would have cost. */
    void giveBack(long bytes);
  }
}
