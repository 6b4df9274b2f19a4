package io.github.hadoopaccel.lab.bench.read;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The samples of a benchmark in their order: scenario by scenario, in each round by round, in each
 * API by API, and there one reader after the other. The first reader of a round is the second one
 * of the round before, so that each has each place equally often.
 *
 * <p>Example, readers a, b, c: round 0 reads a b c, round 1 b c a, round 2 c a b, round 3 a b c.
 *
 * @param warmUp taken once, healthy, and thrown away. What a reader must learn about a scenario is
 *     part of what is measured, so no scenario has a warm-up of its own
 * @param steps the measured ones
 */
record BenchPlan(List<Step> warmUp, List<Step> steps) {
  BenchPlan {
    warmUp = List.copyOf(warmUp);
    steps = List.copyOf(steps);
  }

  /** One sample. */
  record Step(Scenario scenario, int round, Api api, ReaderKind reader) {}

  /** The plan for some options. */
  static BenchPlan of(BenchOptions options) {
    List<Step> steps = new ArrayList<>();
    for (Scenario scenario : options.scenarios()) {
      for (int round = 0; round < options.pairs(); round++) {
        for (Step step : round(scenario, round, options)) {
          if (round < scenario.rounds(step.reader(), options.pairs())) {
            steps.add(step);
          }
        }
      }
    }
    return new BenchPlan(round(Scenario.HEALTHY, 0, options), steps);
  }

  private static List<Step> round(Scenario scenario, int round, BenchOptions options) {
    List<ReaderKind> order = new ArrayList<>(options.readers());
    Collections.rotate(order, -round);
    List<Step> steps = new ArrayList<>();
    for (Api api : options.apis()) {
      for (ReaderKind reader : order) {
        steps.add(new Step(scenario, round, api, reader));
      }
    }
    return steps;
  }

  /** The measured samples of a scenario. */
  List<Step> of(Scenario scenario) {
    return steps.stream().filter(step -> step.scenario() == scenario).toList();
  }

  /** All samples, warm-up included. */
  int size() {
    return warmUp.size() + steps.size();
  }
}
