package io.github.hadoopaccel.straggler.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.ReadWindows;
import io.github.hadoopaccel.straggler.escalation.LadderStep;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.testing.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What acceleration saved the job. */
class TimeSavedTest {
  private static final long MB = 1_000_000;
  private static final Reading ONE = Reading.map(1).age(60_000);
  private static final Reading TWO = Reading.map(2).age(60_000);

  private final TimeSaved saved = new TimeSaved();

  @Test
  void theWorkedExampleOfTheClassComment() {
    exampleUntil(100);
    assertThat(saved.saved()).isEqualTo(new SavedTime(2500, 10_000, 15_000));
  }

  @Test
  void whatNobodyWaitedForCountsNothing() {
    exampleUntil(100);
    look(104, List.of(TWO.running()), List.of(one(1000)), List.of());
    assertThat(saved.saved()).isEqualTo(new SavedTime(0, 6000, 11_000));
    look(200, List.of(TWO.running()), List.of(one(1000)), List.of());
    assertThat(saved.saved()).isEqualTo(SavedTime.NONE);
  }

  private void exampleUntil(int second) {
    AttemptProgress before = one(0);
    look(90, List.of(before, TWO.running()), List.of(), List.of(before));
    look(96, List.of(one(600), TWO.running()), List.of(), List.of(one(600)));
    look(second, List.of(one(1000)), List.of(TWO.finished()), List.of(one(1000)));
  }

  @Test
  void anAttemptThatEndedIsForgottenButCounts() {
    exampleUntil(99);
    AttemptProgress ended = one(1000);
    look(100, List.of(), List.of(ended.finish()), List.of());
    assertThat(saved.size()).isZero();
    assertThat(saved.saved()).isEqualTo(new SavedTime(2500, 10_000, 15_000));
  }

  @Test
  void anAttemptThatWasKilledDoesNotCount() {
    exampleUntil(100);
    look(101, List.of(TWO.running()), List.of(), List.of());
    assertThat(saved.size()).isZero();
    assertThat(saved.saved()).isEqualTo(SavedTime.NONE);
  }

  @Test
  void twoSpellsAddUpAndTheTimeBetweenSavesNothing() {
    exampleUntil(100);
    look(100, List.of(one(1000)), List.of(), List.of());
    look(150, List.of(one(8000)), List.of(), List.of());
    assertThat(saved.saved()).isEqualTo(new SavedTime(2500, 10_000, 15_000));
    look(150, List.of(one(8000)), List.of(), List.of(one(8000)));
    look(160, List.of(one(9000)), List.of(), List.of(one(9000)));
    assertThat(saved.saved()).isEqualTo(new SavedTime(5000, 20_000, 30_000));
  }

  @Test
  void anAttemptThatStoodStillIsHeldAgainstTheLowestRateItHad() {
    AttemptProgress still = with(0, new ReadWindows(1000, 0, 0, 0, 0, 0, 800 * MB));
    look(0, List.of(still), List.of(), List.of(still));
    look(10, List.of(one(1000)), List.of(), List.of(one(1000)));
    assertThat(saved.saved()).isEqualTo(new SavedTime(15_000, 15_000, 15_000));
  }

  @Test
  void anAttemptThatNeverReadSaysNothing() {
    AttemptProgress never = with(0, ReadWindows.NONE);
    look(0, List.of(never), List.of(), List.of(never));
    look(10, List.of(one(1000)), List.of(), List.of(one(1000)));
    assertThat(saved.saved()).isEqualTo(SavedTime.NONE);
  }

  @Test
  void anAccelerationThatSlowedDownSavesNothing() {
    look(0, List.of(one(0)), List.of(), List.of(one(0)));
    look(100, List.of(one(10)), List.of(), List.of(one(10)));
    assertThat(saved.saved()).isEqualTo(SavedTime.NONE);
  }

  @Test
  void aJobWithoutAttemptsSavesNothing() {
    assertThat(saved.saved()).isEqualTo(SavedTime.NONE);
  }

  private static AttemptProgress one(long megabytes) {
    return with(megabytes, new ReadWindows(1000, 50 * MB, 0, 0, 400 * MB, 640 * MB, 800 * MB));
  }

  private static AttemptProgress with(long megabytes, ReadWindows windows) {
    AttemptProgress plain = ONE.bytes(megabytes * MB, 0).running();
    ReadReport report = plain.report();
    return new AttemptProgress(
        plain.name(),
        new ReadReport(
            report.attemptId(),
            report.readerId(),
            report.last(),
            report.ageMillis(),
            report.input(),
            windows,
            report.totals(),
            report.waitingMillis(),
            report.posture(),
            report.extraUnits(),
            report.networkLoadFraction(),
            report.decoders(),
            report.dataNodes()),
        plain.dataNodes(),
        plain.receivedMillis(),
        plain.peakRateBytesPerSec(),
        plain.task(),
        false);
  }

  private void look(
      long second,
      List<AttemptProgress> running,
      List<AttemptProgress> finished,
      List<AttemptProgress> accelerated) {
    JobSnapshot job = Reading.job(second * 1000, 2, 0, running, finished);
    saved.look(job, new LadderStep(Map.of(), accelerated, List.of(), List.of(), List.of(), 1));
  }
}
