package io.github.hadoopaccel.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.lab.fault.ReadThrottlerSlot;
import io.github.hadoopaccel.lab.fault.ReadTraffic;
import io.github.hadoopaccel.lab.fault.SlowDataNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The embedded HDFS stores a striped file, the stock client reads it back, and faults come and go
 * without a trace. Method: real DataNodes, bytes and throttlers compared, no wall time.
 */
class EmbeddedHdfsIT {
  private static final int MIB = 1 << 20;
  private static final Path DIRECTORY = new Path("/ec");

  @TempDir static java.nio.file.Path folder;
  private static EmbeddedHdfs hdfs;

  @BeforeAll
  static void start() throws IOException {
    hdfs = EmbeddedHdfs.start(folder, 9, 2 * MIB);
    hdfs.makeErasureCodedDirectory(DIRECTORY, EmbeddedHdfs.RS_6_3);
  }

  @AfterAll
  static void stop() throws IOException {
    if (hdfs != null) {
      hdfs.close();
    }
  }

  @Test
  void stockClientReadsBackAStripedFile() throws IOException {
    byte[] content = randomBytes(20 * MIB + 12_345, 1);
    Path file = write("healthy", content);

    assertThat(hdfs.fileSystem().getErasureCodingPolicy(file).getName())
        .isEqualTo(EmbeddedHdfs.RS_6_3);
    assertThat(read(file, content.length)).isEqualTo(content);
  }

  @Test
  void aDataNodeWhosePortIsTakenStartsOnceThatIsFree() throws Exception {
    DataNode dataNode = hdfs.dataNodes().get(0);
    String address = dataNode.getDatanodeId().getXferAddr();
    int ipcPort = dataNode.getIpcPort();
    DataNodeProperties stopped = hdfs.cluster().stopDataNode(address);
    CompletableFuture<Void> restart;
    try (ServerSocket taken = new ServerSocket(ipcPort, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      restart =
          CompletableFuture.runAsync(
              () -> {
                try {
                  hdfs.restart(stopped);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      await().during(1, TimeUnit.SECONDS).until(() -> !restart.isDone());
    }
    restart.get();
    hdfs.cluster().waitActive();
    assertThat(hdfs.dataNodes())
        .anyMatch(node -> node.getDatanodeId().getXferAddr().equals(address));
  }

  @Test
  void stockClientReadsPastASlowDataNode() throws IOException {
    byte[] content = randomBytes(20 * MIB + 12_345, 2);
    Path file = write("slow", content);
    DataNode holder = hdfs.holderOfMostDataBytes(file);

    try (SlowDataNode slow = SlowDataNode.slow(holder, 8 * MIB)) {
      assertThat(slow).hasToString("DataNode " + holder.getDisplayName() + " at 8,388,608 bytes/s");
      assertThat(ReadThrottlerSlot.of(holder).get()).isNotNull();
      assertThat(read(file, content.length)).isEqualTo(content);
    }
    assertThat(ReadThrottlerSlot.of(holder).get()).isNull();
    assertThat(read(file, content.length)).isEqualTo(content);
  }

  @Test
  void readTrafficCountsEveryDataByteOnce() throws IOException {
    byte[] content = randomBytes(12 * MIB, 3);
    Path file = write("counted", content);

    try (ReadTraffic traffic = ReadTraffic.count(hdfs.dataNodes())) {
      DataNode holder = hdfs.holderOfMostDataBytes(file);
      try (SlowDataNode slow = SlowDataNode.slow(holder, 64 * MIB)) {
        assertThat(read(file, content.length)).as("past %s", slow).isEqualTo(content);
        assertThat(traffic.dataBytes()).isEqualTo(content.length);
      }
    }
    assertThat(hdfs.dataNodes())
        .allSatisfy(node -> assertThat(ReadThrottlerSlot.of(node).get()).isNull());
  }

  @Test
  void fileWithoutDataUnitsHasNoHolder() throws IOException {
    Path plain = new Path("/plain");
    hdfs.fileSystem().create(plain).close();

    assertThatThrownBy(() -> hdfs.holderOfMostDataBytes(plain))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/plain");
  }

  private static Path write(String name, byte[] content) throws IOException {
    Path file = new Path(DIRECTORY, name);
    try (FSDataOutputStream out = hdfs.fileSystem().create(file)) {
      out.write(content);
    }
    return file;
  }

  private static byte[] read(Path file, int length) throws IOException {
    byte[] bytes = new byte[length];
    try (FSDataInputStream in = hdfs.fileSystem().open(file)) {
      in.readFully(bytes);
      assertThat(in.read()).isEqualTo(-1);
    }
    return bytes;
  }

  private static byte[] randomBytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
