package io.github.hadoopaccel.straggler.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptNameTest {
  @Test
  void theExampleIsTakenApart() {
    String id = "attempt_1700000000000_0001_m_000007_1";
    AttemptName name = AttemptName.parse(id);
    assertThat(name).isEqualTo(new AttemptName(id, true, 7, 1));
    assertThat(name.taskId()).isEqualTo("task_1700000000000_0001_m_000007");
    assertThat(name.jobId()).isEqualTo("job_1700000000000_0001");
    assertThat(AttemptName.parse("attempt_1_0002_r_000000_1000"))
        .isEqualTo(new AttemptName("attempt_1_0002_r_000000_1000", false, 0, 1000));
  }

  @Test
  void numbersLongerThanTheirLeastLengthAreNames() {
    AttemptName name = AttemptName.parse("attempt_1700000000000_12345_m_1234567_0");
    assertThat(name.taskIndex()).isEqualTo(1_234_567);
    assertThat(name.jobId()).isEqualTo("job_1700000000000_12345");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "attempt_1_0002_j_000000_0",
        "attempt_1_0002_m_000000",
        "attempt_1_0002_m_9999999999_0",
        "task_1_2_m_000000",
        "attempt_1_0002_m_000000_0 ",
        "attempt_1_2_m_000000_0",
        "attempt_1_00002_m_000000_0",
        "attempt_01_0002_m_000000_0",
        "attempt_1_0002_m_00000_0",
        "attempt_1_0002_m_0000000_0",
        "attempt_1_0002_m_000000_00",
        "attempt_1_0002_m_000000_01"
      })
  void anythingElseIsRefused(String id) {
    assertThatThrownBy(() -> AttemptName.parse(id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + id + "\"");
  }
}
