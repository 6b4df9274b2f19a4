package io.github.hadoopaccel.lab.fault;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.util.DataTransferThrottler;

/**
 * The place where a DataNode keeps the throttler of its block reads; {@code null} where it has
 * none. Reached by reflection: the two methods are public in Hadoop 3.4 and 3.5, their class is
 * not.
 */
public final class ReadThrottlerSlot {
  private final Object server;
  private final Method get;
  private final Method set;

  private ReadThrottlerSlot(Object server, Method get, Method set) {
    this.server = server;
    this.get = get;
    this.set = set;
  }

  /** The slot of a running DataNode. */
  public static ReadThrottlerSlot of(DataNode dataNode) {
    try {
      Method getServer = DataNode.class.getMethod("getXferServer");
      Object server = getServer.invoke(dataNode);
      Method get = server.getClass().getMethod("getReadThrottler");
      Method set = server.getClass().getMethod("setReadThrottler", DataTransferThrottler.class);
      get.setAccessible(true);
      set.setAccessible(true);
      return new ReadThrottlerSlot(server, get, set);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Hadoop's DataNode has no read throttler to set", e);
    }
  }

  /** The throttler that the next block read will use, or {@code null}. */
  public DataTransferThrottler get() {
    return (DataTransferThrottler) call(get);
  }

  /** Sets the throttler that the next block read will use; {@code null} for none. */
  void set(DataTransferThrottler throttler) {
    call(set, throttler);
  }

  private Object call(Method method, Object... arguments) {
    try {
      return method.invoke(server, arguments);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot call " + method, e);
    }
  }
}
