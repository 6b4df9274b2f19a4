package io.github.hadoopaccel.read.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which attempt of its task a session reads for, by the configured id. */
class AttemptNumberTest {
  @Test
  @DisplayName("S0_13 the number is the last part of the attempt's id")
  void isTheLastPartOfTheId() {
    assertThat(ReadSessions.attemptNumber("attempt_1700000000000_0001_m_000007_0")).isZero();
    assertThat(ReadSessions.attemptNumber("attempt_1700000000000_0001_m_000007_1")).isEqualTo(1);
    assertThat(ReadSessions.attemptNumber("attempt_1700000000000_0002_r_000000_1001"))
        .isEqualTo(1001);
  }

  @Test
  void isThatOfTheFirstWhereTheIdIsNone() {
    assertThat(ReadSessions.attemptNumber("somebody")).isZero();
    assertThat(ReadSessions.attemptNumber("")).isZero();
  }
}
