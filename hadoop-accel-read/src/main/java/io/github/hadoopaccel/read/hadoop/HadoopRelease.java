package io.github.hadoopaccel.read.hadoop;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.apache.hadoop.hdfs.DFSClient;
import org.apache.hadoop.hdfs.DFSInputStream;
import org.apache.hadoop.hdfs.protocol.LocatedBlocks;

/** Everything that depends on the release of Hadoop underneath. Thread-safe. */
final class HadoopRelease {
  private static final Method LOCATED_BLOCKS = locatedBlocksMethod();

  private HadoopRelease() {}

  /**
   * The located blocks that {@code stream} got when it was opened. They are read out of the stream,
   * where they are but not public; on a release that has them elsewhere the NameNode is asked
   * again.
   */
  static LocatedBlocks locatedBlocks(DFSInputStream stream, DFSClient client, String path)
      throws IOException {
    if (LOCATED_BLOCKS != null) {
      try {
        LocatedBlocks blocks = (LocatedBlocks) LOCATED_BLOCKS.invoke(stream);
        if (blocks != null) {
          return blocks;
        }
      } catch (IllegalAccessException | InvocationTargetException e) {
        return client.getLocatedBlocks(path, 0);
      }
    }
    return client.getLocatedBlocks(path, 0);
  }

  private static Method locatedBlocksMethod() {
    try {
      Method method = DFSInputStream.class.getDeclaredMethod("getLocatedBlocks");
      method.setAccessible(true);
      return method;
    } catch (NoSuchMethodException | RuntimeException e) {
      return null;
    }
  }
}
