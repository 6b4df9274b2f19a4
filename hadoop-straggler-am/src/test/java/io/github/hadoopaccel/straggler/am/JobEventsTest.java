package io.github.hadoopaccel.straggler.am;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.straggler.policy.Evidence;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import io.github.hadoopaccel.straggler.testing.Application;
import io.github.hadoopaccel.straggler.testing.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is worth a line in the ApplicationMaster's log. */
class JobEventsTest {
  private static final AttemptProgress ATTEMPT = Reading.map(1).running();
  private static final Evidence EVIDENCE =
      Evidence.of(ATTEMPT, Reading.job(2, 0, List.of(ATTEMPT), List.of()), List.of());

  private final JobEvents events = new JobEvents(new Application().context());

  private static StragglerEvent flagged(String attempt, long millis) {
    return new StragglerEvent.Flagged(millis, millis, attempt, 0, 1, "slow", EVIDENCE);
  }

  private static StragglerEvent speculated(SpeculativeAttempts.Outcome outcome) {
    return new StragglerEvent.Speculated(0, 0, "task", "attempt", List.of(), outcome.sentence());
  }

  @Test
  void aFlaggedAttemptIsNamedOnceAMinute() {
    assertThat(events.isWorthSaying(flagged("a", 0))).isTrue();
    assertThat(events.isWorthSaying(flagged("b", 1))).isTrue();
    assertThat(events.isWorthSaying(flagged("a", 59_999))).isFalse();
    assertThat(events.isWorthSaying(flagged("a", 60_000))).isTrue();
    assertThat(events.isWorthSaying(flagged("b", 60_000))).isFalse();
  }

  @Test
  void onlySecondAttemptsThatWereStartedAreNews() {
    assertThat(events.isWorthSaying(speculated(SpeculativeAttempts.Outcome.STARTED))).isTrue();
    assertThat(events.isWorthSaying(speculated(SpeculativeAttempts.Outcome.ALREADY_TWO))).isFalse();
  }

  @Test
  void whatComesWithEveryAttemptIsForTheEventLog() {
    assertThat(
            events.isWorthSaying(
                new StragglerEvent.PostureChanged(
                    0, 0, "a", 0, Posture.CAREFUL, Posture.ACCELERATED)))
        .isFalse();
    assertThat(events.isWorthSaying(new StragglerEvent.Refused(0, 0, "r", 1))).isFalse();
    assertThat(events.isWorthSaying(new StragglerEvent.NotActive(0, 0, "failed"))).isTrue();
  }

  @Test
  void aVerdictIsAnotherOneByKindUnitsAndTheBeginningOfItsReason() {
    Verdict keep = new Verdict.Keep("ends in time: 12 s", EVIDENCE);
    assertThat(VerdictEvents.differs(keep, null)).isTrue();
    assertThat(VerdictEvents.differs(new Verdict.Keep("ends in time: 9 s", EVIDENCE), keep))
        .isFalse();
    assertThat(VerdictEvents.differs(new Verdict.Keep("too young", EVIDENCE), keep)).isTrue();
    Verdict one = new Verdict.Accelerate(1, "ends in time: 12 s", EVIDENCE);
    assertThat(VerdictEvents.differs(one, keep)).isTrue();
    assertThat(VerdictEvents.differs(new Verdict.Accelerate(2, "ends in time", EVIDENCE), one))
        .isTrue();
  }
}
