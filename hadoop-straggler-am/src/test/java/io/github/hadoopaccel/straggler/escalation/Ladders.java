package io.github.hadoopaccel.straggler.escalation;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.policy.Evidence;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.MapCounts;
import io.github.hadoopaccel.straggler.testing.Reading;
import io.github.hadoopaccel.straggler.testing.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A ladder with the default waits (3, 15, 5 and 5 s) and what a test shows it, changed freely. */
final class Ladders {
  static final LadderStep NOTHING =
      new LadderStep(Map.of(), List.of(), List.of(), List.of(), List.of(), 1);
  static final PoolView RICH = new PoolView(1L << 40, true);

  final EscalationLadder ladder;
  final List<RungChange> changes = new ArrayList<>();
  final List<SpeculationWish> wishes = new ArrayList<>();
  final List<SpeculationCharge> charges = new ArrayList<>();
  final Map<String, Verdict> verdicts = new HashMap<>();
  PoolView pool = RICH;
  int others;
  int maps = 10;
  int pending;

  /** Attempts that have read all. */
  List<Reading> read = List.of();

  Ladders(String... keysAndValues) {
    StragglerSettings settings = Settings.with(keysAndValues);
    this.ladder = new EscalationLadder(settings, true);
  }

  static Evidence evidence(long remainingMillis) {
    return new Evidence(1, 2, 1.5, remainingMillis, -1, 1, 0, List.of(), -1, 0);
  }

  static Verdict.Accelerate slow(int extraUnits) {
    return new Verdict.Accelerate(extraUnits, "slow", evidence(600_000));
  }

  static Verdict keep() {
    return new Verdict.Keep("fast enough", evidence(-1));
  }

  Ladders judge(Verdict verdict, Reading... readings) {
    for (Reading reading : readings) {
      verdicts.put(reading.attempt(), verdict);
    }
    return this;
  }

  /** One look, at a job of which exactly these attempts run. */
  LadderStep at(long now, Reading... readings) {
    List<AttemptProgress> running = List.of(readings).stream().map(Reading::running).toList();
    List<AttemptProgress> finished = read.stream().map(Reading::finished).toList();
    int started = (int) running.stream().map(each -> each.name().taskIndex()).distinct().count();
    int done = Math.max(0, maps - started - pending);
    MapCounts counts = new MapCounts(done + started + pending, done, pending);
    JobSnapshot job = Reading.job(now, counts, running, finished);
    LadderStep step = ladder.step(job, verdicts, pool, others);
    changes.addAll(step.changes());
    wishes.addAll(step.wishes());
    charges.addAll(step.charges());
    return step;
  }

  /** A look each half second, both ends included; returns the last one. */
  LadderStep run(long from, long to, Reading... readings) {
    LadderStep last = NOTHING;
    for (long now = from; now <= to; now += 500) {
      last = at(now, readings);
    }
    return last;
  }
}
