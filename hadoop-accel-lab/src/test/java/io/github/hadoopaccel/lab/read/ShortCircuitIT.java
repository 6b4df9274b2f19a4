package io.github.hadoopaccel.lab.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.fault.ReadTraffic;
import io.github.hadoopaccel.lab.fault.StoredUnit;
import io.github.hadoopaccel.read.config.ReadKeys;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Units that are read out of local files. Method: one cluster whose client may open the DataNodes'
 * files by path, which needs no native code; that a read was local shows in the DataNodes having
 * sent nothing.
 */
@Timeout(120)
class ShortCircuitIT {
  private static final int CELL = 1 << 20;
  private static final int GROUP = 6 * CELL;
  private static final Path DIRECTORY = new Path("/ec");

  @TempDir static java.nio.file.Path folder;
  private static EmbeddedHdfs hdfs;

  @BeforeAll
  static void start() throws IOException {
    Map<String, String> settings =
        Map.of(
            "dfs.client.read.shortcircuit", "true",
            "dfs.client.use.legacy.blockreader.local", "true",
            "dfs.client.domain.socket.data.traffic", "false",
            "dfs.domain.socket.path", "",
            "dfs.block.local-path-access.user",
                UserGroupInformation.getCurrentUser().getShortUserName());
    hdfs = EmbeddedHdfs.start(folder, 6, 2 * CELL, settings);
    hdfs.makeErasureCodedDirectory(DIRECTORY, "RS-3-2-1024k");
  }

  @AfterAll
  static void stop() throws IOException {
    if (hdfs != null) {
      hdfs.close();
    }
  }

  @AfterEach
  void nothingIsHeld() {
    ReadProbe.awaitNothingHeld();
  }

  /** Each with a client context of its own: a context gives local reads up for good. */
  private static FileSystem fileSystem(String context, String... keysAndValues) throws IOException {
    Configuration conf = ReadProbe.accelerated(hdfs);
    conf.set("dfs.client.context", context);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      conf.set(keysAndValues[i], keysAndValues[i + 1]);
    }
    return FileSystem.newInstance(hdfs.fileSystem().getUri(), conf);
  }

  private static Path write(String name, byte[] content) throws IOException {
    Path file = new Path(DIRECTORY, name);
    ReadProbe.write(hdfs.fileSystem(), file, content);
    return file;
  }

  @Test
  void localUnitsAreReadOutOfTheirFiles() throws IOException {
    byte[] content = ReadProbe.content(1, 2 * GROUP + CELL + 3);
    Path file = write("healthy", content);
    try (FileSystem accelerated = fileSystem("healthy");
        ReadTraffic traffic = ReadTraffic.count(hdfs.dataNodes())) {
      ReadProbe.assertReads(accelerated, file, content);
      assertThat(traffic.dataBytes()).as("sent by DataNodes").isZero();
    }
  }

  /** All units of each stripe at once: those that come last are abandoned in mid-read. */
  @Test
  void abandonedLocalReadsDoNotBreakLaterOnes() throws IOException {
    byte[] content = ReadProbe.content(2, 2 * GROUP + CELL + 3);
    Path file = write("abandoned", content);
    try (FileSystem accelerated =
            fileSystem(
                "abandoned",
                ReadKeys.POSTURE.name(),
                "accelerated",
                ReadKeys.EXTRA_UNITS.name(),
                "2",
                ReadKeys.BUDGET_FRACTION.name(),
                "10",
                ReadKeys.BUDGET_BURST.name(),
                "1g",
                ReadKeys.HEDGE_MIN_DELAY.name(),
                "1ms");
        ReadTraffic traffic = ReadTraffic.count(hdfs.dataNodes())) {
      for (int i = 0; i < 20; i++) {
        try (FSDataInputStream left = accelerated.open(file)) {
          byte[] some = new byte[1 + i * CELL / 4];
          left.readFully(some);
          assertThat(Arrays.equals(some, 0, some.length, content, 0, some.length)).isTrue();
        }
      }
      for (int i = 0; i < 3; i++) {
        ReadProbe.assertReads(accelerated, file, content);
      }
      assertThat(traffic.dataBytes()).as("sent by DataNodes").isZero();
    }
  }

  /** A local reader puts bytes into the buffer before it finds that they are corrupt. */
  @Test
  void aLocalUnitThatIsCorruptFromTheSecondStripeOnIsRebuilt() throws IOException {
    byte[] content = ReadProbe.content(4, GROUP);
    Path file = write("corrupt", content);
    LocatedBlock unit = ReadProbe.units(ReadProbe.groups(hdfs, file).get(0), CELL, 3, 2)[1];
    DataNode holder =
        hdfs.dataNodes().stream()
            .filter(node -> node.getDatanodeUuid().equals(unit.getLocations()[0].getDatanodeUuid()))
            .findFirst()
            .orElseThrow();
    try (FileSystem accelerated = fileSystem("corrupt", ReadKeys.AHEAD_STRIPES.name(), "0");
        FSDataInputStream in = accelerated.open(file)) {
      byte[] first = new byte[3 * CELL];
      in.readFully(first);
      assertThat(Arrays.equals(first, 0, first.length, content, 0, first.length)).isTrue();
      StoredUnit.of(holder, unit.getBlock()).corrupt(CELL / 2);
      ReadProbe.assertReadsOn(in, content);
      ReadProbe.assertAccelerated(in);
    }
  }

  @Test
  void aDataNodeThatIsGoneDoesNotKeepTheOthersFromBeingRead() throws IOException {
    byte[] content = ReadProbe.content(3, 2 * GROUP);
    Path file = write("killed", content);
    DataNode holder = hdfs.holderOfMostDataBytes(file);
    DataNodeProperties stopped = hdfs.cluster().stopDataNode(holder.getDatanodeId().getXferAddr());
    try (FileSystem accelerated = fileSystem("killed")) {
      ReadProbe.assertReads(accelerated, file, content);
    } finally {
      hdfs.restart(stopped);
      hdfs.cluster().waitActive();
    }
  }
}
