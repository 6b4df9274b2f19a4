package io.github.hadoopaccel.straggler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.report.SlowDataNode;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import io.github.hadoopaccel.straggler.testing.Events;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopScreenTest {
  private final TopView view = new TopView();

  @Test
  void aRunningJobIsShownWithItsDataNodesAndAttempts() {
    view.add(Events.STATUS);
    view.add(Events.JUDGED);
    assertThat(lines(200, 100))
        .containsExactly(
            "job_1700000000000_0001  after 12.0 s",
            "maps      123 of 400 done, 40 running, 237 pending",
            "attempts  38 reporting, 1 accelerated, 0 second attempts, 3 reports refused",
            "bytes     12.5 GB useful, 130.0 MB extra (1.0 %)",
            "budget    64.0 MB granted, 512.0 MB left",
            "",
            "SLOW DATANODE        RATE     MEDIAN",
            "10.0.0.3:9866  500.0 kB/s  41.0 MB/s",
            "",
            "ATTEMPT     HOST      AGE  DONE        LEFT       RATE   WAIT  POSTURE      H"
                + "  RUNG         SILENT  WHY",
            "m_000011_0  -       3.0 s     -       never      0 B/s  100 %  CAREFUL      0"
                + "  -             2.5 s",
            "m_000007_0  node12  7.0 s  45 %  1 min 05 s  18.9 MB/s   80 %  ACCELERATED  1"
                + "  accelerated   0.2 s  the job waits for it");
  }

  @Test
  void anEndedJobIsShownWithWhatItWasWorth() {
    view.add(Events.STATUS);
    view.add(Events.SUMMARY);
    assertThat(lines(120, 100))
        .endsWith(
            "ended     after 3 min 12 s; saved about 42.0 s (30.0 s to 55.0 s)",
            "          400 attempts reported, 2 accelerated, 1 second attempts; 1.1 TB useful,"
                + " 5.0 MB extra")
        .hasSize(7);
  }

  @Test
  void beforeTheFirstStateThatIsSaid() {
    assertThat(lines(120, 100)).containsExactly(Events.JOB, "No state is told yet.");
  }

  @Test
  void whatDoesNotFitIsCutOff() {
    view.add(Events.STATUS);
    assertThat(lines(20, 3))
        .containsExactly("job_1700000000000_00", "maps      123 of 400", "attempts  38 reporti");
  }

  @Test
  void aNameCannotMoveTheCursor() {
    view.add(
        new StragglerEvent.Status(
            1, 1, Events.STATUS.totals(), List.of(), List.of(new SlowDataNode("\033[2Jdn", 1, 1))));
    assertThat(lines(120, 100)).anyMatch(line -> line.startsWith("?[2Jdn"));
  }

  @Test
  void onlyTheLatestAttemptsAreKept() {
    for (int i = 0; i <= TopView.MAX_ATTEMPTS; i++) {
      view.add(new StragglerEvent.Judged(1, 1, "attempt_" + i, 1, Events.JUDGED.verdict()));
    }
    assertThat(view.reason("attempt_0")).isEmpty();
    assertThat(view.reason("attempt_1")).isEqualTo("the job waits for it");
  }

  private List<String> lines(int width, int rows) {
    return TopScreen.lines(Events.JOB, view, width, rows);
  }
}
