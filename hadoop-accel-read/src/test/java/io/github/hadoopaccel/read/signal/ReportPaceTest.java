package io.github.hadoopaccel.read.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who does not answer is asked less and less often. */
class ReportPaceTest {
  @Test
  void exampleOfTheClassCommentHolds() {
    ReportPace pace = new ReportPace(500);
    assertThat(pace.firstMillis()).isEqualTo(500);
    assertThat(LongStream.generate(pace::afterFailureMillis).limit(7))
        .containsExactly(1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L);
    assertThat(pace.afterAnswerMillis(Directive.careful(700))).isEqualTo(700);
    assertThat(pace.afterFailureMillis()).isEqualTo(1000);
  }

  @Test
  void aLongIntervalIsNotMadeShorterByFailures() {
    ReportPace pace = new ReportPace(60_000);
    assertThat(pace.afterFailureMillis()).isEqualTo(60_000);
    assertThat(pace.afterFailureMillis()).isEqualTo(60_000);
  }
}
