package io.github.hadoopaccel.lab.fault;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.util.Canceler;
import org.apache.hadoop.hdfs.util.DataTransferThrottler;

/**
 * One DataNode whose block reads pause after some of their packets, until closed: then every block
 * read that pauses goes on at once. Writes, heartbeats and the other DataNodes are untouched.
 *
 * <p>The DataNode asks after it has sent a packet, and the last packet of every block read is an
 * empty one. So even a read of 4 KiB that pauses after its only data packet keeps its reader
 * waiting: {@code BlockReaderRemote} wants the empty packet before it hands out the last bytes.
 *
 * <p>A DataNode asks for its throttler once per block read: one that runs when the fault begins
 * does not pause.
 */
public final class PausingDataNode implements AutoCloseable {
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final ReadThrottlerSlot slot;
  private final DataTransferThrottler before;
  private final Pauses pauses;

  private PausingDataNode(DataNode dataNode, LongUnaryOperator pauseNanosAfter) {
    this.slot = ReadThrottlerSlot.of(dataNode);
    this.before = slot.get();
    this.pauses = new Pauses(pauseNanosAfter, before);
    slot.set(pauses);
  }

  /** A DataNode that sends the first packet of each block read and then nothing more. */
  public static PausingDataNode hung(DataNode dataNode) {
    return new PausingDataNode(dataNode, dataBytes -> dataBytes > 0 ? FOR_EVER : 0);
  }

  /**
   * A DataNode whose block reads stall by chance: each MiB that a block read sends, or part of one,
   * stalls after its first packet with this probability.
   *
   * @param probability 0 to 1
   * @param stallNanos how long each stall takes
   */
  public static PausingDataNode stalling(
      DataNode dataNode, long seed, double probability, long stallNanos) {
    StallDraw draw = new StallDraw(seed, probability);
    // A DataNode serves each connection by a thread of its own.
    ThreadLocal<StallDraw.Connection> connection =
        ThreadLocal.withInitial(() -> draw.new Connection());
    return new PausingDataNode(
        dataNode, dataBytes -> connection.get().stallsAfter(dataBytes) ? stallNanos : 0);
  }

  /** Ends the fault; the DataNode has the throttler it had before. Idempotent. */
  @Override
  public void close() {
    if (slot.get() == pauses) {
      slot.set(before);
    }
    pauses.ended.countDown();
  }

  /** A throttler in front of the one that was there. */
  private static final class Pauses extends DataTransferThrottler {
    private final LongUnaryOperator pauseNanosAfter;
    private final DataTransferThrottler next;
    private final CountDownLatch ended = new CountDownLatch(1);

    Pauses(LongUnaryOperator pauseNanosAfter, DataTransferThrottler next) {
      super(Long.MAX_VALUE / (1L << 20));
      this.pauseNanosAfter = pauseNanosAfter;
      this.next = next;
    }

    // The inherited form holds the lock across the whole call, also while another one waits.
    @Override
    public void throttle(long bytes) {
      throttle(bytes, null);
    }

    @Override
    public void throttle(long bytes, Canceler canceler) {
      if (next != null) {
        next.throttle(bytes, canceler);
      }
      long nanos = pauseNanosAfter.applyAsLong(ReadTraffic.dataBytesOf(bytes));
      if (nanos > 0) {
        pause(nanos);
      }
    }

    private void pause(long nanos) {
      try {
        ended.await(nanos, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // The DataNode stops.
      }
    }
  }
}
