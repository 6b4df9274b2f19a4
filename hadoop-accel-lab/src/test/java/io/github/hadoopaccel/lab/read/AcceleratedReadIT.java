package io.github.hadoopaccel.lab.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.fault.SlowDataNode;
import io.github.hadoopaccel.lab.testing.NothingLeftRunning;
import io.github.hadoopaccel.read.config.AccelKey;
import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.read.hadoop.AcceleratedFileSystem;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.statistics.StreamStatisticNames;
import org.apache.hadoop.hdfs.DFSStripedInputStream;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicy;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.util.StripedBlockUtil;
import org.apache.hadoop.io.erasurecode.ECSchema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The accelerated file system on a real HDFS: the bytes of the stock client whatever the DataNodes
 * do. Method: one cluster, RS-3-2 with small cells so that a short file has many stripes and
 * groups; after each test nothing is left running.
 */
@Timeout(120)
@ExtendWith(NothingLeftRunning.class)
class AcceleratedReadIT {
  private static final int CELL = 64 * 1024;
  private static final int STRIPE = 3 * CELL;
  private static final int GROUP = 4 * STRIPE;
  private static final String POLICY = "RS-3-2-64k";
  private static final Path DIRECTORY = new Path("/ec");

  @TempDir static java.nio.file.Path folder;
  private static EmbeddedHdfs hdfs;

  private FileSystem accelerated;

  @BeforeAll
  static void start() throws IOException {
    hdfs =
        EmbeddedHdfs.start(
            folder, 9, 4 * CELL, Map.of("dfs.namenode.fs-limits.min-block-size", "4096"));
    hdfs.fileSystem()
        .addErasureCodingPolicies(
            new ErasureCodingPolicy[] {new ErasureCodingPolicy(new ECSchema("rs", 3, 2), CELL)});
    hdfs.makeErasureCodedDirectory(DIRECTORY, POLICY);
  }

  @AfterAll
  static void stop() throws IOException {
    if (hdfs != null) {
      hdfs.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    accelerated = fileSystem();
  }

  @AfterEach
  void close() throws IOException {
    accelerated.close();
  }

  private static FileSystem fileSystem(String... keysAndValues) throws IOException {
    Configuration conf = hdfs.configuration();
    conf.set("fs.hdfs.impl", AcceleratedFileSystem.class.getName());
    for (int i = 0; i < keysAndValues.length; i += 2) {
      conf.set(keysAndValues[i], keysAndValues[i + 1]);
    }
    return FileSystem.newInstance(hdfs.fileSystem().getUri(), conf);
  }

  private static byte[] content(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static Path write(String name, byte[] content) throws IOException {
    Path file = new Path(DIRECTORY, name);
    try (FSDataOutputStream out = hdfs.fileSystem().create(file)) {
      out.write(content);
    }
    return file;
  }

  private void assertReads(Path file, byte[] content) throws IOException {
    try (FSDataInputStream in = accelerated.open(file)) {
      byte[] bytes = new byte[content.length];
      in.readFully(bytes);
      assertThat(Arrays.equals(bytes, content)).as("bytes of %s", file).isTrue();
      assertThat(in.read()).isEqualTo(-1);
      assertThat(stockOnly(in)).as("handed to the stock stream").isFalse();
    }
  }

  private static boolean stockOnly(FSDataInputStream in) {
    return ((HdfsDataInputStream) in).getWrappedStream().toString().contains("stock");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1,
        CELL - 1,
        CELL,
        CELL + 1,
        STRIPE - 1,
        STRIPE,
        STRIPE + 1,
        GROUP - 1,
        GROUP,
        GROUP + 1,
        3 * GROUP + STRIPE + CELL + 7
      })
  void sequentialReadGivesTheBytesAtEveryBoundaryLength(int length) throws IOException {
    byte[] content = content(length);
    assertReads(write("length-" + length, content), content);
  }

  @Test
  void emptyFileIsAtItsEndAtOnce() throws IOException {
    Path file = write("empty", new byte[0]);
    try (FSDataInputStream in = accelerated.open(file)) {
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(0, new byte[1], 0, 1)).isEqualTo(-1);
    }
  }

