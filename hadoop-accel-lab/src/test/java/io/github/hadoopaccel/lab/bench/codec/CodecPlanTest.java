package io.github.hadoopaccel.lab.bench.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.lab.bench.Bootstrap;
import io.github.hadoopaccel.lab.bench.Requirement.Answer;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Memory;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Operation;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan has every case once, those of coders that are there. */
class CodecPlanTest {
  private static List<CodecCase> plan(boolean quick) {
    return CodecPlan.of(GivenCodec.options(quick), GivenCodec.coders());
  }

  /** Three sizes hot and one cold, in two kinds of memory: 8 for each coder and each loss. */
  @Test
  void planHasEveryCaseOnce() {
    List<CodecCase> cases = plan(false);
    assertThat(cases).doesNotHaveDuplicates();
    assertThat(cases)
        .filteredOn(each -> each.operation() == Operation.ENCODE)
        .hasSize(8 * (3 * 3 + 2));
    assertThat(cases)
        .filteredOn(each -> each.operation() == Operation.DECODE && each.route() == Route.CODER)
        .hasSize(8 * (3 * (2 + 3 + 4) + 2));
    assertThat(cases)
        .filteredOn(each -> each.route() == Route.READER)
        .hasSize(2 * (3 * (2 + 3 + 4) + 2));
  }

  @Test
  void coderThatIsNotThereIsNotTimed() {
    assertThat(plan(false)).noneMatch(each -> each.coder().equals("xor_native"));
  }

  @Test
  void readingPathIsOnTheMemoryItsCoderLikesBest() {
    List<CodecCase> heap =
        CodecPlan.of(GivenCodec.options(List.of(Memory.HEAP), false), GivenCodec.coders());
    assertThat(heap)
        .filteredOn(each -> each.route() == Route.READER)
        .isNotEmpty()
        .noneMatch(each -> each.coder().equals("rs_native"));
  }

  @Test
  void nativeCoderIsCalledRightBeforeTheReadingPathOnIt() {
    List<CodecCase> cases = plan(false);
    for (int i = 0; i < cases.size(); i++) {
      CodecCase what = cases.get(i);
      if (what.route() == Route.READER && what.coder().equals("rs_native")) {
        assertThat(cases.get(i - 1)).isEqualTo(what.with("rs_native", Route.CODER, what.memory()));
      }
    }
  }

  @Test
  void quickPlanHasWhatIsJudged() {
    List<CodecCase> cases = plan(true);
    assertThat(cases).hasSizeBetween(15, 25);
    assertThat(CodecRequirements.evaluate(GivenCodec.results(500, 1000, 1, 1), new Bootstrap(1)))
        .noneMatch(verdict -> verdict.answer() == Answer.NOT_MEASURED);
  }
}
