package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.io.UnitReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.hdfs.BlockReader;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;

/** Reads an internal block from its DataNode; the block reader verifies the checksums. */
final class HdfsUnitReader implements UnitReader {
  private static final AtomicInteger OPEN = new AtomicInteger();

  private final BlockReader reader;
  private final UnitLocations.Location location;
  private final StreamStatistics statistics;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * A reader of a unit.
   *
   * @param location where it was opened; the group may have been located anew since
   */
  HdfsUnitReader(BlockReader reader, UnitLocations.Location location, StreamStatistics statistics) {
    this.reader = reader;
    this.location = location;
    this.statistics = statistics;
    OPEN.incrementAndGet();
  }

  /** Readers of this JVM that have not been closed. */
  static int open() {
    return OPEN.get();
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    long began = System.nanoTime();
    int count = reader.read(buffer);
    if (count > 0) {
      statistics.received(
          count, reader.getNetworkDistance(), reader.isShortCircuit(), System.nanoTime() - began);
    }
    return count;
  }

  @Override
  public String dataNode() {
    return location.dataNode();
  }

  /** The internal block that is read, where it is read. */
  LocatedBlock internalBlock() {
    return location.internalBlock();
  }

  /** An interrupt inside a short-circuit read would close a file channel that others share. */
  @Override
  public boolean isInterruptible() {
    return !reader.isShortCircuit();
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      OPEN.decrementAndGet();
      reader.close();
    }
  }
}
