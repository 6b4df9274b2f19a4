package io.github.hadoopaccel.read.hedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which split a job waits for, at the borders of the rule. */
class DominantSplitTest {
  private static final int NONE = DominantSplit.NONE;

  private static long[] lengths(long... lengths) {
    return lengths;
  }

  private static long[] oneAmong(long length, int others, long otherLength) {
    long[] lengths = new long[others + 1];
    Arrays.fill(lengths, otherLength);
    lengths[others / 2] = length;
    return lengths;
  }

  static Stream<Arguments> jobs() {
    return Stream.of(
        arguments("no splits", 1.5, 100, lengths(), NONE),
        arguments("one split", 1.5, 100, lengths(1000), NONE),
        arguments("one split with bytes", 1.5, 100, lengths(0, 1000, 0), NONE),
        arguments("three splits, and empty ones", 1.5, 100, lengths(900, 0, 1, 1, 0), NONE),
        arguments("only empty splits", 1.5, 100, lengths(0, 0), NONE),
        arguments("exactly the factor", 1.5, 100, lengths(100, 150, 1, 1), NONE),
        arguments("a byte beyond the factor", 1.5, 100, lengths(100, 151, 1, 1), 1),
        arguments("two equal giants", 1.5, 100, lengths(900, 900, 1, 1), NONE),
        arguments("the second giant is near", 1.5, 100, lengths(1, 600, 900, 1), NONE),
        arguments("first", 1.5, 100, lengths(900, 599, 2, 2), 0),
        arguments("no factor, no tie", 1.0, 100, lengths(5, 5, 1, 1), NONE),
        arguments("no factor, a byte more", 1.0, 100, lengths(5, 6, 1, 1), 1),
        arguments("many in one wave", 1.5, 100, oneAmong(151, 100, 100), 50),
        arguments("many in two waves", 1.5, 100, oneAmong(300, 200, 100), NONE),
        arguments("many in two waves, longer", 1.5, 100, oneAmong(301, 200, 100), 100),
        arguments("the same, fewer at once", 1.5, 50, oneAmong(301, 200, 100), NONE),
        arguments("one map at a time", 1.5, 1, lengths(450, 100, 100, 100), NONE),
        arguments("one map at a time, longer", 1.5, 1, lengths(451, 100, 100, 100), 0),
        arguments("no overflow", 1.5, 1, lengths(1L << 62, 1L << 62, 1L << 62), NONE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jobs")
  void dominates(String job, double factor, int parallelMaps, long[] lengths, int expected) {
    assertThat(new DominantSplit(factor, parallelMaps).indexAmong(lengths)).isEqualTo(expected);
  }

  @Test
  void exampleOfTheClassCommentHolds() {
    DominantSplit rule = new DominantSplit(1.5, 100);
    assertThat(rule.indexAmong(oneAmong(2048, 300, 128))).isEqualTo(150);
    assertThat(rule.indexAmong(oneAmong(2048, 1100, 128))).isEqualTo(NONE);
  }

  @Test
  void wrongRangesAreRefused() {
    assertThatThrownBy(() -> new DominantSplit(0.9, 1)).hasMessageContaining("factor = 0.9");
    assertThatThrownBy(() -> new DominantSplit(1, 0)).hasMessageContaining("parallelMaps = 0");
  }

  @Test
  void stampsAreOneByteThatStays() {
    assertThat(SplitStamp.DOMINANT.code()).isEqualTo((byte) 1);
    assertThat(SplitStamp.SLACK.code()).isEqualTo((byte) 2);
    for (SplitStamp stamp : SplitStamp.values()) {
      assertThat(SplitStamp.ofCode(stamp.code())).isEqualTo(stamp);
    }
    assertThatThrownBy(() -> SplitStamp.ofCode((byte) 3)).hasMessageContaining("code = 3");
  }
}
