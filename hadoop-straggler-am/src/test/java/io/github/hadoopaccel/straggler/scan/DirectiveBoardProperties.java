package io.github.hadoopaccel.straggler.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.policy.Evidence;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.testing.Reading;
import io.github.hadoopaccel.straggler.testing.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Directives never promise bytes the job has not earned. */
class DirectiveBoardProperties {
  private static final Verdict SLOW =
      new Verdict.Accelerate(2, "slow", new Evidence(1, 2, 1.5, 0, 0, 0, 0, List.of(), -1, 0));

  /** Attempts that read on, and spend whatever they were granted, never pass the job's share. */
  @Property(tries = 200)
  void theJobsExtraBytesStayWithinItsShare(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 100_000) Integer> progress,
      @ForAll @IntRange(min = 1, max = 5) int attempts,
      @ForAll @IntRange(min = 0, max = 100) int percentSpent) {
    DirectiveBoard fresh = new DirectiveBoard(Settings.with());
    long[] useful = new long[attempts];
    long[] extra = new long[attempts];
    long[] granted = new long[attempts];
    long now = 0;
    for (int step : progress) {
      now += 1000;
      List<AttemptProgress> running = new ArrayList<>();
      for (int i = 0; i < attempts; i++) {
        useful[i] += step;
        extra[i] += (granted[i] - extra[i]) * percentSpent / 100;
        running.add(Reading.map(i).bytes(useful[i], extra[i]).running());
      }
      JobSnapshot job = Reading.job(now, 100, 0, running, List.of());
      fresh.update(
          job, running.stream().collect(Collectors.toMap(AttemptProgress::attemptId, a -> SLOW)));
      for (int i = 0; i < attempts; i++) {
        granted[i] += fresh.answer(Reading.map(i).attempt(), now).extraBudgetBytes();
      }
      long total = LongStream.of(granted).sum();
      assertThat(total).isLessThanOrEqualTo((long) (0.05 * job.usefulBytes()));
      assertThat(job.extraBytes()).isLessThanOrEqualTo((long) (0.05 * job.usefulBytes()));
    }
  }
}
