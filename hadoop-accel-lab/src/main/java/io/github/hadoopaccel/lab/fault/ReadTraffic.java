package io.github.hadoopaccel.lab.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.util.Canceler;
import org.apache.hadoop.hdfs.util.DataTransferThrottler;

/**
 * Counts the block data that DataNodes send to readers, packet by packet, until closed.
 *
 * <p>The DataNodes' own metric {@code BytesRead} cannot serve: it is raised at the end of a read
 * and never for one that the reader broke off, which are the very reads a comparison is about. So
 * this counts where each packet passes, at the DataNode's read throttler, and never delays
 * anything.
 */
public final class ReadTraffic implements AutoCloseable {
  /** Bytes a data chunk and its CRC take in a packet. */
  private static final int CHUNK_BYTES = 512;

  private static final int CHECKSUM_BYTES = 4;
  private static final int LENGTH_FIELD_BYTES = 4;

  private final AtomicLong dataBytes = new AtomicLong();
  private final List<Runnable> undo = new ArrayList<>();

  private ReadTraffic() {}

  /** Starts counting, for all these DataNodes together. */
  public static ReadTraffic count(List<DataNode> dataNodes) {
    ReadTraffic traffic = new ReadTraffic();
    for (DataNode dataNode : dataNodes) {
      ReadThrottlerSlot slot = ReadThrottlerSlot.of(dataNode);
      DataTransferThrottler before = slot.get();
      Meter meter = new Meter(traffic.dataBytes, before);
      slot.set(meter);
      traffic.undo.add(
          () -> {
            if (slot.get() == meter) {
              slot.set(before);
            }
          });
    }
    return traffic;
  }

  /** Bytes of block data sent since counting started, without checksums and headers. */
  public long dataBytes() {
    return dataBytes.get();
  }

  @Override
  public void close() {
    undo.forEach(Runnable::run);
    undo.clear();
  }

  /**
   * Data bytes of a packet whose length is {@code packetBytes}: four bytes of length, then the data
   * and four bytes of checksum for each 512 bytes of it. Example: one full chunk makes 4 + 512 + 4
   * = 520, the empty last packet makes 4.
   */
  static long dataBytesOf(long packetBytes) {
    long body = packetBytes - LENGTH_FIELD_BYTES;
    long chunks = -Math.floorDiv(-body, (long) CHUNK_BYTES + CHECKSUM_BYTES);
    return body - chunks * CHECKSUM_BYTES;
  }

  private static final class Meter extends DataTransferThrottler {
    private final AtomicLong dataBytes;
    private final DataTransferThrottler next;

    Meter(AtomicLong dataBytes, DataTransferThrottler next) {
      super(Long.MAX_VALUE / (1L << 20));
      this.dataBytes = dataBytes;
      this.next = next;
    }

    // The inherited form holds the lock across the whole call, also while the next one waits.
    @Override
    public void throttle(long bytes) {
      throttle(bytes, null);
    }

    @Override
    public void throttle(long bytes, Canceler canceler) {
      dataBytes.addAndGet(dataBytesOf(bytes));
      if (next != null) {
        next.throttle(bytes, canceler);
      }
    }
  }
}
