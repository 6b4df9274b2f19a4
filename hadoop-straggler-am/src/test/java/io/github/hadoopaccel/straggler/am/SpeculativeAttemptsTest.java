package io.github.hadoopaccel.straggler.am;

import static io.github.hadoopaccel.straggler.testing.RunningJob.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.straggler.am.SpeculativeAttempts.Outcome;
import io.github.hadoopaccel.straggler.testing.RunningJob;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.v2.api.records.JobState;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptState;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskState;
import org.apache.hadoop.mapreduce.v2.app.job.event.TaskAttemptEventType;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Second attempts in Hadoop's own ApplicationMaster. */
@Timeout(60)
class SpeculativeAttemptsTest {
  private static final Function<TaskAttemptId, NodeId> NODE_OF_ITS_OWN =
      attempt -> node("node" + attempt.getTaskId().getId() + "-" + attempt.getId());
  private static final Function<TaskAttemptId, NodeId> ONE_NODE = attempt -> node("only");

  private final JobConf conf = new JobConf();
  private RunningJob job;

  @AfterEach
  void stop() {
    if (job != null) {
      job.stop();
    }
  }

  @Test
  void aRunningMapGetsASecondAttemptOnThePreferredHosts() throws Exception {
    job = new RunningJob(2, 0, NODE_OF_ITS_OWN).run(conf, true, 2);
    TaskId map = job.map(0);
    SpeculativeAttempts attempts = attempts(1);

    assertThat(attempts.start(map, List.of("NODE0-0", "far", "near", "far")))
        .isEqualTo(Outcome.STARTED);
    job.awaitState(map, 1, TaskAttemptState.RUNNING);

    assertThat(job.hostsAskedFor(map, 0)).isEmpty();
    assertThat(job.hostsAskedFor(map, 1)).containsExactly("far", "near");
    assertThat(attempts.killOnTheSameNode()).isEmpty();
    assertThat(job.attempt(map, 0).getState()).isEqualTo(TaskAttemptState.RUNNING);
    assertThat(job.task(job.map(1)).getAttempts()).hasSize(1);
  }

  @Test
  void withoutPreferenceTheHostsOfTheSplitAreAskedForExceptTheOneInUse() throws Exception {
    job = new RunningJob(1, 0, NODE_OF_ITS_OWN).run(conf, true, 1);
    TaskId map = job.map(0);
    SplitLocations.of(job.task(map)).orElseThrow().replace(List.of("node0-0", "b", "c"));

    assertThat(attempts(1).start(map, List.of("node0-0"))).isEqualTo(Outcome.STARTED);
    job.awaitState(map, 1, TaskAttemptState.RUNNING);

    assertThat(job.hostsAskedFor(map, 1)).containsExactly("b", "c");
  }

  @Test
  void oncePlacedTheSplitHasItsOwnHostsAgain() throws Exception {
    job = new RunningJob(1, 0, NODE_OF_ITS_OWN).run(conf, true, 1);
    TaskId map = job.map(0);
    SplitLocations.of(job.task(map)).orElseThrow().replace(List.of("a", "b"));
    SpeculativeAttempts attempts = attempts(1);

    attempts.start(map, List.of("c"));
    job.awaitState(map, 1, TaskAttemptState.RUNNING);
    attempts.killOnTheSameNode();

    assertThat(SplitLocations.of(job.task(map)).orElseThrow().original()).containsExactly("a", "b");
  }

  @Test
  void aSecondWishIsRefusedBeforeAndAfterTheAttemptIsThere() throws Exception {
    job = new RunningJob(1, 0, attempt -> attempt.getId() == 0 ? node("a") : null);
    job.run(conf, true, 1);
    SpeculativeAttempts attempts = attempts(1);

    assertThat(attempts.start(job.map(0), List.of())).isEqualTo(Outcome.STARTED);
    assertThat(attempts.start(job.map(0), List.of())).isEqualTo(Outcome.ALREADY_TWO);
    job.awaitState(job.map(0), 1, TaskAttemptState.STARTING);
    assertThat(attempts.start(job.map(0), List.of())).isEqualTo(Outcome.ALREADY_TWO);
    assertThat(attempts.killOnTheSameNode()).isEmpty();
    assertThat(job.task(job.map(0)).getAttempts()).hasSize(2);
  }

