package io.github.hadoopaccel.lab.fault;

import java.util.Locale;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.util.Canceler;
import org.apache.hadoop.hdfs.util.DataTransferThrottler;

/**
 * One DataNode that sends to its readers no faster than a rate which they share, until closed.
 * Writes, heartbeats and the other DataNodes are untouched.
 *
 * <p>A DataNode asks for its throttler once per block read: a read that runs when the fault begins
 * keeps its pace, one that runs when the fault ends is let go at once.
 */
public final class SlowDataNode implements AutoCloseable {
  /**
   * The pace is kept over windows this short, so that a read is slow evenly. At the 500 ms that
   * Hadoop takes by default a read would get its bytes in bursts.
   */
  private static final long WINDOW_MILLIS = 50;

  /** Fast enough that nobody waits. */
  private static final long UNLIMITED_BYTES_PER_SEC = 1L << 40;

  private final ReadThrottlerSlot slot;
  private final DataTransferThrottler before;
  private final Pace pace;
  private final String description;

  private SlowDataNode(
      ReadThrottlerSlot slot, DataTransferThrottler before, Pace pace, String description) {
    this.slot = slot;
    this.before = before;
    this.pace = pace;
    this.description = description;
  }

  /**
   * Slows the reads of a DataNode.
   *
   * @param bytesPerSec what all readers of the DataNode get together, at least 1000
   */
  public static SlowDataNode slow(DataNode dataNode, long bytesPerSec) {
    if (bytesPerSec < 1000) {
      throw new IllegalArgumentException(
          "bytesPerSec = " + bytesPerSec + ": expected at least 1000");
    }
    ReadThrottlerSlot slot = ReadThrottlerSlot.of(dataNode);
    DataTransferThrottler before = slot.get();
    Pace pace = new Pace(bytesPerSec, before);
    slot.set(pace);
    String description =
        String.format(
            Locale.ROOT, "DataNode %s at %,d bytes/s", dataNode.getDisplayName(), bytesPerSec);
    return new SlowDataNode(slot, before, pace, description);
  }

  /** Ends the fault; the DataNode has the throttler it had before. Idempotent. */
  @Override
  public void close() {
    if (slot.get() == pace) {
      slot.set(before);
    }
    pace.setBandwidth(UNLIMITED_BYTES_PER_SEC);
  }

  /** Which DataNode is slow and how slow, for people. */
  @Override
  public String toString() {
    return description;
  }

  /** A throttler in front of the one that was there. */
  private static final class Pace extends DataTransferThrottler {
    private final DataTransferThrottler next;

    Pace(long bytesPerSec, DataTransferThrottler next) {
      super(WINDOW_MILLIS, bytesPerSec);
      this.next = next;
    }

    // The inherited form holds the lock across the whole call, also while the next one waits.
    @Override
    public void throttle(long bytes) {
      throttle(bytes, null);
    }

    @Override
    public void throttle(long bytes, Canceler canceler) {
      if (next != null) {
        next.throttle(bytes, canceler);
      }
      super.throttle(bytes, canceler);
    }
  }
}
