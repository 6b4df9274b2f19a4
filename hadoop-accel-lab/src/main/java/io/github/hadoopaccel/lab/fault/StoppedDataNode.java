package io.github.hadoopaccel.lab.fault;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import java.io.IOException;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.hadoop.hdfs.server.datanode.DataNode;

/**
 * A DataNode that is down until closed; then it is started again, with its blocks and on its port.
 * The NameNode takes minutes to notice and lists its blocks all the while.
 */
public final class StoppedDataNode implements AutoCloseable {
  private final EmbeddedHdfs hdfs;
  private final DataNodeProperties stopped;
  private boolean started;

  private StoppedDataNode(EmbeddedHdfs hdfs, DataNodeProperties stopped) {
    this.hdfs = hdfs;
    this.stopped = stopped;
  }

  /** Stops a DataNode of a cluster. */
  public static StoppedDataNode stop(EmbeddedHdfs hdfs, DataNode dataNode) {
    DataNodeProperties stopped =
        hdfs.cluster().stopDataNode(dataNode.getDatanodeId().getXferAddr());
    if (stopped == null) {
      throw new IllegalArgumentException(dataNode + " is not a DataNode of this cluster");
    }
    return new StoppedDataNode(hdfs, stopped);
  }

  /** Starts it again and waits until the NameNode has heard of it. Idempotent. */
  @Override
  public void close() throws IOException {
    if (!started) {
      hdfs.restart(stopped);
      hdfs.cluster().waitActive();
      started = true;
    }
  }
}