  @Test
  void aTaskThatWaitsForItsFirstContainerIsLeftAlone() throws Exception {
    job = new RunningJob(1, 0, attempt -> null).run(conf, true, 0);
    await().until(() -> job.task(job.map(0)).getState() == TaskState.SCHEDULED);

    assertThat(attempts(1).start(job.map(0), List.of())).isEqualTo(Outcome.TASK_NOT_RUNNING);
    assertThat(job.job().getState()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void aTaskWhoseNextAttemptWaitsIsLeftAlone() throws Exception {
    job = new RunningJob(1, 0, attempt -> attempt.getId() == 0 ? node("a") : null);
    job.run(conf, true, 1);
    job.fail(job.map(0), 0);
    job.awaitState(job.map(0), 1, TaskAttemptState.STARTING);

    assertThat(attempts(1).start(job.map(0), List.of())).isEqualTo(Outcome.ATTEMPT_NOT_RUNNING);
  }

  @Test
  void aTaskThatIsOverIsLeftAloneAndForgotten() throws Exception {
    job = new RunningJob(2, 0, NODE_OF_ITS_OWN).run(conf, true, 2);
    SpeculativeAttempts attempts = attempts(1);
    attempts.start(job.map(0), List.of("b"));
    job.awaitState(job.map(0), 1, TaskAttemptState.RUNNING);
    assertThat(attempts.tasks()).containsExactly(job.map(0));

    job.finish(job.map(0), 1);
    await().until(() -> job.task(job.map(0)).getState() == TaskState.SUCCEEDED);
    job.awaitState(job.map(0), 0, TaskAttemptState.KILLED);

    assertThat(attempts.start(job.map(0), List.of())).isEqualTo(Outcome.TASK_NOT_RUNNING);
    assertThat(attempts.killOnTheSameNode()).isEmpty();
    assertThat(attempts.tasks()).isEmpty();
  }

  @Test
  void reducesAndUnknownTasksAreNoMaps() throws Exception {
    job = new RunningJob(1, 1, NODE_OF_ITS_OWN).run(conf, true, 2);

    assertThat(attempts(1).start(job.reduce(0), List.of())).isEqualTo(Outcome.NO_SUCH_MAP);
    assertThat(attempts(1).start(job.map(7), List.of())).isEqualTo(Outcome.NO_SUCH_MAP);
  }

  @Test
  void whereTheUserWantsNoSpeculationThereIsNone() throws Exception {
    job = new RunningJob(1, 0, NODE_OF_ITS_OWN).run(conf, false, 1);

    assertThat(attempts(1).start(job.map(0), List.of())).isEqualTo(Outcome.SPECULATION_OFF);
  }

  @Test
  void aSecondAttemptOnTheSameNodeIsKilledAndMovesToAnother() throws Exception {
    job = new RunningJob(1, 0, ONE_NODE).run(conf, true, 1);
    TaskId map = job.map(0);
    SpeculativeAttempts attempts = attempts(2);
    attempts.start(map, List.of("b"));
    job.awaitState(map, 1, TaskAttemptState.RUNNING);
    job.place(attempt -> node("b"));

    assertThat(attempts.killOnTheSameNode()).containsExactly(job.attempt(map, 1).getID());
    assertThat(attempts.killOnTheSameNode()).isEmpty();
    assertThat(attempts.start(map, List.of())).isEqualTo(Outcome.ALREADY_TWO);
    job.awaitState(map, 1, TaskAttemptState.KILLED);
    job.awaitState(map, 2, TaskAttemptState.RUNNING);

    assertThat(job.hostsAskedFor(map, 2)).containsExactly("b");
    assertThat(attempts.killOnTheSameNode()).isEmpty();
    assertThat(job.attempt(map, 0).getState()).isEqualTo(TaskAttemptState.RUNNING);
    assertThat(job.task(map).getState()).isEqualTo(TaskState.RUNNING);
  }

  @Test
  void anAttemptIsMovedABoundedNumberOfTimes() throws Exception {
    job = new RunningJob(2, 0, ONE_NODE).run(conf, true, 2);
    TaskId map = job.map(0);
    SpeculativeAttempts attempts = attempts(2);
    attempts.start(map, List.of());
    for (int moved = 1; moved <= 2; moved++) {
      job.awaitState(map, moved, TaskAttemptState.RUNNING);
      assertThat(attempts.killOnTheSameNode()).containsExactly(job.attempt(map, moved).getID());
    }
    job.awaitState(map, 3, TaskAttemptState.RUNNING);

    assertThat(attempts.killOnTheSameNode()).isEmpty();
    assertThat(LiveAttempts.of(job.task(map)).onTheSameNode())
        .containsExactly(job.attempt(map, 3).getID());
    job.finish(map, 3);
    await().until(() -> job.task(map).getState() == TaskState.SUCCEEDED);
  }

  @Test
  void anAttemptThatIsAboutToCommitIsNotKilled() throws Exception {
    job = new RunningJob(1, 0, ONE_NODE).run(conf, true, 1);
    TaskId map = job.map(0);
    SpeculativeAttempts attempts = attempts(1);
    attempts.start(map, List.of());
    job.awaitState(map, 1, TaskAttemptState.RUNNING);
    job.say(map, 1, TaskAttemptEventType.TA_COMMIT_PENDING);
    job.awaitState(map, 1, TaskAttemptState.COMMIT_PENDING);

    assertThat(attempts.killOnTheSameNode()).isEmpty();
    assertThat(attempts.start(map, List.of())).isEqualTo(Outcome.ALREADY_TWO);
  }

  @Test
  void aTaskWithAFailedAttemptGetsItsSecondOneUnsteered() throws Exception {
    job = new RunningJob(1, 0, NODE_OF_ITS_OWN).run(conf, true, 1);
    TaskId map = job.map(0);
    job.fail(map, 0);
    job.awaitState(map, 1, TaskAttemptState.RUNNING);

    assertThat(attempts(1).start(map, List.of("b"))).isEqualTo(Outcome.STARTED);
    job.awaitState(map, 2, TaskAttemptState.RUNNING);

    assertThat(job.hostsAskedFor(map, 2)).isEmpty();
  }

  @Test
  void aSecondAttemptThatFailsBeforeItReportsIsForgotten() throws Exception {
    job = new RunningJob(1, 0, NODE_OF_ITS_OWN).run(conf, true, 1);
    TaskId map = job.map(0);
    SpeculativeAttempts attempts = attempts(1);
    attempts.start(map, List.of("b"));
    assertThat(attempts.forgetEnded()).as("on its way, or there").isEmpty();
    job.awaitState(map, 1, TaskAttemptState.RUNNING);
    assertThat(attempts.forgetEnded()).isEmpty();
    job.fail(map, 1);
    job.awaitState(map, 1, TaskAttemptState.FAILED);

    assertThat(attempts.forgetEnded()).containsExactly(map);
    assertThat(attempts.forgetEnded()).isEmpty();
    assertThat(attempts.tasks()).isEmpty();
    assertThat(attempts.start(map, List.of())).isEqualTo(Outcome.STARTED);
  }

  @Test
  void anAttemptThatWaitsBesideAnotherIsCounted() throws Exception {
    job = new RunningJob(1, 0, attempt -> attempt.getId() == 0 ? node("a") : null);
    job.run(conf, true, 1);
    assertThat(LiveAttempts.of(job.task(job.map(0))).waitingBeside()).isZero();
    attempts(1).start(job.map(0), List.of());
    job.awaitState(job.map(0), 1, TaskAttemptState.STARTING);
    assertThat(LiveAttempts.of(job.task(job.map(0))).waitingBeside()).isEqualTo(1);
  }

  @Test
  void whenNobodyLooksAnyMoreEverySplitHasItsOwnHosts() throws Exception {
    job = new RunningJob(1, 0, NODE_OF_ITS_OWN).run(conf, true, 1);
    SplitLocations split = SplitLocations.of(job.task(job.map(0))).orElseThrow();
    split.replace(List.of("a", "b"));
    SpeculativeAttempts attempts = attempts(1);
    attempts.start(job.map(0), List.of("c"));
    attempts.settleAll();
    assertThat(SplitLocations.of(job.task(job.map(0))).orElseThrow().original())
        .containsExactly("a", "b");
    assertThat(attempts.tasks()).isEmpty();
  }

  private SpeculativeAttempts attempts(int maxMoves) {
    return new SpeculativeAttempts(job.getContext(), job.getConfig(), maxMoves);
  }
}
