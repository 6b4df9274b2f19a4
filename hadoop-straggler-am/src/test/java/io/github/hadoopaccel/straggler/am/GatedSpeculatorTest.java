package io.github.hadoopaccel.straggler.am;

import static io.github.hadoopaccel.straggler.testing.RunningJob.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.straggler.testing.Application;
import io.github.hadoopaccel.straggler.testing.EagerEstimator;
import io.github.hadoopaccel.straggler.testing.RecordingEstimator;
import io.github.hadoopaccel.straggler.testing.RunningJob;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptState;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hadoop's speculator behind the gate, in Hadoop's own ApplicationMaster. */
@Timeout(60)
class GatedSpeculatorTest {
  private final JobConf conf = new JobConf();
  private final Places places = new Places(100);
  private RunningJob job;

  @BeforeEach
  void speculateSoon() {
    conf.setLong("mapreduce.job.speculative.retry-after-no-speculate", 50);
    conf.setLong("mapreduce.job.speculative.retry-after-speculate", 50);
    conf.set("yarn.app.mapreduce.am.job.task.estimator.class", EagerEstimator.class.getName());
  }

  @AfterEach
  void stop() {
    if (job != null) {
      job.stop();
    }
  }

  @Test
  void aWatchedMapLeavesTheTurnToTheNextOne() throws Exception {
    run(3, 0, task -> task.getId() == 0);

    job.awaitState(job.map(1), 1, TaskAttemptState.RUNNING);
    job.awaitState(job.map(2), 1, TaskAttemptState.RUNNING);

    assertThat(job.task(job.map(0)).getAttempts()).hasSize(1);
    assertThat(places.taken).containsExactly(job.map(1), job.map(2));
  }

  @Test
  void withNothingWatchedTheLatestComesFirst() throws Exception {
    run(2, 0, task -> false);

    job.awaitState(job.map(1), 1, TaskAttemptState.RUNNING);

    assertThat(places.taken).containsExactly(job.map(0), job.map(1));
  }

  @Test
  void reducesAreSpeculatedBesideWatchedMaps() throws Exception {
    conf.setFloat("mapreduce.job.reduce.slowstart.completedmaps", 0);
    run(1, 1, task -> task.getTaskType() == TaskType.MAP);

    job.awaitState(job.reduce(0), 1, TaskAttemptState.RUNNING);

    assertThat(job.task(job.map(0)).getAttempts()).hasSize(1);
  }

  @Test
  void theCapBoundsWhatHadoopStarts() throws Exception {
    places.left.set(1);
    run(3, 0, task -> false);

    job.awaitState(job.map(0), 1, TaskAttemptState.RUNNING);
    int before = places.asked.get();
    await().until(() -> places.asked.get() > before + 30);
    assertThat(job.task(job.map(1)).getAttempts()).hasSize(1);

    places.left.set(1);
    job.awaitState(job.map(1), 1, TaskAttemptState.RUNNING);
    assertThat(places.taken).containsExactly(job.map(0), job.map(1));
  }

  @Test
  void aPlaceTakenByAnotherSinceTheScanBeganIsNotTakenTwice() throws Exception {
    places.refuse = true;
    run(2, 0, task -> false);

    await().until(() -> places.refused.get() > 2);

    assertThat(job.task(job.map(0)).getAttempts()).hasSize(1);
    places.refuse = false;
    job.awaitState(job.map(0), 1, TaskAttemptState.RUNNING);
  }

  @Test
  void aPredicateThatThrowsLeavesHadoopsOwnSpeculation() throws Exception {
    run(
        2,
        0,
        task -> {
          throw new LinkageError("on purpose");
        });

    job.awaitState(job.map(0), 1, TaskAttemptState.RUNNING);
    job.awaitState(job.map(1), 1, TaskAttemptState.RUNNING);
  }

  @Test
  void theConfiguredEstimatorIsUsed() {
    conf.set("yarn.app.mapreduce.am.job.task.estimator.class", RecordingEstimator.class.getName());
    Application application = new Application();
    GatedSpeculator speculator =
        new GatedSpeculator(conf, application.context(), task -> false, places);
    int before = RecordingEstimator.ENROLLED.get();
    try {
      speculator.handle(AccelSpeculatorTest.attemptStart());
    } catch (IllegalStateException onPurpose) {
      assertThat(onPurpose).hasMessage("on purpose");
    }
    assertThat(RecordingEstimator.ENROLLED.get()).isEqualTo(before + 1);
  }

  @Test
  void anEstimatorThatCannotBeMadeIsNamed() {
    conf.set("yarn.app.mapreduce.am.job.task.estimator.class", Unmakable.class.getName());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new GatedSpeculator(conf, new Application().context(), task -> false, places))
        .withMessageContaining("yarn.app.mapreduce.am.job.task.estimator.class")
        .withMessageContaining("Unmakable");
  }

  private void run(int maps, int reduces, Predicate<TaskId> watched) throws Exception {
    job = new RunningJob(maps, reduces, attempt -> node("node" + attempt.getId()));
    job.with((config, context) -> new GatedSpeculator(config, context, watched, places));
    job.submit(conf, true, true);
  }

  /** A cap with a number of places. */
  private static final class Places implements SpeculationCap {
    private final AtomicInteger left;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final List<TaskId> taken = new CopyOnWriteArrayList<>();
    private volatile boolean refuse;

    Places(int left) {
      this.left = new AtomicInteger(left);
    }

    @Override
    public boolean open() {
      asked.incrementAndGet();
      return left.get() > 0;
    }

    @Override
    public boolean claim(TaskId task) {
      if (refuse) {
        refused.incrementAndGet();
        return false;
      }
      taken.add(task);
      left.decrementAndGet();
      return true;
    }
  }

  /** Has no public constructor without arguments. */
  abstract static class Unmakable
      implements org.apache.hadoop.mapreduce.v2.app.speculate.TaskRuntimeEstimator {
    Unmakable(int unused) {}
  }
}
