package io.github.hadoopaccel.straggler.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.config.LadderSettings;
import io.github.hadoopaccel.straggler.progress.Priority;
import io.github.hadoopaccel.straggler.testing.Reading;
import io.github.hadoopaccel.straggler.testing.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds of the ladder whatever the policy says and whatever becomes of second attempts. */
class EscalationLadderProperties {
  private static final int TASKS = 12;
  private static final LadderSettings DEFAULTS = Settings.with().ladder();

  /** A life of 12 tasks over 200 s, with verdicts, ends, refusals and pools drawn at random. */
  @Property(tries = 100)
  void everyLifeKeepsTheRules(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int cap) {
    new Life(new Random(seed), cap).live(400);
  }

  private static final class Life {
    private final Random random;
    private final Ladders run;
    private final int cap;
    private final Priority[] priorities = new Priority[TASKS];
    private final Map<Integer, Integer> attempts = new HashMap<>();
    private final Map<Integer, List<Reading>> running = new HashMap<>();
    private final Set<Integer> asked = new HashSet<>();
    private final Map<Integer, Integer> asks = new HashMap<>();
    private final Map<Integer, Rung> rungs = new HashMap<>();
    private final Map<Integer, Long> lastMove = new HashMap<>();

    Life(Random random, int cap) {
      this.random = random;
      this.cap = cap;
      this.run = new Ladders("selection-cap", String.valueOf(cap));
      run.maps = TASKS;
      for (int task = 0; task < TASKS; task++) {
        priorities[task] = Priority.values()[random.nextInt(4)];
        start(task);
      }
    }

    private void start(int task) {
      int number = attempts.merge(task, 1, Integer::sum) - 1;
      running
          .computeIfAbsent(task, key -> new ArrayList<>())
          .add(Reading.map(task, number).priority(priorities[task]));
    }

    void live(int looks) {
      for (int look = 0; look < looks; look++) {
        long now = look * 500L;
        chance();
        LadderStep step =
            run.at(now, running.values().stream().flatMap(List::stream).toArray(Reading[]::new));
        check(now, step);
      }
    }

    private void chance() {
      for (int task = 0; task < TASKS; task++) {
        List<Reading> of = running.get(task);
        for (Reading attempt : of) {
          if (random.nextInt(8) == 0) {
            run.judge(
                random.nextInt(3) > 0 ? Ladders.slow(random.nextInt(5)) : Ladders.keep(), attempt);
          }
        }
        int fate = random.nextInt(60);
        if (fate == 0) {
          of.remove(random.nextInt(of.size()));
          asked.remove(task);
          if (of.isEmpty()) {
            start(task);
          }
        } else if (asked.contains(task) && of.size() == 1 && fate < 6) {
          if (fate < 4) {
            start(task);
          } else {
            run.ladder.notStarted(task, "refused");
          }
          asked.remove(task);
        }
      }
      run.pool = new PoolView(random.nextInt(4) == 0 ? -1 : 1 << 20, random.nextBoolean());
    }

    private void check(long now, LadderStep step) {
      Map<Integer, Integer> movesOfTask = new HashMap<>();
      for (RungChange change : step.changes()) {
        int task = task(change.attemptId());
        boolean ended = change.reason().equals("the attempt ended");
        if (!ended) {
          movesOfTask.merge(task, 1, Integer::sum);
        }
        checkMove(now, task, change, ended);
      }
      assertThat(movesOfTask.values()).allMatch(moves -> moves == 1);
      for (SpeculationWish wish : step.wishes()) {
        int task = wish.taskIndex();
        assertThat(running.get(task)).as("running when asked").hasSize(1);
        assertThat(priorities[task]).isIn(Priority.CRITICAL, Priority.NORMAL);
        assertThat(run.pool.freeBytes()).isNotNegative();
        assertThat(asks.merge(task, 1, Integer::sum)).isLessThanOrEqualTo(TaskLadder.MAX_ASKS);
        asked.add(task);
      }
      assertThat(step.wishes().size()).isLessThanOrEqualTo(cap);
      Set<String> alive = new HashSet<>();
      running.values().forEach(of -> of.forEach(attempt -> alive.add(attempt.attempt())));
      assertThat(alive).containsAll(step.orders().keySet());
      assertThat(run.ladder.size()).isLessThanOrEqualTo(TASKS);
      for (ReadOrder order : step.orders().values()) {
        assertThat(order.extraUnits()).isBetween(0, DEFAULTS.maxExtraUnits());
      }
      for (int task = 0; task < TASKS; task++) {
        checkSubsets(step, running.get(task));
        assertThat(priorities[task] == Priority.NONE && hurried(task, step)).isFalse();
      }
    }

    private boolean hurried(int task, LadderStep step) {
      return running.get(task).stream()
          .anyMatch(attempt -> step.orders().containsKey(attempt.attempt()));
    }

    private void checkMove(long now, int task, RungChange change, boolean ended) {
      Rung was = rungs.getOrDefault(task, Rung.CAREFUL);
      assertThat(change.from()).isEqualTo(was);
      rungs.put(task, change.to());
      int distance = Math.abs(change.to().ordinal() - change.from().ordinal());
      boolean two = running.get(task).size() > 1;
      if (!ended && distance > 1) {
        boolean secondGone = change.to() == Rung.ACCELERATED;
        assertThat(priorities[task] == Priority.CRITICAL || two || secondGone || wasAsked(task))
            .as("%s", change)
            .isTrue();
      }
      boolean grown = change.from() == change.to() && change.reason().startsWith("not recovered");
      if (grown && priorities[task] != Priority.CRITICAL) {
        assertThat(run.pool.hasRoom()).isTrue();
        assertThat(change.extraUnits()).isLessThanOrEqualTo(DEFAULTS.maxExtraUnits());
      }
      if (change.reason().startsWith("recovered")) {
        assertThat(now - lastMove.get(task)).isGreaterThanOrEqualTo(DEFAULTS.stepDownMillis());
      }
      // That the second attempt is gone says nothing about the recovery of the first.
      if (!change.reason().contains("second attempt ended")
          && !change.reason().startsWith("no second attempt")) {
        lastMove.put(task, now);
      }
    }

    private boolean wasAsked(int task) {
      return asked.contains(task) || asks.containsKey(task);
    }

    private static void checkSubsets(LadderStep step, List<Reading> attempts) {
      List<Integer> subsets =
          attempts.stream()
              .map(attempt -> step.orders().get(attempt.attempt()))
              .filter(order -> order != null)
              .map(ReadOrder::unitSubset)
              .toList();
      assertThat(subsets).doesNotHaveDuplicates();
    }

    private static int task(String attemptId) {
      String[] parts = attemptId.split("_");
      return Integer.parseInt(parts[4]);
    }
  }
}
