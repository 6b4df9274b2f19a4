package io.github.hadoopaccel.read.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.hedge.UnitHolder;
import io.github.hadoopaccel.read.striping.EcLayout;
import java.util.Arrays;
import org.apache.hadoop.fs.StorageType;
import org.apache.hadoop.hdfs.protocol.DatanodeID;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo.DatanodeInfoBuilder;
import org.apache.hadoop.hdfs.protocol.ExtendedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.hdfs.security.token.block.BlockTokenIdentifier;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A group whose units the NameNode locates once, twice or not at all, built by hand. */
class UnitLocationsTest {
  private static final EcLayout RS_3_2 = new EcLayout(3, 2, 100);
  private static final long ID = -1024;

  /** Entry i locates unit {@code indices[i]} on DataNode {@code dataNodes[i]}. */
  private static UnitLocations locations(String round, int[] indices, int... dataNodes) {
    int count = indices.length;
    DatanodeInfo[] infos = new DatanodeInfo[count];
    String[] storages = new String[count];
    StorageType[] types = new StorageType[count];
    byte[] units = new byte[count];
    @SuppressWarnings({"unchecked", "rawtypes"})
    Token<BlockTokenIdentifier>[] tokens = new Token[count];
    for (int i = 0; i < count; i++) {
      infos[i] =
          new DatanodeInfoBuilder()
              .setNodeID(
                  new DatanodeID(
                      "127.0.0." + dataNodes[i], "h" + dataNodes[i], "id", 9866, 0, 0, 0))
              .build();
      storages[i] = "s" + i;
      types[i] = StorageType.DISK;
      units[i] = (byte) indices[i];
      tokens[i] = new Token<>(new byte[0], new byte[0], new Text(round), new Text("t" + i));
    }
    LocatedStripedBlock group =
        new LocatedStripedBlock(
            new ExtendedBlock("pool", ID, 3000, 1),
            infos,
            storages,
            types,
            units,
            0,
            false,
            DatanodeInfo.EMPTY_ARRAY);
    group.setBlockTokens(tokens);
    return new UnitLocations(group, RS_3_2, false);
  }

  private static UnitHolder holder(int dataNode, String storage) {
    return new UnitHolder("127.0.0." + dataNode + ":9866", storage);
  }

  @Test
  @DisplayName("S0_10 every location of an internal block is kept, in the NameNode's order")
  void everyLocationOfAUnitIsKept() {
    UnitLocations located = locations("a", new int[] {0, 1, 2, 1, 4}, 1, 2, 3, 4, 5);
    assertThat(located.holders(0)).containsExactly(holder(1, "s0"));
    assertThat(located.holders(1)).containsExactly(holder(2, "s1"), holder(4, "s3"));
    assertThat(located.holders(3)).isEmpty();
    assertThat(located.holders(4)).containsExactly(holder(5, "s4"));
    UnitLocations.Location second = located.at(1, "127.0.0.4:9866");
    assertThat(second.holder()).isEqualTo(holder(4, "s3"));
    assertThat(second.internalBlock().getBlock().getBlockId()).isEqualTo(ID + 1);
    assertThat(second.internalBlock().getLocations()).hasSize(1);
    assertThat(second.internalBlock().getBlockToken().getService()).hasToString("t3");
    assertThat(second.address().getPort()).isEqualTo(9866);
  }

  @Test
  void aSecondStorageOfOneDataNodeIsNoSecondLocation() {
    assertThat(locations("a", new int[] {1, 1}, 2, 2).holders(1)).containsExactly(holder(2, "s0"));
  }

  @Test
  void aLocationThatIsGoneIsTheFirstOneByNow() {
    UnitLocations located = locations("a", new int[] {1, 1}, 2, 4);
    assertThat(located.at(1, "127.0.0.9:9866").holder()).isEqualTo(holder(2, "s0"));
    assertThat(located.at(0, "127.0.0.9:9866")).isNull();
  }

  @Test
  void onlyADataNodeThatWasNotKnownIsNews() {
    UnitLocations before = locations("a", new int[] {1, 1}, 2, 4);
    String failed = "127.0.0.2:9866";
    assertThat(locations("a", new int[] {1, 1}, 4, 2).newsOf(1, failed, before, false)).isNull();
    assertThat(locations("a", new int[] {1}, 4).newsOf(1, failed, before, false)).isNull();
    assertThat(locations("a", new int[] {1, 1}, 4, 6).newsOf(1, failed, before, false).dataNode())
        .isEqualTo("127.0.0.6:9866");
  }

  @Test
  void aNewTokenIsNewsWhereTheOldOneWasRefused() {
    UnitLocations before = locations("a", new int[] {1, 1}, 2, 4);
    UnitLocations after = locations("b", new int[] {1, 1}, 2, 4);
    String failed = "127.0.0.4:9866";
    assertThat(after.newsOf(1, failed, before, true).dataNode()).isEqualTo(failed);
    assertThat(after.newsOf(1, failed, before, false)).isNull();
    assertThat(Arrays.asList(before.newsOf(1, failed, before, true))).containsOnlyNulls();
  }
}
