package io.github.hadoopaccel.lab.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.fault.SlowDataNode;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reading from DataNodes that send nothing in the clear. Method: one cluster, RS-3-2. */
@Timeout(120)
class EncryptedTransferIT {
  private static final int CELL = 1 << 20;
  private static final int GROUP = 6 * CELL;
  private static final Path DIRECTORY = new Path("/ec");

  @TempDir static java.nio.file.Path folder;
  private static EmbeddedHdfs hdfs;

  private FileSystem accelerated;

  @BeforeAll
  static void start() throws IOException {
    Map<String, String> settings =
        Map.of(
            "dfs.encrypt.data.transfer", "true",
            "dfs.block.access.token.enable", "true",
            // The default is triple DES, at a few megabytes a second.
            "dfs.encrypt.data.transfer.cipher.suites", "AES/CTR/NoPadding");
    hdfs = EmbeddedHdfs.start(folder, 6, 2 * CELL, settings);
    hdfs.makeErasureCodedDirectory(DIRECTORY, "RS-3-2-1024k");
  }

  @AfterAll
  static void stop() throws IOException {
    if (hdfs != null) {
      hdfs.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    accelerated = ReadProbe.acceleratedFileSystem(hdfs);
  }

  @AfterEach
  void nothingIsHeld() throws IOException {
    accelerated.close();
    ReadProbe.awaitNothingHeld();
  }

  private static Path write(String name, byte[] content) throws IOException {
    Path file = new Path(DIRECTORY, name);
    ReadProbe.write(hdfs.fileSystem(), file, content);
    return file;
  }

  @Test
  void encryptedTransfersAreRead() throws IOException {
    byte[] content = ReadProbe.content(1, 2 * GROUP + CELL + 3);
    ReadProbe.assertReads(accelerated, write("healthy", content), content);
  }

  @Test
  void encryptedTransfersAreReadPastASlowDataNode() throws IOException {
    byte[] content = ReadProbe.content(2, 2 * GROUP);
    Path file = write("slow", content);
    try (SlowDataNode slow = SlowDataNode.slow(hdfs.holderOfMostDataBytes(file), 1 << 20)) {
      assertThat(slow.toString()).isNotEmpty();
      ReadProbe.assertReads(accelerated, file, content);
    }
  }

  @Test
  void encryptedTransfersAreReadPastAKilledDataNode() throws IOException {
    byte[] content = ReadProbe.content(3, 2 * GROUP);
    Path file = write("killed", content);
    DataNode holder = hdfs.holderOfMostDataBytes(file);
    DataNodeProperties stopped = hdfs.cluster().stopDataNode(holder.getDatanodeId().getXferAddr());
    try {
      ReadProbe.assertReads(accelerated, file, content);
    } finally {
      hdfs.restart(stopped);
      hdfs.cluster().waitActive();
    }
  }
}
