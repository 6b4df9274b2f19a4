package io.github.hadoopaccel.read.hadoop;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.crypto.CryptoCodec;
import org.apache.hadoop.crypto.CryptoInputStream;
import org.apache.hadoop.hdfs.DFSClient;
import org.apache.hadoop.hdfs.DFSInputStream;
import org.apache.hadoop.hdfs.HdfsKMSUtil;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.apache.hadoop.hdfs.protocol.LocatedBlocks;

/** Everything that depends on the release of Hadoop underneath. Thread-safe. */
final class HadoopRelease {
  private static final Method LOCATED_BLOCKS = method("getLocatedBlocks");
  private static final Method CLIENT = method("getDFSClient");

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

  /**
   * The client that opened {@code stream}, or {@code null} if this release does not tell. The
   * stream may be encrypted.
   */
  static DFSClient client(HdfsDataInputStream stream) {
    InputStream opened = stream.getWrappedStream();
    if (opened instanceof CryptoInputStream encrypted) {
      opened = encrypted.getWrappedStream();
    }
    if (CLIENT == null || !(opened instanceof DFSInputStream)) {
      return null;
    }
    try {
      return (DFSClient) CLIENT.invoke(opened);
    } catch (IllegalAccessException | InvocationTargetException e) {
      return null;
    }
  }

  /**
   * What decrypts {@code ours} as {@code stock} decrypts the stream below it. The key is read out
   * of the stock stream; on a release that has it elsewhere the key provider is asked again.
   */
  static CryptoInputStream decrypted(
      InputStream ours,
      CryptoInputStream stock,
      DFSInputStream belowStock,
      DFSClient client,
      Configuration conf)
      throws IOException {
    try {
      return new CryptoInputStream(
          ours,
          (CryptoCodec) field("codec").get(stock),
          (int) field("bufferSize").get(stock),
          (byte[]) field("key").get(stock),
          (byte[]) field("initIV").get(stock));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return HdfsKMSUtil.createWrappedInputStream(
          ours, client.getKeyProvider(), belowStock.getFileEncryptionInfo(), conf);
    }
  }

  private static Field field(String name) throws NoSuchFieldException {
    Field field = CryptoInputStream.class.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  private static Method method(String name) {
    try {
      Method method = DFSInputStream.class.getDeclaredMethod(name);
      method.setAccessible(true);
      return method;
    } catch (NoSuchMethodException | RuntimeException e) {
      return null;
    }
  }
}
