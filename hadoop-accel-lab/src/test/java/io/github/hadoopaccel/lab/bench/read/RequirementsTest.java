package io.github.hadoopaccel.lab.bench.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.lab.bench.Bootstrap;
import io.github.hadoopaccel.lab.bench.Estimate;
import io.github.hadoopaccel.lab.bench.Requirement;
import io.github.hadoopaccel.lab.bench.Requirement.Answer;
import io.github.hadoopaccel.lab.bench.Requirement.Direction;
import io.github.hadoopaccel.lab.bench.Requirement.Format;
import io.github.hadoopaccel.lab.bench.Requirement.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Every requirement holds for a reader that is good enough, and fails for one that is not. */
class RequirementsTest {
  private static final Bootstrap BOOTSTRAP = new Bootstrap(1);

  private static Verdict verdict(Results results, String text) {
    return Requirements.evaluate(results, BOOTSTRAP).stream()
        .filter(each -> each.requirement().text().equals(text))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no requirement: " + text));
  }

  @Test
  void goodReaderPassesEverything() {
    Results good = Given.results(10, 0.5, 1, 1000, 0.9, 1.0);
    assertThat(Requirements.evaluate(good, BOOTSTRAP))
        .allSatisfy(each -> assertThat(each.answer()).isEqualTo(Answer.YES));
  }

  @Test
  void badReaderFailsEverythingButTheRatiosToItself() {
    Results bad = Given.results(1, 2, 1.3, 2000, 1.1, 2000);
    assertThat(Requirements.evaluate(bad, BOOTSTRAP))
        .filteredOn(each -> !each.requirement().text().endsWith("MB/s over own healthy"))
        .filteredOn(each -> !each.requirement().text().endsWith("CPU per GB over own healthy"))
        .allSatisfy(
            each -> assertThat(each.answer()).as(each.requirement().text()).isEqualTo(Answer.NO));
  }

  @Test
  void readerThatWorksHardForLostUnitsFailsAgainstItsOwnHealthySelf() {
    Results hard =
        new Results(
            List.of(
                Given.result(Scenario.HEALTHY, ReaderKind.ADAPTIVE, Api.SEQUENTIAL, 1, 1, 1, 1, 1),
                Given.result(
                    Scenario.DEAD_1, ReaderKind.ADAPTIVE, Api.SEQUENTIAL, 1, 1.3, 1, 1, 1)),
            List.of(),
            List.of());
    Verdict verdict = verdict(hard, "dead-1 sequential: CPU per GB over own healthy");
    assertThat(verdict.answer()).isEqualTo(Answer.NO);
    assertThat(verdict.measured().orElseThrow().value()).isEqualTo(1.3);
  }

  @Test
  void slowedReaderFailsAgainstItsOwnHealthySelf() {
    for (Scenario scenario : List.of(Scenario.SLOW_1, Scenario.SLOW_2, Scenario.SLOW_3)) {
      Results slowed =
          new Results(
              List.of(
                  Given.result(
                      Scenario.HEALTHY, ReaderKind.ADAPTIVE, Api.SEQUENTIAL, 1, 1, 1, 1, 1),
                  Given.result(scenario, ReaderKind.ADAPTIVE, Api.SEQUENTIAL, 1.3, 1, 1, 1, 1)),
              List.of(),
              List.of());
      Verdict verdict = verdict(slowed, scenario.label() + " sequential: MB/s over own healthy");
      assertThat(verdict.answer()).isEqualTo(Answer.NO);
      assertThat(verdict.measured().orElseThrow().value()).isEqualTo(1 / 1.3);
    }
  }

  @Test
  void nothingMeasuredIsNeitherYesNorNo() {
    Results nothing = new Results(List.of(), List.of(), List.of());
    assertThat(Requirements.evaluate(nothing, BOOTSTRAP))
        .allSatisfy(each -> assertThat(each.answer()).isEqualTo(Answer.NOT_MEASURED));
  }

  @Test
  void onlyTheAdaptiveReaderIsJudged() {
    Results others =
        new Results(
            List.of(
                Given.result(Scenario.HEALTHY, ReaderKind.STOCK, Api.SEQUENTIAL, 1, 1, 1, 1, 1),
                Given.result(Scenario.HEALTHY, ReaderKind.PLAIN, Api.SEQUENTIAL, 1, 1, 1, 1, 1)),
            List.of(),
            List.of());
    assertThat(Requirements.evaluate(others, BOOTSTRAP))
        .allSatisfy(each -> assertThat(each.answer()).isEqualTo(Answer.NOT_MEASURED));
  }

  private static Answer answer(Direction direction, Estimate figure, OptionalDouble interval) {
    return new Requirement<Results>(
            "", direction, 1.0, interval, Format.RATIO, (results, b) -> Optional.of(figure))
        .evaluate(null, BOOTSTRAP)
        .answer();
  }

  @Test
  void limitItselfHolds() {
    for (Direction direction : Direction.values()) {
      assertThat(answer(direction, Estimate.exactly(1.0), OptionalDouble.empty()))
          .isEqualTo(Answer.YES);
    }
  }

  @Test
  void intervalThatReachesTooFarFailsWhereItCounts() {
    Estimate low = new Estimate(1.1, 0.9, 1.3);
    assertThat(answer(Direction.AT_LEAST, low, OptionalDouble.empty())).isEqualTo(Answer.YES);
    assertThat(answer(Direction.AT_LEAST, low, OptionalDouble.of(0.97))).isEqualTo(Answer.NO);
    assertThat(answer(Direction.AT_LEAST, low, OptionalDouble.of(0.9))).isEqualTo(Answer.YES);
    Estimate high = new Estimate(0.9, 0.7, 1.1);
    assertThat(answer(Direction.AT_MOST, high, OptionalDouble.empty())).isEqualTo(Answer.YES);
    assertThat(answer(Direction.AT_MOST, high, OptionalDouble.of(1.05))).isEqualTo(Answer.NO);
  }

  @Test
  void notANumberDoesNotHold() {
    for (Direction direction : Direction.values()) {
      assertThat(answer(direction, Estimate.exactly(Double.NaN), OptionalDouble.empty()))
          .isEqualTo(Answer.NO);
    }
  }
}
