package io.github.hadoopaccel.lab.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileChecksum;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DFSTestUtil;
import org.apache.hadoop.hdfs.protocol.DatanodeID;
import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicy;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.server.datanode.fsdataset.impl.FsDatasetTestUtil;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * DataNodes reconstruct the blocks of dead ones with our coders, to the byte and with the checksums
 * that were there. The cluster has no other coder to fall back on.
 */
@Timeout(180)
class ReconstructionIT {
  private static final int BLOCK_BYTES = 2 << 20;
  private static final Path DIRECTORY = new Path("/ec");
  private static final Path FILE = new Path(DIRECTORY, "file");

  @TempDir java.nio.file.Path folder;

  /** A block and its checksums as a DataNode stores them. */
  private record Stored(byte[] data, byte[] meta) {
    static Stored of(File data) throws IOException {
      File[] meta =
          data.getParentFile()
              .listFiles((parent, name) -> name.matches(data.getName() + "_\\d+[.]meta"));
      assertThat(meta).as("checksums of " + data).hasSize(1);
      return new Stored(Files.readAllBytes(data.toPath()), Files.readAllBytes(meta[0].toPath()));
    }
  }

  @ParameterizedTest(name = "{0} by {2}, {3} DataNodes killed")
  @CsvSource({"RS-3-2-1024k,rs,rs_accel,2,7", "XOR-2-1-1024k,xor,xor_accel,1,5"})
  void blocksOfDeadDataNodesAreReconstructedToTheByte(
      String policy, String codec, String coder, int killed, int dataNodes) throws Exception {
    Map<String, String> settings =
        Map.of(
            "io.erasurecode.codec." + codec + ".rawcoders",
            coder,
            "dfs.heartbeat.interval",
            "1",
            "dfs.namenode.redundancy.interval.seconds",
            "1");
    try (EmbeddedHdfs hdfs = EmbeddedHdfs.start(folder, dataNodes, BLOCK_BYTES, settings)) {
      hdfs.makeErasureCodedDirectory(DIRECTORY, policy);
      byte[] content = ReadProbe.content(1, 9 * BLOCK_BYTES + 123_457);
      ReadProbe.write(hdfs.fileSystem(), FILE, content);
      // The last DataNodes may not have told the NameNode yet.
      await().until(() -> stored(hdfs).size() == storedUnits(hdfs));
      Map<Long, Stored> before = stored(hdfs);
      FileChecksum checksum = hdfs.fileSystem().getFileChecksum(FILE);

      List<DatanodeID> dead = new ArrayList<>();
      for (int i = 0; i < killed; i++) {
        DataNode victim = hdfs.holderOfMostDataBytes(FILE);
        dead.add(victim.getDatanodeId());
        hdfs.cluster().stopDataNode(victim.getDatanodeId().getXferAddr());
      }
      for (DatanodeID each : dead) {
        hdfs.cluster().setDataNodeDead(each);
      }
      assertThat(stored(hdfs).size()).isLessThan(before.size());

      await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(
              () -> assertThat(stored(hdfs).keySet()).containsExactlyElementsOf(before.keySet()));
      Map<Long, Stored> after = stored(hdfs);
      before.forEach(
          (block, was) -> {
            assertThat(after.get(block).data()).as("block %d", block).isEqualTo(was.data());
            assertThat(after.get(block).meta()).as("meta of %d", block).isEqualTo(was.meta());
          });
      assertThat(hdfs.fileSystem().getFileChecksum(FILE)).isEqualTo(checksum);
      assertThat(DFSTestUtil.readFileAsBytes(hdfs.fileSystem(), FILE)).isEqualTo(content);
    }
  }

  /** Internal blocks of the file: a short group has fewer data units. */
  private static int storedUnits(EmbeddedHdfs hdfs) throws IOException {
    ErasureCodingPolicy policy = hdfs.fileSystem().getErasureCodingPolicy(FILE);
    int units = 0;
    for (LocatedStripedBlock group : ReadProbe.groups(hdfs, FILE)) {
      long cells = (group.getBlockSize() + policy.getCellSize() - 1) / policy.getCellSize();
      units += (int) Math.min(policy.getNumDataUnits(), cells) + policy.getNumParityUnits();
    }
    return units;
  }

  /** The internal blocks that the NameNode knows on living DataNodes, by id. */
  private static Map<Long, Stored> stored(EmbeddedHdfs hdfs) throws IOException {
    Map<Long, Stored> stored = new TreeMap<>();
    for (LocatedStripedBlock group : ReadProbe.groups(hdfs, FILE)) {
      for (int i = 0; i < group.getLocations().length; i++) {
        String uuid = group.getLocations()[i].getDatanodeUuid();
        long id = group.getBlock().getBlockId() + group.getBlockIndices()[i];
        for (DataNode dataNode : hdfs.dataNodes()) {
          if (dataNode.getDatanodeUuid().equals(uuid)) {
            File file =
                FsDatasetTestUtil.getFile(
                    dataNode.getFSDataset(), group.getBlock().getBlockPoolId(), id);
            stored.put(id, Stored.of(file));
          }
        }
      }
    }
    return stored;
  }
}
