package io.github.hadoopaccel.lab.bench.am;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.signal.DataNodeSample;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.straggler.progress.AttemptName;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reports that a hook takes: of the job's attempts, by one reader each, with growing totals. */
class SampleReportsTest {
  private static final String JOB = "job_1700000000000_0001";

  private final SampleReports reports = new SampleReports(JOB);

  @Test
  void attemptsAreOfTheJob() {
    for (int attempt : new int[] {0, 7, 99_999}) {
      AttemptName name = AttemptName.parse(reports.report(attempt, 0).attemptId());
      assertThat(name.jobId()).isEqualTo(JOB);
      assertThat(name.map()).isTrue();
    }
    assertThat(reports.report(7, 0).attemptId()).isEqualTo("attempt_1700000000000_0001_m_000007_0");
  }

  @Test
  void laterReportsAreOfTheSameReaderAndShrinkNothing() {
    ReadReport before = reports.report(7, 0);
    for (int round = 1; round < 5; round++) {
      ReadReport next = reports.report(7, round);
      assertThat(next.readerId()).isEqualTo(before.readerId());
      assertThat(next.ageMillis()).isGreaterThan(before.ageMillis());
      assertThat(next.usefulBytes()).isGreaterThan(before.usefulBytes());
      assertThat(next.totals().stripesRead()).isGreaterThanOrEqualTo(before.totals().stripesRead());
      before = next;
    }
  }

  @Test
  void eachIsAboutNineDataNodesOfTwoHundred() {
    assertThat(IntStream.range(0, 3000).mapToObj(i -> reports.report(i, 0)))
        .allMatch(
            report ->
                report.dataNodes().stream().map(DataNodeSample::dataNode).distinct().count() == 9);
    assertThat(
            IntStream.range(0, 3000)
                .mapToObj(i -> reports.report(i, 0))
                .flatMap(report -> report.dataNodes().stream())
                .map(DataNodeSample::dataNode)
                .distinct())
        .hasSize(200);
  }

  @Test
  void fewAreSlowAndOneOfTenWaits() {
    assertThat(IntStream.range(0, 10_000).filter(SampleReports::isSlow)).hasSize(5);
    assertThat(
            IntStream.range(0, 10_000)
                .mapToObj(i -> reports.report(i, 0))
                .filter(report -> report.windows().waitFraction() > 0.3))
        .hasSize(1005);
  }
}
