package io.github.hadoopaccel.straggler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.DataNodeState;
import io.github.hadoopaccel.straggler.progress.DataNodeView;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.MapCounts;
import io.github.hadoopaccel.straggler.testing.Reading;
import io.github.hadoopaccel.straggler.testing.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of the comments, and how causes are told. */
class HoldUpTest {
  private static final AttemptProgress READER =
      Reading.map(1).from("dn1:9866", 3, 20).from("dn2:9866", 1, 10).running();

  @Test
  void theExampleOfTheCommentHolds() {
    assertThat(causes(3, "0.39")).isEqualTo(HoldUp.DATA_NODES);
    assertThat(causes(3, "0.38")).isZero();
  }

  @Test
  void whereManyAttemptsHaveARateTheirRatesAreTheMeasure() {
    assertThat(causes(4, "0.39")).isZero();
  }

  @Test
  void ofTwoAttemptsTheSlowAndTheLargeOneStandOut() {
    double[] rates = {100e6, 20e6};
    Peers peers =
        Peers.of(
            job(DataNodeView.EMPTY),
            Settings.with(),
            rates,
            new long[] {5000, 5000},
            new double[] {1e9, 10e9});
    assertThat(peers).isEqualTo(new Peers(2, 100e6, 1e9, 0));
  }

  @Test
  void causesAreToldInWords() {
    assertThat(HoldUp.text(0)).isEmpty();
    assertThat(HoldUp.text(HoldUp.PEERS | HoldUp.PAST | HoldUp.SLOW_DATA_NODE))
        .isEqualTo("slower than its peers, slower than it was, touched by a slow DataNode");
    assertThat(HoldUp.text(HoldUp.DATA_NODES | HoldUp.STUCK | HoldUp.SIZE))
        .isEqualTo(
            "gets less than its DataNodes give others, waits for a stuck DataNode,"
                + " its split is larger");
  }

  @Test
  void sizeExplainsNothingWhereReadsAreSlowToo() {
    assertThat(HoldUp.explainedBySize(HoldUp.SIZE)).isTrue();
    assertThat(HoldUp.explainedBySize(HoldUp.SIZE | HoldUp.SLOW_DATA_NODE)).isTrue();
    assertThat(HoldUp.explainedBySize(HoldUp.SIZE | HoldUp.PEERS)).isFalse();
    assertThat(HoldUp.explainedBySize(HoldUp.SIZE | HoldUp.STUCK)).isFalse();
    assertThat(HoldUp.explainedBySize(HoldUp.SLOW_DATA_NODE)).isFalse();
  }

  private static int causes(int peers, String rateFraction) {
    DataNodeView view =
        new DataNodeView(
            Map.of(
                "dn1:9866", new DataNodeState(50e6, 1, false, false),
                "dn2:9866", new DataNodeState(30e6, 1, false, false)),
            40e6,
            10e6);
    return new HoldUp(
            Settings.with("rate-fraction", rateFraction), job(view), new Peers(peers, 100e6, 0, 0))
        .causes(READER, 100e6, false);
  }

  private static JobSnapshot job(DataNodeView view) {
    return new JobSnapshot(
        Reading.JOB, 0, new MapCounts(1, 0, 0), List.of(READER), List.of(), view, 0, 0);
  }
}
