package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.io.BuffersExhaustedException;
import io.github.hadoopaccel.read.io.InsufficientUnitsException;
import io.github.hadoopaccel.read.io.ReadSession;
import io.github.hadoopaccel.read.metrics.AccelCounter;
import io.github.hadoopaccel.read.metrics.ConsumerWait;
import io.github.hadoopaccel.read.metrics.ReadRecorder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import org.apache.hadoop.fs.statistics.StreamStatisticNames;
import org.apache.hadoop.hdfs.DFSInputStream;
import org.apache.hadoop.hdfs.protocol.LocatedBlocks;
import org.apache.hadoop.hdfs.server.datanode.CachingStrategy;
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

  private final HdfsFile file;
  private final LocatedGroups groups;
  private final ReadSession session;
  private final ReadRecorder recorder;
  private final StreamStatistics statistics;
  private volatile DFSInputStream stock;
  private volatile Throwable surprise;
  private boolean isClosed;

  StockReads(
      DFSInputStream stock,
      HdfsFile file,
      LocatedGroups groups,
      ReadSession session,
      StreamStatistics statistics) {
    this.stock = stock;
    this.file = file;
    this.groups = groups;
    this.session = session;
    this.recorder = session.recorder();
    this.statistics = statistics;
  }

  DFSInputStream stream() {
    return stock;
  }

  /** Whether it reads for the rest of the stream. */
  boolean isForGood() {
    return surprise != null;
  }

  /** Whether it leaves the byte at {@code offset} to our half of the stream, as things stand. */
  boolean leaves(long offset) {
    return surprise == null
        && offset < groups.readableBytes()
        && session.posture() != Posture.PLAIN;
  }

  /**
   * What becomes of a failure of ours: it returns if the stock stream is to read instead.
   *
   * @throws IOException the failure itself, where the stock stream could do no better: the consumer
   *     was interrupted, too few units are left, or the file is another one
   */
  void insteadOf(Throwable failure) throws IOException {
    statistics.count(StreamStatisticNames.STREAM_READ_EXCEPTIONS, 1);
    if (failure instanceof InterruptedIOException interrupted
        && !(failure instanceof SocketTimeoutException)) {
      throw interrupted;
    }
    if (failure instanceof ClosedByInterruptException) {
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(failure);
      throw interrupted;
    }
    if (failure instanceof InsufficientUnitsException e && !e.isSurprising()) {
      throw e;
    }
    if (failure instanceof FileChangedException e) {
      throw e;
    }
    if (failure instanceof BuffersExhaustedException) {
      recorder.count(AccelCounter.BUFFERS_REFUSED, 1);
      LOG.debug("{} is read by the stock stream for a while", file.path(), failure);
      return;
    }
    surprise = failure;
    recorder.count(AccelCounter.STOCK_FALLBACKS, 1);
    // Only the first stream of a task says so aloud.
    if (recorder.counters().get(AccelCounter.STOCK_FALLBACKS) == 1) {
      LOG.warn("{} is read on by the stock stream", file.path(), failure);
    } else {
      LOG.debug("{} is read on by the stock stream", file.path(), failure);
    }
  }

  /** Reads as {@link DFSInputStream#read(ByteBuffer)} does from {@code position}. */
  int read(long position, ByteBuffer target) throws IOException {
    return counted(
        position,
        target,
        stream -> {
          if (stream.getPos() != position) {
            stream.seek(position);
          }
          return stream.read(target);
        });
  }

  /** Reads as {@link DFSInputStream#read(long, ByteBuffer)} does. */
  int readAt(long position, ByteBuffer target) throws IOException {
    return counted(position, target, stream -> stream.read(position, target));
  }

  private interface Read {
    int from(DFSInputStream stream) throws IOException;
  }

  /**
   * Where the stock stream fails after ours did, the caller learns both causes; and always by an
   * IOException: with too few units left the stock stream of Hadoop 3.5.0 closes itself and then
   * fails its own retry with a NullPointerException.
   */
  private int counted(long position, ByteBuffer target, Read read) throws IOException {
    Throwable ours = surprise;
    int before = target.position();
    ConsumerWait wait = recorder.waits(session.clock().nanoTime());
    try {
      int count = again(target, read);
      if (count > 0 && position < groups.readableBytes()) {
        checkRead(position, count, target, before);
      }
      statistics.deliveredByStock(Math.max(0, count));
      recorder.stockRead(Math.max(0, count), session.clock().nanoTime());
      return count;
    } catch (IOException e) {
      statistics.count(StreamStatisticNames.STREAM_READ_EXCEPTIONS, 1);
      if (ours != null) {
        e.addSuppressed(ours);
      }
      throw e;
    } catch (RuntimeException e) {
      statistics.count(StreamStatisticNames.STREAM_READ_EXCEPTIONS, 1);
      IOException failed = new IOException(file.path() + " cannot be read", e);
      if (ours != null) {
        failed.addSuppressed(ours);
      }
      throw failed;
    } finally {
      recorder.waited(wait, session.clock().nanoTime());
    }
  }

  /** The stock stream goes on with another file's bytes where its path leads to that by now. */
  private void checkRead(long position, int count, ByteBuffer target, int before)
      throws IOException {
    boolean done = false;
    try {
      LocatedBlocks blocks = HadoopRelease.locatedBlocks(stock, file.client(), file.path());
      groups.checkRead(blocks, position, count, session.posture() != Posture.PLAIN);
      done = true;
    } finally {
      if (!done) {
        target.position(before);
      }
    }
  }

  /**
   * Reads, from a stream opened anew if the stock stream has closed itself: that is what it does
   * when a thread that reads from it is interrupted, or when it has run out of units once.
   */
  private int again(ByteBuffer target, Read read) throws IOException {
    DFSInputStream stream = stock;
    int before = target.position();
    try {
      return read.from(stream);
    } catch (IOException e) {
      if (!hasClosedItself(stream) || !reopen(stream, e)) {
        throw e;
      }
    }
    target.position(before);
    return read.from(stock);
  }

  private static boolean hasClosedItself(DFSInputStream stream) {
    try {
      // Changes nothing and asks nobody.
      return stream.available() < 0;
    } catch (IOException e) {
      return true;
    }
  }

  /** False where the stream is closed for good, or its path leads to another file by now. */
  private synchronized boolean reopen(DFSInputStream closed, IOException failure)
      throws IOException {
    boolean interrupted =
        failure instanceof InterruptedIOException || Thread.currentThread().isInterrupted();
    if (isClosed || interrupted) {
      return false;
    }
    if (stock != closed) {
      return true;
    }
    DFSInputStream opened = file.client().open(file.path(), 0, file.verifyChecksum());
    if (!groups.areThoseOf(HadoopRelease.locatedBlocks(opened, file.client(), file.path()))) {
      opened.close();
      return false;
    }
    CachingStrategy caching = file.cachingStrategy().get();
    opened.setReadahead(caching.getReadahead());
    opened.setDropBehind(caching.getDropBehind());
    LOG.debug("{} had closed its stock stream, which was opened again", file.path(), failure);
    stock = opened;
    return true;
  }

  /** Closes the stock stream; it is not opened again. */
  synchronized void close() throws IOException {
    isClosed = true;
    stock.close();
  }
}
