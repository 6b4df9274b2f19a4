package io.github.hadoopaccel.straggler.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.escalation.EscalationLadder;
import io.github.hadoopaccel.straggler.escalation.LadderStep;
import io.github.hadoopaccel.straggler.escalation.PoolView;
import io.github.hadoopaccel.straggler.policy.Evidence;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.DataNodeView;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.MapCounts;
import io.github.hadoopaccel.straggler.testing.Reading;
import io.github.hadoopaccel.straggler.testing.Settings;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a look costs at 100,000 running attempts, in processor time: printed, not checked, since it
 * is the machine's.
 */
class ScanCostTest {
  private static final int ATTEMPTS = 100_000;
  private static final Evidence EVIDENCE =
      new Evidence(1, 2, 1.5, 600_000, -1, 1, 0, List.of(), -1, 0);

  private final Map<String, Verdict> verdicts = new HashMap<>();
  private final ExtraBytePool pool = new ExtraBytePool(0.05, 0.05, 10_000);
  private final StragglerSettings settings = Settings.with();
  private final EscalationLadder ladder =
      new EscalationLadder(settings.ladder(), settings.selection());
  private final DirectiveBoard board = new DirectiveBoard(settings, pool);
  private final TimeSaved saved = new TimeSaved();

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.5})
  void oneHundredOfOneHundredThousandAreAccelerated(double ownBudgetShare) {
    List<AttemptProgress> running = running(ownBudgetShare);
    long[] micros = new long[200];
    String parts = "";
    for (int look = 0; look < micros.length; look++) {
      JobSnapshot job = job(look * 500L, running);
      long begun = nanos();
      PoolView view = pool.look(job);
      long looked = nanos();
      LadderStep step = ladder.step(job, verdicts, view, 0);
      long stepped = nanos();
      board.update(job, step);
      saved.look(job, step);
      long done = nanos();
      micros[look] = (done - begun) / 1000;
      parts =
          String.format(
              "pool %d, ladder %d, board and time saved %d",
              (looked - begun) / 1000, (stepped - looked) / 1000, (done - stepped) / 1000);
      assertThat(step.accelerated()).hasSize(ATTEMPTS / 1000);
    }
    Arrays.sort(micros, 100, 200);
    System.out.printf(
        "ladder, pool, board and time saved, %d attempts, own share %.1f: median %d us, worst %d"
            + " us (the last: %s)%n",
        ATTEMPTS, ownBudgetShare, micros[150], micros[199], parts);
  }

  @Test
  void anAnswerIsCheap() {
    List<AttemptProgress> running = running(1);
    JobSnapshot job = job(0, running);
    board.update(job, ladder.step(job, verdicts, pool.look(job), 0));
    long begun = 0;
    long delays = 0;
    for (int round = 0; round < 10; round++) {
      begun = nanos();
      for (AttemptProgress attempt : running) {
        delays += board.answer(attempt.attemptId(), 1).nextReportMillis();
      }
    }
    System.out.printf("an answer: %d ns%n", (nanos() - begun) / ATTEMPTS);
    assertThat(delays).isPositive();
  }

  private static long nanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private List<AttemptProgress> running(double ownBudgetShare) {
    List<AttemptProgress> running = new ArrayList<>();
    for (int i = 0; i < ATTEMPTS; i++) {
      AttemptProgress attempt = Reading.map(i).split(1 << 30).bytes(1 << 20, 0).running();
      running.add(attempt);
      verdicts.put(
          attempt.attemptId(),
          i % 1000 == 0
              ? new Verdict.Accelerate(1, "slow", EVIDENCE)
              : new Verdict.Keep(ownBudgetShare, "fast enough", EVIDENCE));
    }
    return running;
  }

  private static JobSnapshot job(long now, List<AttemptProgress> running) {
    return new JobSnapshot(
        Reading.JOB,
        now,
        new MapCounts(ATTEMPTS, 0, 0),
        running,
        List.of(),
        DataNodeView.EMPTY,
        (long) ATTEMPTS << 20,
        0);
  }
}
