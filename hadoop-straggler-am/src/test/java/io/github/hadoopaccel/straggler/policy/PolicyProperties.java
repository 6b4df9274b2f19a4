package io.github.hadoopaccel.straggler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.hedge.SplitStamp;
import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.MapCounts;
import io.github.hadoopaccel.straggler.progress.Priority;
import io.github.hadoopaccel.straggler.testing.Reading;
import io.github.hadoopaccel.straggler.testing.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every job, made at random from a seed. */
class PolicyProperties {
  private static final StragglerSettings SETTINGS =
      Settings.with("require-slow-device", "false", "selection-cap", "20%");
  private static final List<StragglerPolicy> POLICIES =
      List.of(
          new CriticalPathPolicy(SETTINGS),
          new LatePolicy(SETTINGS),
          new QuantcastPolicy(SETTINGS),
          new QuantcastPolicy(Settings.with("sample-size", "3", "selection-order", "random")));

  @Property(tries = 300)
  void everyRunningAttemptGetsOneVerdict(@ForAll long seed) {
    JobSnapshot job = job(new Random(seed));
    for (StragglerPolicy policy : POLICIES) {
      assertThat(policy.judge(job).keySet())
          .containsExactlyInAnyOrderElementsOf(
              job.running().stream().map(AttemptProgress::attemptId).toList());
    }
  }

  @Property(tries = 300)
  void theSameJobGetsTheSameVerdictsInAnyOrder(@ForAll long seed) {
    Random random = new Random(seed);
    JobSnapshot job = job(random);
    List<AttemptProgress> running = new ArrayList<>(job.running());
    List<AttemptProgress> finished = new ArrayList<>(job.finished());
    Collections.shuffle(running, random);
    Collections.shuffle(finished, random);
    JobSnapshot shuffled =
        new JobSnapshot(
            job.jobId(),
            job.nowMillis(),
            job.maps(),
            running,
            finished,
            job.dataNodes(),
            job.usefulBytes(),
            job.extraBytes());
    for (StragglerPolicy policy : POLICIES) {
      assertThat(policy.judge(shuffled)).isEqualTo(policy.judge(job)).isEqualTo(policy.judge(job));
    }
  }

  @Property(tries = 300)
  void whatDoesNotWaitIsNeverAccelerated(@ForAll long seed) {
    JobSnapshot job = job(new Random(seed));
    for (StragglerPolicy policy : POLICIES.subList(0, 2)) {
      accelerated(policy.judge(job))
          .forEach(each -> assertThat(each.evidence().waitFraction()).isGreaterThanOrEqualTo(0.3));
    }
  }

  @Property(tries = 300)
  void priorityNoneIsNeverAccelerated(@ForAll long seed) {
    JobSnapshot job = job(new Random(seed));
    for (StragglerPolicy policy : POLICIES) {
      Map<String, Verdict> verdicts = policy.judge(job);
      for (AttemptProgress attempt : job.running()) {
        if (attempt.task().priority() == Priority.NONE) {
          assertThat(verdicts.get(attempt.attemptId())).isInstanceOf(Verdict.Keep.class);
        }
      }
    }
  }

  @Property(tries = 300)
  void noMoreThanTheCapAreSelected(@ForAll long seed) {
    JobSnapshot job = job(new Random(seed));
    for (StragglerPolicy policy : POLICIES.subList(1, 3)) {
      Map<String, Verdict> verdicts = policy.judge(job);
      long selected =
          accelerated(verdicts).stream()
              .filter(each -> !each.reason().equals("finish line"))
              .count();
      long refused =
          verdicts.values().stream().filter(each -> each.reason().contains("the cap")).count();
      assertThat(selected).isEqualTo(SETTINGS.selection().limit((int) (selected + refused)));
    }
  }

  @Property(tries = 300)
  void weightsAndUnitsAreWithinTheirRanges(@ForAll long seed) {
    accelerated(POLICIES.get(0).judge(job(new Random(seed))))
        .forEach(
            each -> {
              assertThat(each.weight()).isBetween(0.05, 1.0);
              assertThat(each.extraUnits()).isIn(1, 3);
            });
  }

  private static List<Verdict.Accelerate> accelerated(Map<String, Verdict> verdicts) {
    return verdicts.values().stream()
        .filter(Verdict.Accelerate.class::isInstance)
        .map(Verdict.Accelerate.class::cast)
        .toList();
  }

  private static JobSnapshot job(Random random) {
    List<AttemptProgress> running = new ArrayList<>();
    List<AttemptProgress> finished = new ArrayList<>();
    int count = random.nextInt(20);
    for (int number = 0; number < count; number++) {
      running.add(reading(random, Reading.map(number)).running());
      if (random.nextInt(6) == 0) {
        running.add(reading(random, Reading.map(number, 1)).running());
      }
    }
    for (int number = random.nextInt(6); number > 0; number--) {
      finished.add(reading(random, Reading.map(100 + number)).finished());
    }
    int done = random.nextInt(4) == 0 ? 10_000 : finished.size();
    int pending = random.nextBoolean() ? 0 : random.nextInt(30);
    MapCounts maps = new MapCounts(count + done + pending + random.nextInt(2), done, pending);
    return Reading.job(random.nextInt(20_000), maps, running, finished);
  }

  private static Reading reading(Random random, Reading fresh) {
    Reading reading =
        fresh
            .rate(random.nextInt(8) == 0 ? 0 : random.nextInt(100))
            .age(random.nextInt(20_000))
            .bytes(random.nextInt(1_000_000_000), 0)
            .split(random.nextInt(5) == 0 ? 0 : random.nextInt(2_000_000_000))
            .progress(random.nextInt(3) == 0 ? -1 : random.nextDouble())
            .waits(random.nextDouble())
            .waitingNow(random.nextInt(4) == 0 ? random.nextInt(10_000) : 0)
            .load(random.nextInt(3) == 0 ? -1 : random.nextDouble() / 4)
            .priority(Priority.values()[random.nextInt(4)])
            .in(random.nextBoolean() ? Posture.ACCELERATED : Posture.CAREFUL)
            .at(random.nextInt(10_000));
    if (random.nextInt(8) == 0) {
      reading = reading.stamp(SplitStamp.values()[random.nextInt(2)]);
    }
    for (int node = 0; node < 3; node++) {
      int dataNode = random.nextInt(8);
      reading = reading.from("dn" + dataNode + ":9866", random.nextInt(9), dataNode == 0 ? 3 : 50);
    }
    return reading;
  }
}