  @Test
  void seeksAndPositionedReadsAgreeWithTheContent() throws IOException {
    byte[] content = content(2 * GROUP + STRIPE + 123);
    Path file = write("seeks", content);
    Random random = new Random(7);
    try (FSDataInputStream in = accelerated.open(file)) {
      for (int i = 0; i < 300; i++) {
        int from = random.nextInt(content.length);
        int length = 1 + random.nextInt(Math.min(2 * STRIPE, content.length - from));
        byte[] bytes = new byte[length];
        switch (i % 3) {
          case 0 -> {
            in.seek(from);
            in.readFully(bytes);
            assertThat(in.getPos()).isEqualTo(from + length);
          }
          case 1 -> in.readFully(from, bytes);
          default -> in.readFully(from, ByteBuffer.wrap(bytes));
        }
        assertThat(Arrays.equals(bytes, 0, length, content, from, from + length))
            .as("read %d of %d at %d", i, length, from)
            .isTrue();
      }
      assertThat(stockOnly(in)).isFalse();
      assertThatThrownBy(() -> in.seek(content.length + 1)).isInstanceOf(EOFException.class);
      assertThatThrownBy(() -> in.seek(-1)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void closedStreamRefusesReadsAndClosesTwice() throws IOException {
    Path file = write("closed", content(10));
    FSDataInputStream in = accelerated.open(file);
    in.close();
    in.close();
    assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("closed");
  }

  @Test
  @DisplayName("S0_09 a slow DataNode is read past: bytes equal, stripes rebuilt, no fallback")
  void slowDataNodeIsReadPast() throws IOException {
    byte[] content = content(6 * GROUP);
    Path file = write("slow", content);
    DataNode holder = hdfs.holderOfMostDataBytes(file);
    try (SlowDataNode slow = SlowDataNode.slow(holder, 64 * 1024)) {
      assertThat(slow.toString()).isNotEmpty();
      assertReads(file, content);
    }
  }

  @Test
  void positionedReadsPastASlowDataNodeGiveTheBytes() throws IOException {
    byte[] content = content(2 * GROUP);
    Path file = write("slow-pread", content);
    DataNode holder = hdfs.holderOfMostDataBytes(file);
    try (SlowDataNode slow = SlowDataNode.slow(holder, 64 * 1024);
        FSDataInputStream in = accelerated.open(file)) {
      assertThat(slow.toString()).isNotEmpty();
      for (int from = 0; from < content.length; from += GROUP / 3) {
        byte[] bytes = new byte[CELL + 100];
        in.readFully(from, bytes);
        assertThat(Arrays.equals(bytes, 0, bytes.length, content, from, from + bytes.length))
            .isTrue();
      }
    }
  }

  @Test
  void corruptInternalBlockIsRebuiltAndReported() throws Exception {
    byte[] content = content(STRIPE);
    Path file = write("corrupt", content);
    LocatedStripedBlock group = firstGroup(file);
    LocatedBlock[] units = StripedBlockUtil.parseStripedBlockGroup(group, CELL, 3, 2);
    DataNode holder = holder(units[1]);
    hdfs.cluster()
        .getMaterializedReplica(hdfs.dataNodes().indexOf(holder), units[1].getBlock())
        .corruptData();
    assertReads(file, content);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> hdfs.cluster().getNamesystem().getCorruptReplicaBlocks() > 0);
  }

  @Test
  void everyDataUnitIsWantedAndMoreThanMMissingIsAnErrorNotAHang() throws Exception {
    byte[] content = content(STRIPE);
    Path file = write("killed", content);
    await().until(() -> firstGroup(file).getLocations().length == 5);
    LocatedBlock[] units = StripedBlockUtil.parseStripedBlockGroup(firstGroup(file), CELL, 3, 2);
    try (FSDataInputStream whole = accelerated.open(file);
        FSDataInputStream broken = accelerated.open(file)) {
      List<DataNodeProperties> stopped = new ArrayList<>();
      try {
        stopped.add(stop(units[0]));
        stopped.add(stop(units[2]));
        byte[] bytes = new byte[content.length];
        whole.readFully(bytes);
        assertThat(Arrays.equals(bytes, content)).isTrue();
        stopped.add(stop(units[4]));
        assertThatThrownBy(() -> broken.readFully(new byte[content.length]))
            .isInstanceOf(IOException.class)
            .hasMessageContaining(firstGroup(file).getBlock().getBlockName())
            .hasMessageContaining("unit 0 on ")
            .hasMessageContaining("unit 2 on ")
            .hasMessageContaining("unit 4 on ");
      } finally {
        for (var node : stopped) {
          hdfs.restart(node);
        }
        hdfs.cluster().waitActive();
      }
    }
  }

  private static DataNodeProperties stop(LocatedBlock unit) throws IOException {
    return hdfs.cluster().stopDataNode(unit.getLocations()[0].getXferAddr());
  }

  private static DataNode holder(LocatedBlock unit) {
    String uuid = unit.getLocations()[0].getDatanodeUuid();
    return hdfs.dataNodes().stream()
        .filter(node -> node.getDatanodeUuid().equals(uuid))
        .findFirst()
        .orElseThrow();
  }

  /** Once each of its units is located: the DataNodes report after the file is closed. */
  private static LocatedStripedBlock firstGroup(Path file) {
    return await()
        .until(
            () ->
                (LocatedStripedBlock)
                    hdfs.fileSystem().getClient().getLocatedBlocks(file.toString(), 0).get(0),
            group -> group.getBlockIndices().length == 5);
  }

  @Test
  void aReplicatedFileIsReadByTheStockStream() throws IOException {
    Path plain = new Path("/replicated");
    byte[] content = content(1000);
    try (FSDataOutputStream out = hdfs.fileSystem().create(plain)) {
      out.write(content);
    }
    try (FSDataInputStream in = accelerated.open(plain)) {
      assertThat(((HdfsDataInputStream) in).getWrappedStream().getClass().getPackageName())
          .isEqualTo("org.apache.hadoop.hdfs");
      byte[] bytes = new byte[content.length];
      in.readFully(bytes);
      assertThat(bytes).isEqualTo(content);
    }
  }

  @Test
  void missingFileAndDirectoryFailAsStockDoes() {
    Path missing = new Path(DIRECTORY, "missing");
    assertThatThrownBy(() -> accelerated.open(missing))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("/ec/missing");
    assertThatThrownBy(() -> accelerated.open(DIRECTORY))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("/ec");
  }

  @Test
  void aWrongValueOfAnyKeyMeansTheStockStreamNotAnError() throws IOException {
    byte[] content = content(STRIPE);
    Path file = write("wrong-key", content);
    for (AccelKey<?> key : ReadKeys.ALL) {
      try (FileSystem wrong = fileSystem(key.name(), "not a value!");
          FSDataInputStream in = wrong.open(file)) {
        assertThat(((HdfsDataInputStream) in).getWrappedStream())
            .as(key.name())
            .isInstanceOf(DFSStripedInputStream.class);
        byte[] bytes = new byte[content.length];
        in.readFully(bytes);
        assertThat(bytes).isEqualTo(content);
      }
    }
  }

  @Test
  void plainPostureReadsThroughTheStockStreamAndSwitchedOffIsStockAltogether() throws IOException {
    byte[] content = content(GROUP + 5);
    Path file = write("plain", content);
    for (List<String> setting :
        List.of(
            List.of(ReadKeys.POSTURE.name(), "plain"),
            List.of(ReadKeys.POSTURE.name(), "accelerated"),
            List.of(ReadKeys.HEDGE_POLICY.name(), "never"),
            List.of(ReadKeys.ENABLED.name(), "false"))) {
      try (FileSystem other = fileSystem(setting.toArray(String[]::new));
          FSDataInputStream in = other.open(file)) {
        byte[] bytes = new byte[content.length];
        in.readFully(bytes);
        assertThat(Arrays.equals(bytes, content)).as("%s", setting).isTrue();
      }
    }
  }

  @Test
  void aStripeWithoutBuffersIsReadByTheStockStream() throws IOException {
    Path wide = new Path("/wide");
    hdfs.makeErasureCodedDirectory(wide, EmbeddedHdfs.RS_6_3);
    byte[] content = content(7 << 20);
    Path file = new Path(wide, "file");
    try (FSDataOutputStream out = hdfs.fileSystem().create(file, true, 4096, (short) 1, 2 << 20)) {
      out.write(content);
    }
    // One buffer of the six that a stripe needs.
    try (FileSystem tight = fileSystem(ReadKeys.BUFFER_BYTES.name(), "1m");
        FSDataInputStream in = tight.open(file)) {
      byte[] bytes = new byte[content.length];
      in.readFully(bytes);
      assertThat(Arrays.equals(bytes, content)).isTrue();
      assertThat(statistic(in, StreamStatisticNames.STREAM_READ_EXCEPTIONS)).isPositive();
      assertThat(stockOnly(in)).as("for good").isFalse();
    }
  }

  private static long statistic(FSDataInputStream in, String name) {
    return in.getIOStatistics().counters().get(name);
  }
}
