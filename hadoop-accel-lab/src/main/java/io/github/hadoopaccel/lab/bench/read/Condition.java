package io.github.hadoopaccel.lab.bench.read;

import io.github.hadoopaccel.lab.fault.PausingDataNode;
import io.github.hadoopaccel.lab.fault.SlowDataNode;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.hdfs.server.datanode.DataNode;

/**
 * A scenario as it holds on a cluster, until closed: then every block read that it holds back goes
 * on at once. Streams opened meanwhile are under it.
 */
final class Condition implements Closeable {
  private static final long SLOW_BYTES_PER_SEC = 5_000_000;
  private static final double STALL_PROBABILITY = 0.02;
  private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int OVERLOAD_DIVISOR = 3;
  private static final long LEAST_BYTES_PER_SEC = 1000;

  private final List<Closeable> undo = new ArrayList<>();

  private Condition() {}

  /** Puts a scenario on a cluster. */
  static Condition start(Scenario scenario, BenchCluster cluster, long seed) throws IOException {
    Condition condition = new Condition();
    switch (scenario) {
      case HEALTHY -> {}
      case SLOW_1, SLOW_2, SLOW_3 -> {
        for (int unit = 0; unit < scenario.faultyDataNodes(); unit++) {
          condition.slow(cluster.holder(unit), SLOW_BYTES_PER_SEC);
        }
      }
      case HUNG_1 -> condition.undo.add(PausingDataNode.hung(cluster.holder(0))::close);
      case DEAD_1 -> condition.undo.add(cluster.stop(cluster.holder(0)));
      case STALLS -> condition.stalls(cluster.dataNodes(), seed);
      case OVERLOAD -> {
        long[] paces = cluster.healthyBytesPerSec();
        for (int i = 0; i < paces.length; i++) {
          condition.slow(
              cluster.dataNodes().get(i),
              Math.max(LEAST_BYTES_PER_SEC, paces[i] / OVERLOAD_DIVISOR));
        }
      }
    }
    return condition;
  }

  private void slow(DataNode dataNode, long bytesPerSec) {
    undo.add(SlowDataNode.slow(dataNode, bytesPerSec)::close);
  }

  private void stalls(List<DataNode> dataNodes, long seed) {
    for (int i = 0; i < dataNodes.size(); i++) {
      undo.add(
          PausingDataNode.stalling(dataNodes.get(i), seed + i, STALL_PROBABILITY, STALL_NANOS)
              ::close);
    }
  }

  @Override
  public void close() throws IOException {
    for (Closeable each : undo) {
      each.close();
    }
    undo.clear();
  }
}
