package io.github.hadoopaccel.lab.bench.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.lab.bench.read.BenchPlan.Step;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A plan has every sample once, and no reader is always the first. */
class BenchPlanTest {
  private final BenchOptions options = Given.options();
  private final BenchPlan plan = BenchPlan.of(options);

  private List<ReaderKind> order(int round, Api api) {
    return plan.of(Scenario.HEALTHY).stream()
        .filter(step -> step.round() == round && step.api() == api)
        .map(Step::reader)
        .toList();
  }

  @Test
  void readersMoveUpByOneEachRound() {
    for (Api api : Api.values()) {
      assertThat(order(0, api))
          .containsExactly(
              ReaderKind.STOCK, ReaderKind.PLAIN, ReaderKind.ADAPTIVE, ReaderKind.ALWAYS);
      assertThat(order(1, api))
          .containsExactly(
              ReaderKind.PLAIN, ReaderKind.ADAPTIVE, ReaderKind.ALWAYS, ReaderKind.STOCK);
      assertThat(order(2, api))
          .containsExactly(
              ReaderKind.ADAPTIVE, ReaderKind.ALWAYS, ReaderKind.STOCK, ReaderKind.PLAIN);
    }
  }

  @Test
  void everySampleIsTakenOnce() {
    assertThat(new HashSet<>(plan.steps())).hasSameSizeAs(plan.steps());
    Map<Scenario, Integer> samples = new EnumMap<>(Scenario.class);
    plan.steps().forEach(step -> samples.merge(step.scenario(), 1, Integer::sum));
    int each = 3 * ReaderKind.values().length * Api.values().length;
    for (Scenario scenario : Scenario.values()) {
      int left = scenario == Scenario.HUNG_1 ? 2 * 2 * Api.values().length : 0;
      assertThat(samples.get(scenario)).as(scenario.label()).isEqualTo(each - left);
    }
  }

  @Test
  void scenariosAndRoundsFollowOneAnother() {
    for (int i = 1; i < plan.steps().size(); i++) {
      Step before = plan.steps().get(i - 1);
      Step step = plan.steps().get(i);
      assertThat(step.scenario().ordinal()).isGreaterThanOrEqualTo(before.scenario().ordinal());
      if (step.scenario() == before.scenario()) {
        assertThat(step.round()).isGreaterThanOrEqualTo(before.round());
      }
    }
  }

  private List<Integer> hungRounds(ReaderKind reader) {
    return plan.of(Scenario.HUNG_1).stream()
        .filter(step -> step.reader() == reader && step.api() == Api.PREAD_4K)
        .map(Step::round)
        .toList();
  }

  @Test
  void readersWithoutHedgesWaitForAHungDataNodeInOneRoundOnly() {
    assertThat(hungRounds(ReaderKind.STOCK)).containsExactly(0);
    assertThat(hungRounds(ReaderKind.PLAIN)).containsExactly(0);
    assertThat(hungRounds(ReaderKind.ADAPTIVE)).containsExactly(0, 1, 2);
    assertThat(hungRounds(ReaderKind.ALWAYS)).containsExactly(0, 1, 2);
  }

  @Test
  void warmUpIsOneHealthyRoundOfEverything() {
    assertThat(plan.warmUp()).hasSize(ReaderKind.values().length * Api.values().length);
    assertThat(plan.warmUp()).allMatch(step -> step.scenario() == Scenario.HEALTHY);
    assertThat(plan.size()).isEqualTo(plan.warmUp().size() + plan.steps().size());
  }

  @Test
  void rangesOfAVectoredCallAreDisjointAndInsideTheFile() {
    for (long fileBytes : new long[] {31, 32, 1 << 20, 13 << 20, 1 << 30}) {
      IntStream.range(0, 20)
          .forEach(
              seed -> {
                long end = 0;
                for (var range : Calls.ranges(new java.util.SplittableRandom(seed), fileBytes)) {
                  assertThat(range.getOffset()).isGreaterThanOrEqualTo(end);
                  assertThat(range.getLength()).isPositive();
                  end = range.getOffset() + range.getLength();
                }
                assertThat(end).isLessThanOrEqualTo(fileBytes);
              });
    }
  }
}
