package io.github.hadoopaccel.lab.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.fault.StoredUnit;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DFSTestUtil;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicy;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.DatanodeReportType;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.io.erasurecode.ECSchema;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A unit that the NameNode locates twice is read from its second location when the first has lost
 * it. Method: units are copied as the balancer does it, on a cluster whose NameNode does not get
 * round to deleting what is stored once too often.
 */
@Timeout(120)
class SecondLocationIT {
  private static final int DATA = 3;
  private static final int PARITY = 2;
  private static final int CELL = 64 * 1024;
  private static final Path DIRECTORY = new Path("/ec");

  @TempDir static java.nio.file.Path folder;

  @Test
  @DisplayName("S0_10 more than m units that lost their first location are no erasures")
  void unitsThatLostTheirFirstLocationAreReadFromTheirSecond() throws Exception {
    Map<String, String> settings =
        Map.of(
            "dfs.namenode.fs-limits.min-block-size", "4096",
            "dfs.namenode.redundancy.interval.seconds", "3600");
    try (EmbeddedHdfs hdfs = EmbeddedHdfs.start(folder, 8, 4 * CELL, settings)) {
      hdfs.fileSystem()
          .addErasureCodingPolicies(
              new ErasureCodingPolicy[] {
                new ErasureCodingPolicy(new ECSchema("rs", DATA, PARITY), CELL)
              });
      hdfs.makeErasureCodedDirectory(DIRECTORY, "RS-3-2-64k");
      Path file = new Path(DIRECTORY, "file");
      byte[] content = ReadProbe.content(1, 4 * DATA * CELL);
      ReadProbe.write(hdfs.fileSystem(), file, content);
      for (int unit = 0; unit < DATA; unit++) {
        copyUnit(hdfs, file, unit);
      }
      try (FileSystem accelerated = ReadProbe.acceleratedFileSystem(hdfs);
          FSDataInputStream positioned = accelerated.open(file)) {
        // Also for the streams that find out by themselves.
        loseFirstLocations(hdfs, file);
        ReadProbe.assertReadsAtPositions(positioned, content, 10);
        ReadProbe.assertAccelerated(positioned);
        ReadProbe.assertReads(accelerated, file, content);
      }
      ReadProbe.awaitNothingHeld();
    }
  }

  private static LocatedStripedBlock group(EmbeddedHdfs hdfs, Path file) throws IOException {
    return ReadProbe.groups(hdfs, file).get(0);
  }

  private static void copyUnit(EmbeddedHdfs hdfs, Path file, int unit) throws Exception {
    LocatedStripedBlock group = group(hdfs, file);
    LocatedBlock copied = ReadProbe.units(group, CELL, DATA, PARITY)[unit];
    Set<String> taken = new HashSet<>();
    for (DatanodeInfo each : group.getLocations()) {
      taken.add(each.getDatanodeUuid());
    }
    DatanodeInfo from = copied.getLocations()[0];
    DatanodeInfo to =
        Arrays.stream(hdfs.fileSystem().getDataNodeStats(DatanodeReportType.LIVE))
            .filter(each -> !taken.contains(each.getDatanodeUuid()))
            .findFirst()
            .orElseThrow();
    assertThat(DFSTestUtil.replaceBlock(copied.getBlock(), from, from, to)).isTrue();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> group(hdfs, file).getLocations().length == taken.size() + 1);
  }

  private static void loseFirstLocations(EmbeddedHdfs hdfs, Path file) throws IOException {
    LocatedBlock[] units = ReadProbe.units(group(hdfs, file), CELL, DATA, PARITY);
    for (int unit = 0; unit < DATA; unit++) {
      String uuid = units[unit].getLocations()[0].getDatanodeUuid();
      StoredUnit.of(ReadProbe.dataNode(hdfs, uuid), units[unit].getBlock()).delete();
    }
  }
}
