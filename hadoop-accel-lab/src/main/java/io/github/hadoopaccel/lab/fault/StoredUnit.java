package io.github.hadoopaccel.lab.fault;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import org.apache.hadoop.hdfs.protocol.Block;
import org.apache.hadoop.hdfs.protocol.ExtendedBlock;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.server.datanode.fsdataset.impl.FsDatasetTestUtil;

/**
 * An internal block on the disk of its DataNode, to be damaged for good: write a new file rather
 * than wait for the repair.
 */
public final class StoredUnit {
  private final DataNode dataNode;
  private final ExtendedBlock block;

  private StoredUnit(DataNode dataNode, ExtendedBlock block) {
    this.dataNode = dataNode;
    this.block = block;
  }

  /** The internal block {@code block} on {@code dataNode}. */
  public static StoredUnit of(DataNode dataNode, ExtendedBlock block) {
    return new StoredUnit(dataNode, block);
  }

  /** Deletes the data behind the DataNode's back. */
  public void delete() throws IOException {
    Files.delete(file().toPath());
  }

  /** Cuts the data to {@code lengthBytes} behind the DataNode's back. */
  public void truncate(long lengthBytes) throws IOException {
    try (RandomAccessFile data = new RandomAccessFile(file(), "rw")) {
      if (lengthBytes >= data.length()) {
        throw new IllegalArgumentException(
            "lengthBytes = " + lengthBytes + ": expected less than " + data.length());
      }
      data.setLength(lengthBytes);
    }
  }

  /** Changes one byte in every {@code everyBytes}, so that it no longer fits its checksum. */
  public void corrupt(int everyBytes) throws IOException {
    try (RandomAccessFile data = new RandomAccessFile(file(), "rw")) {
      for (long at = Math.min(everyBytes / 2, data.length() - 1);
          at < data.length();
          at += everyBytes) {
        data.seek(at);
        int was = data.read();
        data.seek(at);
        data.write(~was);
      }
    }
  }

  /**
   * Lets the DataNode itself delete it and tell the NameNode: a client that located it before holds
   * a stale location.
   */
  public void forget() throws IOException {
    dataNode.getFSDataset().invalidate(block.getBlockPoolId(), new Block[] {block.getLocalBlock()});
  }

  private File file() throws IOException {
    File file =
        FsDatasetTestUtil.getFile(
            dataNode.getFSDataset(), block.getBlockPoolId(), block.getBlockId());
    if (file == null) {
      throw new FileNotFoundException(block + " on " + dataNode.getDisplayName());
    }
    return file;
  }
}
