package io.github.hadoopaccel.straggler.am;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.escalation.PriorityRules;
import io.github.hadoopaccel.straggler.progress.AttemptLedger;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.MapCounts;
import io.github.hadoopaccel.straggler.progress.Priority;
import io.github.hadoopaccel.straggler.progress.TaskFacts;
import io.github.hadoopaccel.straggler.testing.Application;
import io.github.hadoopaccel.straggler.testing.Reading;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TypeConverter;
import org.apache.hadoop.mapreduce.v2.api.records.JobId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptState;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.app.speculate.SpeculatorEvent;
import org.junit.jupiter.api.Test;

/** A job of ten maps, as its ApplicationMaster knows it and as it reports. */
class JobSnapshotsTest {
  private static final JobId JOB =
      TypeConverter.toYarn(TaskAttemptID.forName(Reading.map(1).attempt()).getJobID());

  private final Application application = new Application();
  private final ContainerNeeds needs = new ContainerNeeds();
  private int waitingSeconds;
  private final JobSnapshots snapshots =
      new JobSnapshots(
          application.context(),
          JOB,
          needs,
          job -> waitingSeconds,
          new AttemptPriorities(PriorityRules.parse("task=2:critical"), new Configuration(false)));
  private final AttemptLedger ledger = new AttemptLedger(10, 0.33, snapshots::facts);

  private JobSnapshot take(long nowMillis) {
    return snapshots.take(ledger, Set.of(), nowMillis).orElseThrow();
  }

  private void reports(Reading reading, TaskAttemptState state) {
    application.put(reading, state);
    ledger.record(reading.report(), 0);
  }

  private static List<String> names(List<AttemptProgress> attempts) {
    return attempts.stream().map(AttemptProgress::attemptId).toList();
  }

  @Test
  void anAttemptTheApplicationMasterDoesNotKnowIsNotTakenIn() {
    assertThat(snapshots.facts(Reading.map(1).report())).isEmpty();
    application.put(Reading.map(1), TaskAttemptState.KILLED);
    assertThat(snapshots.facts(Reading.map(1).report())).isEmpty();
    application.put(Reading.map(1), TaskAttemptState.RUNNING);
    assertThat(snapshots.facts(Reading.map(1).report()))
        .contains(new TaskFacts("localhost", 0.5, Priority.NORMAL));
    application.put(Reading.map(2), TaskAttemptState.STARTING);
    assertThat(snapshots.facts(Reading.map(2).report()).orElseThrow().priority())
        .isEqualTo(Priority.CRITICAL);
  }

  @Test
  void attemptsThatEndedAreSettledAtTheNextLook() {
    for (int map = 1; map <= 3; map++) {
      reports(Reading.map(map), TaskAttemptState.RUNNING);
    }
    application.put(Reading.map(1), TaskAttemptState.SUCCEEDED);
    application.put(Reading.map(2), TaskAttemptState.FAILED);
    JobSnapshot look = take(100);
    assertThat(names(look.running())).containsExactly(Reading.map(3).attempt());
    assertThat(names(look.finished())).containsExactly(Reading.map(1).attempt());
    assertThat(look.maps().done()).isEqualTo(1);
  }

  @Test
  void anAttemptThatHasReadAllIsNotJudgedAnyMore() {
    reports(Reading.map(1).last(), TaskAttemptState.RUNNING);
    JobSnapshot look = take(100);
    assertThat(look.running()).isEmpty();
    assertThat(look.finished()).singleElement().matches(AttemptProgress::finished);
  }

  @Test
  void mapsThatWaitForAContainerAreCountedByEvents() {
    reports(Reading.map(1), TaskAttemptState.RUNNING);
    assertThat(take(100).maps()).as("guessed").isEqualTo(new MapCounts(10, 0, 9));
    TaskId waiting =
        TypeConverter.toYarn(TaskAttemptID.forName(Reading.map(5).attempt())).getTaskId();
    needs.take(new SpeculatorEvent(waiting, 1));
    needs.take(new SpeculatorEvent(waiting, 1));
    needs.take(new SpeculatorEvent(waiting, -1));
    assertThat(take(200).maps()).isEqualTo(new MapCounts(10, 0, 1));
  }

  @Test
  void aSecondAttemptThatWaitsIsNoMapThatWaits() {
    TaskId waiting =
        TypeConverter.toYarn(TaskAttemptID.forName(Reading.map(5).attempt())).getTaskId();
    needs.take(new SpeculatorEvent(waiting, 2));
    waitingSeconds = 1;
    assertThat(take(100).maps()).isEqualTo(new MapCounts(10, 0, 1));
  }

  @Test
  void mapsThatHaveReadAllAndAreNotDoneAreCountedOnce() {
    reports(Reading.map(1).last(), TaskAttemptState.RUNNING);
    reports(Reading.map(1, 1).last(), TaskAttemptState.RUNNING);
    reports(Reading.map(2).last(), TaskAttemptState.SUCCEEDED);
    reports(Reading.map(3), TaskAttemptState.RUNNING);
    assertThat(take(100).maps()).isEqualTo(new MapCounts(10, 1, 7, 1));
  }
}
