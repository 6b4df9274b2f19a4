package io.github.hadoopaccel.straggler.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.hadoopaccel.read.signal.DataNodeSample;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DataNodeLedgerTest {
  private static final Offset<Double> A_BIT = within(1.0);

  private final DataNodeLedger ledger = new DataNodeLedger(0.33);

  private void add(String dataNode, long reads, double megabytesPerSec, long nowMillis) {
    ledger.add(
        new DataNodeSample(dataNode, reads, reads, megabytesPerSec * 1e6, 10, 0), 0, nowMillis);
  }

  private double bandwidth(String dataNode, long nowMillis) {
    return ledger.view(Set.of(), nowMillis).states().get(dataNode).bytesPerSec();
  }

  @Test
  @DisplayName("S0-04: bandwidth is merged over all attempts; the example of the class comment")
  void bandwidthIsWeighedByReads() {
    add("dn1:9866", 3, 10, 0);
    add("dn1:9866", 1, 2, 0);
    assertThat(bandwidth("dn1:9866", 0)).isEqualTo(8e6, A_BIT);
  }

  @Test
  void whatWasSeenHalfALifeAgoWeighsHalf() {
    add("dn1", 3, 10, 0);
    add("dn1", 1, 2, DataNodeLedger.HALF_LIFE_MILLIS);
    assertThat(bandwidth("dn1", DataNodeLedger.HALF_LIFE_MILLIS)).isEqualTo(6.8e6, A_BIT);
  }

  @Test
  void oneLongAttemptDoesNotOutvoteTheOthers() {
    add("dn1", 1_000_000, 10, 0);
    add("dn1", 64, 2, 0);
    assertThat(bandwidth("dn1", 0)).isEqualTo(6e6, A_BIT);
  }

  @Test
  void onlyReadsThatAreNewCount() {
    DataNodeSample sample = new DataNodeSample("dn1", 5, 5, 10e6, 10, 0);
    ledger.add(sample, 4, 0);
    ledger.add(sample, 5, 0);
    add("dn1", 1, 2, 0);
    assertThat(bandwidth("dn1", 0)).isEqualTo(6e6, A_BIT);
  }

  @Test
  void aDataNodeNeverReadIsNotKnown() {
    add("idle", 0, 0, 0);
    assertThat(ledger.view(Set.of(), 0).states()).isEmpty();
  }

  @Test
  void aDataNodeWhoseReadsNeverEndIsSlow() {
    for (String good : new String[] {"a", "b", "c"}) {
      add(good, 5, 100, 0);
    }
    ledger.add(new DataNodeSample("hung", 0, 0, 0, 0, DataNodeLedger.STUCK_MILLIS), 0, 0);
    assertThat(ledger.view(Set.of(), 0).slow()).containsExactly("hung");
  }

  private void theExample() {
    add("a", 9, 100, 0);
    add("b", 9, 100, 0);
    add("c", 9, 80, 0);
    add("d", 9, 125, 0);
    add("e", 9, 20, 0);
  }

  @Test
  void slowIsFarBelowTheMedianByFractionAndByDeviation() {
    theExample();
    DataNodeView view = ledger.view(Set.of(), 0);
    assertThat(view.medianBytesPerSec()).isEqualTo(100e6, A_BIT);
    assertThat(view.madBytesPerSec()).isEqualTo(20e6, A_BIT);
    assertThat(view.slow()).containsExactly("e");
  }

  @Test
  void amongDataNodesThatDifferByFactorsAHungOneIsStillSlow() {
    add("a", 9, 340, 0);
    add("b", 9, 110, 0);
    add("c", 9, 60, 0);
    add("d", 9, 30, 0);
    add("hung", 9, 0.06, 0);
    assertThat(ledger.view(Set.of(), 0).slow()).containsExactly("hung");
  }

  @Test
  void whereAllDifferNobodyIsSlow() {
    add("a", 9, 300, 0);
    add("b", 9, 200, 0);
    add("c", 9, 100, 0);
    add("d", 9, 30, 0);
    assertThat(ledger.view(Set.of(), 0).slow()).isEmpty();
  }

  @Test
  void aSlowDataNodeStaysSlowUntilItIsClearlyBack() {
    theExample();
    ledger.view(Set.of(), 0);
    long later = 20 * DataNodeLedger.HALF_LIFE_MILLIS / 10;
    add("e", 64, 60, later);
    for (String good : new String[] {"a", "b", "c", "d"}) {
      add(good, 64, 100, later);
    }
    assertThat(ledger.view(Set.of(), later).slow()).as("about 59 %").containsExactly("e");
    add("e", 64, 100, later);
    assertThat(ledger.view(Set.of(), later).slow()).as("about 79 %").isEmpty();
  }

  @Test
  void aDataNodeNobodySpokeOfIsForgotten() {
    add("dn1", 3, 10, 0);
    assertThat(ledger.view(Set.of(), DataNodeLedger.MEMORY_MILLIS).states()).isNotEmpty();
    assertThat(ledger.view(Set.of(), DataNodeLedger.MEMORY_MILLIS + 1).states()).isEmpty();
  }

  @Test
  @DisplayName("S0-04: what the NameNode finds slow is slow too")
  void theNameNodesWordIsJoined() {
    add("a", 9, 100, 0);
    add("b", 9, 100, 0);
    assertThat(ledger.view(Set.of("b", "elsewhere"), 0).slow()).containsExactly("b");
  }

  @Test
  void amongTwoDataNodesNoneIsSlow() {
    add("a", 9, 100, 0);
    add("b", 9, 1, 0);
    assertThat(ledger.view(Set.of(), 0).slow()).isEmpty();
    assertThat(new DataNodeLedger(0.33).view(Set.of(), 0)).isEqualTo(DataNodeView.EMPTY);
  }

  @Test
  void beyondTheBoundNewDataNodesAreNotFollowed() {
    for (int i = 0; i <= DataNodeLedger.MAX_DATA_NODES; i++) {
      add("dn" + i, 1, 1, 0);
    }
    assertThat(ledger.notFollowed()).isEqualTo(1);
    assertThat(ledger.view(Set.of(), 0).states()).hasSize(DataNodeLedger.MAX_DATA_NODES);
  }
}
