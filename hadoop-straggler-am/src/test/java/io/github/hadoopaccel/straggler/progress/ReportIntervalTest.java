package io.github.hadoopaccel.straggler.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportIntervalTest {
  @Test
  void theExamplesOfTheCommentsHold() {
    assertThat(ReportInterval.usualMillis(100, 500)).isEqualTo(500);
    assertThat(ReportInterval.usualMillis(3000, 500)).isEqualTo(1500);
    assertThat(ReportInterval.usualMillis(20_000, 500)).isEqualTo(10_000);
    assertThat(ReportInterval.usualMillis(100_000, 500)).isEqualTo(50_000);
    assertThat(ReportInterval.usualMillis(1_000_000, 500)).isEqualTo(60_000);
    assertThat(ReportInterval.longestMillis(20_000, 500)).isEqualTo(12_000);
  }

  @Test
  void aLongTickIsTheLeast() {
    assertThat(ReportInterval.usualMillis(100_000, 90_000)).isEqualTo(90_000);
  }
}
