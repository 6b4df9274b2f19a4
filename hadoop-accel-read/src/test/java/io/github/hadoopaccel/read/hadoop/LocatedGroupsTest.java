package io.github.hadoopaccel.read.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hadoopaccel.read.striping.EcLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.StorageType;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.ExtendedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedBlocks;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.junit.jupiter.api.Test;

/** What is the file that was opened and what is another one, told by block ids alone. */
class LocatedGroupsTest {
  private static final long GROUP = 3000;
  private static final EcLayout RS_3_2 = new EcLayout(3, 2, 100);

  private static LocatedBlocks blocks(long... ids) {
    List<LocatedBlock> list = new ArrayList<>();
    for (long id : ids) {
      list.add(
          new LocatedStripedBlock(
              new ExtendedBlock("pool", id, GROUP, 1),
              DatanodeInfo.EMPTY_ARRAY,
              new String[0],
              new StorageType[0],
              new byte[0],
              list.size() * GROUP,
              false,
              DatanodeInfo.EMPTY_ARRAY));
    }
    LocatedBlock last = list.get(list.size() - 1);
    return new LocatedBlocks(ids.length * GROUP, false, list, last, true, null, null);
  }

  private static LocatedGroups opened(long... ids) throws IOException {
    HdfsFile file =
        new HdfsFile(null, null, null, "/file", RS_3_2, "rs", true, new AtomicReference<>());
    return new LocatedGroups(file, blocks(ids), null);
  }

  @Test
  void bytesOfBlocksThatAreThoseOfTheOpenFileAreTaken() throws IOException {
    LocatedGroups groups = opened(10, 20, 30);
    assertThat(groups.areThoseOf(blocks(10, 20, 30))).isTrue();
    assertThatCode(() -> groups.checkRead(blocks(10, 20, 30), 0, 9000, true))
        .doesNotThrowAnyException();
  }

  @Test
  void bytesOfAnotherFilesBlocksAreRefused() throws IOException {
    LocatedGroups groups = opened(10, 20, 30);
    LocatedBlocks mixed = blocks(10, 21, 30);
    assertThat(groups.areThoseOf(mixed)).isFalse();
    assertThatThrownBy(() -> groups.checkRead(mixed, GROUP, 1, true))
        .isInstanceOf(FileChangedException.class)
        .hasMessageContaining("/file")
        .hasMessageContaining("3000");
    assertThatThrownBy(() -> groups.checkRead(mixed, GROUP - 1, 2, true))
        .as("a read that reaches into it")
        .isInstanceOf(FileChangedException.class);
    assertThatCode(() -> groups.checkRead(mixed, 0, (int) GROUP, true))
        .as("a read that ends before it")
        .doesNotThrowAnyException();
    assertThatCode(() -> groups.checkRead(mixed, 2 * GROUP, 10, true)).doesNotThrowAnyException();
  }

  @Test
  void aShorterFileIsAnother() throws IOException {
    assertThat(opened(10, 20, 30).areThoseOf(blocks(10, 20))).isFalse();
  }
}
