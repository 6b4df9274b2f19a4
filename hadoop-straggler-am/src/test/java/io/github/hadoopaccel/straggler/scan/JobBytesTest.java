package io.github.hadoopaccel.straggler.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.testing.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobBytesTest {
  @Test
  void theWorkedExampleOfTheClassComment() {
    JobSnapshot job =
        Reading.job(
            5,
            0,
            List.of(
                Reading.map(1).split(1000).bytes(300, 0).running(),
                Reading.map(2).split(1000).bytes(500, 0).running()),
            List.of());
    JobBytes bytes = JobBytes.of(job, each -> {});
    assertThat(bytes).isEqualTo(new JobBytes(800, 4200));
    assertThat(bytes.knownBytes()).isEqualTo(5000);
  }

  @Test
  void whereNothingIsKnownOnlyWhatWasReadCounts() {
    JobSnapshot job = Reading.job(5, 0, List.of(Reading.map(1).bytes(300, 0).running()), List.of());
    assertThat(JobBytes.of(job, each -> {})).isEqualTo(new JobBytes(300, 0));
  }

  @Test
  void finishedAttemptsTellWhatASplitIs() {
    JobSnapshot job =
        Reading.job(3, 1, List.of(), List.of(Reading.map(1).bytes(300, 0).finished()));
    assertThat(JobBytes.of(job, each -> {})).isEqualTo(new JobBytes(300, 600));
  }
}
