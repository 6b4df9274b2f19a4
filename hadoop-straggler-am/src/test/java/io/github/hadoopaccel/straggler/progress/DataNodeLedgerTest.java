package io.github.hadoopaccel.straggler.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.testing.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DataNodeLedgerTest {
  @Test
  @DisplayName("S0-04: bandwidth is merged over all attempts; the example of the class comment")
  void bandwidthIsWeighedByReads() {
    DataNodeLedger merged =
        DataNodeLedger.merge(
            List.of(
                Reading.map(1).from("dn1:9866", 3, 10).running(),
                Reading.map(2).from("dn1:9866", 1, 2).running()));
    assertThat(merged.bytesPerSec()).isEqualTo(Map.of("dn1:9866", 8e6));
  }

  @Test
  void oneLongAttemptDoesNotOutvoteTheOthers() {
    DataNodeLedger merged =
        DataNodeLedger.merge(
            List.of(
                Reading.map(1).from("dn1", 1_000_000, 10).running(),
                Reading.map(2).from("dn1", 64, 2).running()));
    assertThat(merged.bytesPerSec()).isEqualTo(Map.of("dn1", 6e6));
  }

  @Test
  void aDataNodeThatAnsweredNothingHasNoBandwidthAndOneNeverReadIsNotKnown() {
    DataNodeLedger merged =
        DataNodeLedger.merge(
            List.of(Reading.map(1).from("hung", 2, 0).from("idle", 0, 0).running()));
    assertThat(merged.bytesPerSec()).isEqualTo(Map.of("hung", 0.0));
  }

  @Test
  void slowIsBelowAFractionOfTheMedian() {
    DataNodeLedger ledger = new DataNodeLedger(Map.of("a", 100.0, "b", 90.0, "c", 46.0, "d", 30.0));
    assertThat(ledger.medianBytesPerSec()).isEqualTo(68);
    assertThat(ledger.slowerThan(0.5)).containsExactly("d");
    assertThat(ledger.slowerThan(0)).isEmpty();
  }

  @Test
  void amongTwoDataNodesNoneIsSlow() {
    assertThat(new DataNodeLedger(Map.of("a", 100.0, "b", 1.0)).slowerThan(0.5)).isEmpty();
    assertThat(new DataNodeLedger(Map.of()).medianBytesPerSec()).isZero();
  }
}
