package io.github.hadoopaccel.straggler.am;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.escalation.Rung;
import io.github.hadoopaccel.straggler.policy.Evidence;
import io.github.hadoopaccel.straggler.policy.StragglerPolicy;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptLedger;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.Priority;
import io.github.hadoopaccel.straggler.testing.Application;
import io.github.hadoopaccel.straggler.testing.Reading;
import io.github.hadoopaccel.straggler.testing.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TypeConverter;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptState;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.junit.jupiter.api.Test;

/** A policy that finds maps 1 and 2 to hold the job back, and nobody else. */
class WatchScanTest {
  private static final StragglerSettings SETTINGS = Settings.with();
  private static final Reading STUCK = Reading.map(1).rate(0).split(1000);

  private final Application application = new Application();
  private final StockSpeculation stock = new StockSpeculation(SETTINGS, () -> 0);

  private static Map<String, Verdict> judge(JobSnapshot job) {
    Map<String, Verdict> verdicts = new HashMap<>();
    for (AttemptProgress attempt : job.running()) {
      if (attempt.name().taskIndex() <= 2) {
        verdicts.put(
            attempt.attemptId(),
            new Verdict.Accelerate(1, "slow", Evidence.of(attempt, job, List.of())));
      }
    }
    return verdicts;
  }

  private static TaskId task(Reading reading) {
    TaskAttemptId id = TypeConverter.toYarn(TaskAttemptID.forName(reading.attempt()));
    return id.getTaskId();
  }

  private WatchScan scan(boolean secondsOfMaps) {
    Configuration conf = new Configuration(false);
    conf.setBoolean("mapreduce.map.speculative", true);
    StragglerPolicy policy = WatchScanTest::judge;
    return new WatchScan(
        SETTINGS,
        policy,
        secondsOfMaps,
        0.05,
        new AttemptLedger(10, 0.33, report -> Optional.empty()),
        new SpeculativeAttempts(application.context(), conf, 1),
        stock,
        job -> 0,
        new JobEvents(application.context()));
  }

  private void run(WatchScan scan, Reading... readings) {
    List<AttemptProgress> running = List.of(readings).stream().map(Reading::running).toList();
    scan.run(
        Reading.job(10, 0, running, List.of()), application.theJob(), task(readings[0]).getJobId());
  }

  @Test
  void onlyHurriedMapsThatMayGetASecondAttemptAreKeptFromHadoop() {
    stock.enter();
    Reading low = Reading.map(2).priority(Priority.LOW);
    Reading waiting = Reading.map(3).waits(1);
    run(scan(true), Reading.map(1), low, waiting);
    assertThat(stock.isOurs(task(Reading.map(1)))).isTrue();
    assertThat(stock.isOurs(task(low))).isFalse();
    assertThat(stock.isOurs(task(waiting))).isFalse();
  }

  @Test
  void aSecondAttemptTakesAPlaceFromHadoop() {
    stock.enter();
    application.put(STUCK, TaskAttemptState.RUNNING);
    WatchScan scan = scan(true);
    run(scan, STUCK.priority(Priority.CRITICAL));
    assertThat(scan.secondAttempts()).isEqualTo(1);
    assertThat(stock.maps()).containsExactly(task(STUCK));
    assertThat(stock.claim(task(STUCK))).isFalse();
  }

  @Test
  void whereMapsMayNotRunTwiceNobodyAsks() {
    stock.enter();
    application.put(STUCK, TaskAttemptState.RUNNING);
    WatchScan scan = scan(false);
    run(scan, STUCK.priority(Priority.CRITICAL));
    assertThat(scan.secondAttempts()).isZero();
    assertThat(stock.maps()).isEmpty();
    assertThat(scan.ladder().rung(1)).isEqualTo(Rung.ACCELERATED);
  }

  @Test
  void whereHadoopHasStartedOneTheLadderStartsNone() {
    stock.enter();
    application.put(STUCK, TaskAttemptState.RUNNING);
    stock.claim(task(STUCK));
    WatchScan scan = scan(true);
    run(scan, STUCK.priority(Priority.CRITICAL));
    assertThat(scan.secondAttempts()).isZero();
    assertThat(stock.maps()).as("still Hadoop's place").containsExactly(task(STUCK));
  }
}
