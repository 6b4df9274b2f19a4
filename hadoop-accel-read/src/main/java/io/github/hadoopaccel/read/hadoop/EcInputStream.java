package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.io.ReadSession;
import io.github.hadoopaccel.read.io.StripeBytes;
import io.github.hadoopaccel.read.io.StripeDriver;
import io.github.hadoopaccel.read.io.UnitDecoder;
import io.github.hadoopaccel.read.metrics.AccelCounter;
import io.github.hadoopaccel.read.striping.BlockGroupGeometry;
import io.github.hadoopaccel.read.striping.ReadPlan;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.ByteBufferPositionedReadable;
import org.apache.hadoop.fs.ByteBufferReadable;
import org.apache.hadoop.fs.CanSetDropBehind;
import org.apache.hadoop.fs.CanSetReadahead;
import org.apache.hadoop.fs.CanUnbuffer;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.hdfs.DFSInputStream;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.hdfs.server.datanode.CachingStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a striped file from any k of its k+m units. Whatever goes wrong here, the stock stream that
 * was opened beside it goes on from the same position; the caller notices only that it is slower.
 *
 * <p>Thread rule as in HDFS: one thread reads sequentially (guarded by this), any number read at
 * positions. The state that positioned reads use is final or volatile.
 */
final class EcInputStream extends FSInputStream
    implements ByteBufferReadable,
        ByteBufferPositionedReadable,
        CanSetDropBehind,
        CanSetReadahead,
        CanUnbuffer,
        StreamCapabilities {
  private static final Logger LOG = LoggerFactory.getLogger(EcInputStream.class);

  private final HdfsFile file;
  private final LocatedGroups groups;
  private final ReadSession session;
  private final UnitDecoder decoder;
  private final DFSInputStream stock;
  private final FileSystem.Statistics statistics;
  private volatile CachingStrategy cachingStrategy;
  private volatile boolean closed;
  private volatile boolean stockOnly;
  private volatile Throwable fallbackCause;

  private long position;
  private OpenGroup current;
  private StripeBytes stripe;

  /** A block group with its driver and the stripe in hand. */
  private record OpenGroup(long startOffset, BlockGroupGeometry geometry, StripeDriver driver) {
    boolean contains(long offset) {
      return offset >= startOffset && offset - startOffset < geometry.lengthBytes();
    }
  }

  EcInputStream(
      HdfsFile file,
      LocatedGroups groups,
      ReadSession session,
      UnitDecoder decoder,
      DFSInputStream stock,
      FileSystem.Statistics statistics) {
    this.file = file;
    this.groups = groups;
    this.session = session;
    this.decoder = decoder;
    this.stock = stock;
    this.statistics = statistics;
    this.cachingStrategy = file.client().getDefaultReadCachingStrategy();
  }

  DFSInputStream stock() {
    return stock;
  }

  @Override
  public synchronized int read() throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    return read(one) < 0 ? -1 : one.get(0) & 0xff;
  }

  @Override
  public synchronized int read(byte[] buffer, int offset, int length) throws IOException {
    validatePositionedReadArgs(0, buffer, offset, length);
    return length == 0 ? readNothing() : read(ByteBuffer.wrap(buffer, offset, length));
  }

  private int readNothing() throws IOException {
    checkOpen();
    return 0;
  }

  @Override
  public synchronized int read(ByteBuffer target) throws IOException {
    checkOpen();
    if (position >= groups.fileLengthBytes()) {
      return -1;
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    int before = target.position();
    if (!stockOnly) {
      try {
        if (fetchStripe()) {
          int count = stripe.copyTo(position - current.startOffset(), target);
          if (count == 0 && target.hasRemaining()) {
            throw new IllegalStateException("the stripe does not hold offset " + position);
          }
          position += count;
          countBytes(count);
          return count;
        }
      } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
        target.position(before);
        dropGroup();
        fallBack(e);
      }
    }
    dropGroup();
    int count =
        readStock(
            () -> {
              if (stock.getPos() != position) {
                stock.seek(position);
              }
              return stock.read(target);
            });
    position += Math.max(0, count);
    return count;
  }

  private interface StockRead {
    int read() throws IOException;
  }

  /**
   * Reads through the stock stream. Where that fails after ours did, the caller learns both causes;
   * and always by an IOException: with too few units left the stock stream of Hadoop 3.5.0 closes
   * itself and then fails its own retry with a NullPointerException.
   */
  private int readStock(StockRead read) throws IOException {
    Throwable ours = fallbackCause;
    try {
      return read.read();
    } catch (IOException e) {
      if (ours != null) {
        e.addSuppressed(ours);
      }
      throw e;
    } catch (RuntimeException e) {
      if (ours == null) {
        throw e;
      }
      IOException failed = new IOException(file.path() + " cannot be read", ours);
      failed.addSuppressed(e);
      throw failed;
    }
  }

  /** Has the stripe at the position in hand, unless the posture wants the stock stream. */
  private boolean fetchStripe() throws IOException {
    if (stripe != null && stripe.contains(position - current.startOffset())) {
      return true;
    }
    dropStripe();
    if (session.posture() == Posture.PLAIN) {
      return false;
    }
    if (current == null || !current.contains(position)) {
      dropGroup();
      current = openGroup(position, true);
    }
    long offset = position - current.startOffset();
    long end = current.geometry().stripeEnd(offset);
    stripe = current.driver().read(ReadPlan.of(current.geometry(), offset, end - offset));
    return true;
  }

  private OpenGroup openGroup(long offset, boolean readsOn) throws IOException {
    LocatedStripedBlock group = groups.at(offset);
    BlockGroupGeometry geometry = new BlockGroupGeometry(file.layout(), group.getBlockSize());
    HdfsUnitSource source = new HdfsUnitSource(file, group, cachingStrategy);
    return new OpenGroup(
        group.getStartOffset(),
        geometry,
        new StripeDriver(geometry, source, decoder, session, readsOn));
  }

  /**
   * From now on the stock stream reads; only the first stream of a task says so aloud.
   *
   * @throws InterruptedIOException if the consumer was interrupted: that is not for the stock
   *     stream
   */
  private void fallBack(Throwable cause) throws InterruptedIOException {
    if (cause instanceof InterruptedIOException interrupted
        && !(cause instanceof SocketTimeoutException)) {
      throw interrupted;
    }
    fallbackCause = cause;
    stockOnly = true;
    session.recorder().count(AccelCounter.STOCK_FALLBACKS, 1);
    if (session.recorder().counters().get(AccelCounter.STOCK_FALLBACKS) == 1) {
      LOG.warn("{} is read on by the stock stream", file.path(), cause);
    } else {
      LOG.debug("{} is read on by the stock stream", file.path(), cause);
    }
  }

  private void dropStripe() {
    if (stripe != null) {
      stripe.release();
      stripe = null;
    }
  }

  private void dropGroup() {
    dropStripe();
    if (current != null) {
      current.driver().close();
      current = null;
    }
  }

  private void countBytes(int count) {
    if (statistics != null) {
      statistics.incrementBytesRead(count);
      statistics.incrementBytesReadErasureCoded(count);
    }
  }

  @Override
  public int read(long offset, byte[] buffer, int bufferOffset, int length) throws IOException {
    validatePositionedReadArgs(offset, buffer, bufferOffset, length);
    return length == 0
        ? readNothing()
        : read(offset, ByteBuffer.wrap(buffer, bufferOffset, length));
  }

  @Override
  public int read(long offset, ByteBuffer target) throws IOException {
    checkOpen();
    if (offset < 0 || offset >= groups.fileLengthBytes()) {
      return -1;
    }
    int before = target.position();
    if (!stockOnly && session.posture() != Posture.PLAIN) {
      try {
        readAt(offset, target);
        int count = target.position() - before;
        countBytes(count);
        return count;
      } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
        target.position(before);
        fallBack(e);
      }
    }
    return readStock(() -> stock.read(offset, target));
  }

  private void readAt(long offset, ByteBuffer target) throws IOException {
    long at = offset;
    while (target.hasRemaining() && at < groups.fileLengthBytes()) {
      OpenGroup group = openGroup(at, false);
      try (StripeDriver driver = group.driver()) {
        while (target.hasRemaining() && group.contains(at)) {
          long inGroup = at - group.startOffset();
          long length = Math.min(target.remaining(), group.geometry().stripeEnd(inGroup) - inGroup);
          StripeBytes bytes = driver.read(ReadPlan.of(group.geometry(), inGroup, length));
          try {
            at += bytes.copyTo(inGroup, target);
          } finally {
            bytes.release();
          }
        }
      }
    }
  }

  @Override
  public void readFully(long offset, ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      int count = read(offset, target);
      if (count < 0) {
        throw new EOFException(
            "end of " + file.path() + " reached " + target.remaining() + " short");
      }
      offset += count;
    }
  }

  @Override
  public synchronized void seek(long target) throws IOException {
    checkOpen();
    if (target > groups.fileLengthBytes()) {
      throw new EOFException("Cannot seek after EOF");
    }
    if (target < 0) {
      throw new EOFException("Cannot seek to negative offset");
    }
    position = target;
  }

  @Override
  public synchronized long getPos() {
    return position;
  }

  @Override
  public synchronized boolean seekToNewSource(long target) throws IOException {
    seek(target);
    return false;
  }

  @Override
  public synchronized long skip(long count) throws IOException {
    checkOpen();
    if (count < 0) {
      return -1;
    }
    long skipped = Math.min(count, groups.fileLengthBytes() - position);
    position += skipped;
    return skipped;
  }

  @Override
  public synchronized int available() throws IOException {
    checkOpen();
    return (int) Math.min(Integer.MAX_VALUE, groups.fileLengthBytes() - position);
  }

  @Override
  public synchronized void setReadahead(Long readahead) throws IOException {
    checkOpen();
    stock.setReadahead(readahead);
    cachingStrategy = new CachingStrategy.Builder(cachingStrategy).setReadahead(readahead).build();
    dropGroup();
  }

  @Override
  public synchronized void setDropBehind(Boolean dropBehind) throws IOException {
    checkOpen();
    stock.setDropBehind(dropBehind);
    cachingStrategy =
        new CachingStrategy.Builder(cachingStrategy).setDropBehind(dropBehind).build();
    dropGroup();
  }

  @Override
  public synchronized void unbuffer() {
    dropGroup();
    stock.unbuffer();
  }

  @Override
  public boolean hasCapability(String capability) {
    return stock.hasCapability(capability);
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("Stream is closed!");
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      dropGroup();
      decoder.close();
    } finally {
      stock.close();
    }
  }

  @Override
  public String toString() {
    return "EcInputStream{"
        + file.path()
        + ", length "
        + groups.fileLengthBytes()
        + (stockOnly ? ", stock" : "")
        + "}";
  }
}
