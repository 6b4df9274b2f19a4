package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.io.BuffersExhaustedException;
import io.github.hadoopaccel.read.io.InsufficientUnitsException;
import io.github.hadoopaccel.read.metrics.AccelCounter;
import io.github.hadoopaccel.read.metrics.ReadRecorder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.apache.hadoop.hdfs.DFSInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stock stream that was opened beside ours, and when it reads: after a surprise for the rest of
 * the stream, for want of buffers for a while, and always where we cannot (a block that is being
 * written).
 *
 * <p>Reads at positions are safe for any thread; {@link #read(long, ByteBuffer)} moves the stock
 * stream's own position and is for the thread that reads sequentially.
 */
final class StockReads {
  private static final Logger LOG = LoggerFactory.getLogger(StockReads.class);

  private final DFSInputStream stock;
  private final String path;
  private final ReadRecorder recorder;
  private final StreamStatistics statistics;
  private volatile Throwable surprise;

  StockReads(
      DFSInputStream stock, String path, ReadRecorder recorder, StreamStatistics statistics) {
    this.stock = stock;
    this.path = path;
    this.recorder = recorder;
    this.statistics = statistics;
  }

  DFSInputStream stream() {
    return stock;
  }

  /** Whether it reads for the rest of the stream. */
  boolean isForGood() {
    return surprise != null;
  }

  /**
   * What becomes of a failure of ours: it returns if the stock stream is to read instead.
   *
   * @throws IOException the failure itself, where the stock stream could do no better: the consumer
   *     was interrupted, or too few units are left
   */
  void insteadOf(Throwable failure) throws IOException {
    if (failure instanceof InterruptedIOException interrupted
        && !(failure instanceof SocketTimeoutException)) {
      throw interrupted;
    }
    if (failure instanceof InsufficientUnitsException e && !e.isSurprising()) {
      throw e;
    }
    if (failure instanceof BuffersExhaustedException) {
      recorder.count(AccelCounter.BUFFERS_REFUSED, 1);
      LOG.debug("{} is read by the stock stream for a while", path, failure);
      return;
    }
    surprise = failure;
    recorder.count(AccelCounter.STOCK_FALLBACKS, 1);
    // Only the first stream of a task says so aloud.
    if (recorder.counters().get(AccelCounter.STOCK_FALLBACKS) == 1) {
      LOG.warn("{} is read on by the stock stream", path, failure);
    } else {
      LOG.debug("{} is read on by the stock stream", path, failure);
    }
  }

  /** Reads as {@link DFSInputStream#read(ByteBuffer)} does from {@code position}. */
  int read(long position, ByteBuffer target) throws IOException {
    return counted(
        () -> {
          if (stock.getPos() != position) {
            stock.seek(position);
          }
          return stock.read(target);
        });
  }

  /** Reads as {@link DFSInputStream#read(long, ByteBuffer)} does. */
  int readAt(long position, ByteBuffer target) throws IOException {
    return counted(() -> stock.read(position, target));
  }

  private interface Read {
    int read() throws IOException;
  }

  /**
   * Where the stock stream fails after ours did, the caller learns both causes; and always by an
   * IOException: with too few units left the stock stream of Hadoop 3.5.0 closes itself and then
   * fails its own retry with a NullPointerException.
   */
  private int counted(Read read) throws IOException {
    Throwable ours = surprise;
    try {
      int count = read.read();
      statistics.deliveredByStock(Math.max(0, count));
      return count;
    } catch (IOException e) {
      if (ours != null) {
        e.addSuppressed(ours);
      }
      throw e;
    } catch (RuntimeException e) {
      if (ours == null) {
        throw e;
      }
      IOException failed = new IOException(path + " cannot be read", ours);
      failed.addSuppressed(e);
      throw failed;
    }
  }
}
