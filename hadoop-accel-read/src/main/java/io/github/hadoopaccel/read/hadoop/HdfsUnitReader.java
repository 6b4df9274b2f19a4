package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.io.UnitReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.hdfs.BlockReader;

/** Reads an internal block from its DataNode; the block reader verifies the checksums. */
final class HdfsUnitReader implements UnitReader {
  private final BlockReader reader;

  HdfsUnitReader(BlockReader reader) {
    this.reader = reader;
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    return reader.read(buffer);
  }

  /** An interrupt inside a short-circuit read would close a file channel that others share. */
  @Override
  public boolean isInterruptible() {
    return !reader.isShortCircuit();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
