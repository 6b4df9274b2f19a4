package io.github.hadoopaccel.lab.bench.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.lab.bench.Bootstrap;
import io.github.hadoopaccel.lab.bench.Requirement.Answer;
import io.github.hadoopaccel.lab.bench.Requirement.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every requirement holds at its limit and fails below. */
class CodecRequirementsTest {
  private static List<Verdict> verdicts(CodecResults results) {
    return CodecRequirements.evaluate(results, new Bootstrap(1));
  }

  private static void assertAnswers(CodecResults results, String part, Answer answer) {
    assertThat(verdicts(results))
        .filteredOn(verdict -> verdict.requirement().text().contains(part))
        .isNotEmpty()
        .allMatch(verdict -> verdict.answer() == answer);
  }

  @Test
  void goodCodersPassEverything() {
    assertThat(verdicts(GivenCodec.results(501, 1001, 5000, 4501)))
        .hasSize(6)
        .allMatch(verdict -> verdict.answer() == Answer.YES);
  }

  @Test
  void slowAcceleratedCoderFails() {
    CodecResults results = GivenCodec.results(499, 999, 5000, 4501);
    assertAnswers(results, "rs_accel", Answer.NO);
    assertAnswers(results, "reading path", Answer.YES);
  }

  @Test
  void slowReadingPathFails() {
    CodecResults results = GivenCodec.results(501, 1001, 5000, 4499);
    assertAnswers(results, "rs_accel", Answer.YES);
    assertAnswers(results, "reading path", Answer.NO);
  }

  @Test
  void readingPathThatTakesAnotherCoderIsJudgedOnThatOne() {
    CodecResults given = GivenCodec.results(501, 1001, 5000, 4501);
    Coders coders = new Coders(given.coders().all(), Map.of("rs", "rs_accel"));
    List<CodecResult> slow =
        given.all().stream()
            .map(
                each ->
                    each.what().coder().equals("rs_accel")
                        ? GivenCodec.result(each.what(), 1000)
                        : each)
            .toList();
    assertAnswers(new CodecResults(coders, slow, List.of()), "reading path", Answer.NO);
  }

  @Test
  void nothingMeasuredIsNeitherYesNorNo() {
    assertThat(verdicts(new CodecResults(GivenCodec.coders(), List.of(), List.of())))
        .allMatch(verdict -> verdict.answer() == Answer.NOT_MEASURED);
    Coders none = new Coders(List.of(), Map.of());
    assertThat(verdicts(new CodecResults(none, List.of(), List.of())))
        .allMatch(verdict -> verdict.answer() == Answer.NOT_MEASURED);
  }
}
