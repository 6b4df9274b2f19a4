package io.github.hadoopaccel.straggler.am;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.server.protocol.OutlierMetrics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A DataNode reports another one as slow, the NameNode believes it, and the report names it as a
 * reader would. What the DataNode measured is made up; all that follows is Hadoop's own.
 */
@Timeout(120)
class SlowDataNodeReportIT {
  @TempDir static java.nio.file.Path folder;
  private static EmbeddedHdfs hdfs;

  @BeforeAll
  static void start() throws IOException {
    hdfs =
        EmbeddedHdfs.start(
            folder,
            2,
            1 << 20,
            Map.of(
                "dfs.datanode.peer.stats.enabled", "true",
                "dfs.datanode.outliers.report.interval", "1s",
                "dfs.heartbeat.interval", "1s"));
  }

  @AfterAll
  static void stop() throws IOException {
    if (hdfs != null) {
      hdfs.close();
    }
  }

  @Test
  void whatOneDataNodeSaysOfAnotherReachesTheJob() {
    SlowDataNodeReport report = new SlowDataNodeReport(hdfs.configuration(), 100);
    report.start();
    try {
      assertThat(report.dataNodes()).isEmpty();
      DataNode telling = hdfs.dataNodes().get(0);
      String slow = hdfs.dataNodes().get(1).getDatanodeId().getXferAddr();
      telling
          .getPeerMetrics()
          .setTestOutliers(Map.of(slow, new OutlierMetrics(1.0, 1.0, 2.0, 1000.0)));

      await().until(() -> !report.dataNodes().isEmpty());

      // The NameNode goes by the host alone, and both are on this one.
      assertThat(report.dataNodes())
          .hasSize(1)
          .isSubsetOf(slow, telling.getDatanodeId().getXferAddr());
      assertThat(report.asking()).isTrue();
    } finally {
      report.stop();
    }
  }
}
