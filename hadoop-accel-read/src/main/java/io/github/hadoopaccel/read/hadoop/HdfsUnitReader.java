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
  private static final int COUNTED_AT_ONCE_BYTES = 256 * 1024;
  private static final AtomicInteger OPEN = new AtomicInteger();

  private final BlockReader reader;
  private final UnitLocations.Location location;
  private final StreamStatistics statistics;
  private int uncountedBytes;
  private long readNanos;
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
    readNanos += System.nanoTime() - began;
    uncountedBytes += Math.max(0, count);
    if (!buffer.hasRemaining() || uncountedBytes >= COUNTED_AT_ONCE_BYTES) {
      count();
    }
    return count;
  }

  /** Not packet by packet: the statistics of a file system cost more than many a packet. */
  private void count() {
    if (uncountedBytes > 0) {
      statistics.received(
          uncountedBytes, reader.getNetworkDistance(), reader.isShortCircuit(), readNanos);
      uncountedBytes = 0;
      readNanos = 0;
    }
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
      count();
      OPEN.decrementAndGet();
      reader.close();
    }
  }
}
