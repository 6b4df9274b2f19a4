package io.github.hadoopaccel.lab.bench.am;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.lab.bench.Bootstrap;
import io.github.hadoopaccel.lab.bench.Requirement.Answer;
import io.github.hadoopaccel.lab.bench.Requirement.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every requirement holds at its limit and fails beyond. */
class AmRequirementsTest {
  private static List<Verdict> verdicts(AmResults results) {
    return AmRequirements.evaluate(results, new Bootstrap(1));
  }

  private static void assertOnlyFails(AmResults results, String... texts) {
    assertThat(verdicts(results))
        .filteredOn(verdict -> verdict.answer() != Answer.YES)
        .extracting(verdict -> verdict.requirement().text())
        .containsExactly(texts);
  }

  @Test
  void everythingHoldsAtItsLimit() {
    assertOnlyFails(GivenAm.results(50, 1024, 2, 10_000, 50));
    assertThat(verdicts(GivenAm.results(50, 1024, 2, 10_000, 50))).hasSize(8);
  }

  @Test
  void eachFailsBeyondItsLimit() {
    assertOnlyFails(GivenAm.results(50.1, 1024, 2, 10_000, 50), "one scan");
    assertOnlyFails(GivenAm.results(50, 1025, 2, 10_000, 50), "live heap of an attempt");
    assertOnlyFails(GivenAm.results(50, 1024, 2.1, 10_000, 50), "handle(), median");
    assertOnlyFails(GivenAm.results(50, 1024, 2, 9999, 50), "reports over 300 connections");
    assertOnlyFails(GivenAm.results(50, 1024, 2, 10_000, 50.1), "p99 of a report at 10,000 /s");
  }

  @Test
  void costsThatGrowFasterThanTheirNumberFail() {
    AmResults given = GivenAm.results(50, 1024, 2, 10_000, 50);
    List<SizeResult> steep =
        given.sizes().stream()
            .map(
                each ->
                    new SizeResult(
                        each.attempts(),
                        List.of(50 * Math.pow(each.attempts() / 1e5, 1.2)),
                        1e8 * Math.pow(each.attempts() / 1e5, 1.2),
                        0))
            .toList();
    assertOnlyFails(
        new AmResults(steep, given.handle(), given.rpc(), List.of()),
        "exponent of the scan's time",
        "exponent of the heap");
  }

  @Test
  void fewerAttemptsOrConnectionsAnswerNothing() {
    AmResults given = GivenAm.results(50, 1024, 2, 10_000, 50);
    AmResults small =
        new AmResults(given.sizes().subList(0, 2), given.handle(), given.rpc(), List.of());
    assertThat(verdicts(small)).allMatch(verdict -> verdict.answer() == Answer.NOT_MEASURED);
    RpcResult few = new RpcResult(10, given.rpc().orElseThrow().loads());
    assertThat(verdicts(new AmResults(given.sizes(), List.of(), Optional.of(few), List.of())))
        .filteredOn(verdict -> verdict.answer() == Answer.NOT_MEASURED)
        .hasSize(4);
  }
}
