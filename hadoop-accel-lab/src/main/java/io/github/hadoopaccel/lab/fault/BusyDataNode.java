package io.github.hadoopaccel.lab.fault;

import java.io.IOException;
import java.lang.reflect.Field;
import org.apache.hadoop.hdfs.server.datanode.DataNode;

/**
 * A DataNode that has run out of threads for its clients until closed: it hangs up on each new
 * connection and goes on serving the open ones. Reached by reflection: the setter refuses the only
 * limit that every connection exceeds, the first too.
 */
public final class BusyDataNode implements AutoCloseable {
  private static final int LESS_THAN_NONE = -1;

  private final Object server;
  private final Field limit;
  private final int before;

  private BusyDataNode(Object server, Field limit) throws IllegalAccessException {
    this.server = server;
    this.limit = limit;
    this.before = limit.getInt(server);
    limit.setInt(server, LESS_THAN_NONE);
  }

  /** Lets a DataNode take no more connections. */
  public static BusyDataNode busy(DataNode dataNode) {
    try {
      Object server = DataNode.class.getMethod("getXferServer").invoke(dataNode);
      Field limit = server.getClass().getDeclaredField("maxXceiverCount");
      limit.setAccessible(true);
      return new BusyDataNode(server, limit);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Hadoop's DataNode has no limit of threads to set", e);
    }
  }

  /** Puts the limit back. Idempotent. */
  @Override
  public void close() throws IOException {
    try {
      limit.setInt(server, before);
    } catch (IllegalAccessException e) {
      throw new IOException("cannot put back " + limit, e);
    }
  }
}
