package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.io.BlockGroup;
import io.github.hadoopaccel.read.io.BuffersExhaustedException;
import io.github.hadoopaccel.read.io.ReadAhead;
import io.github.hadoopaccel.read.io.ReadSession;
import io.github.hadoopaccel.read.io.SequentialRead;
import io.github.hadoopaccel.read.io.UnitDecoder;
import io.github.hadoopaccel.read.striping.EcLayout;
import java.io.EOFException;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.ByteBufferPositionedReadable;
import org.apache.hadoop.fs.ByteBufferReadable;
import org.apache.hadoop.fs.CanSetDropBehind;
import org.apache.hadoop.fs.CanSetReadahead;
import org.apache.hadoop.fs.CanUnbuffer;
import org.apache.hadoop.fs.FSExceptionMessages;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.impl.CombinedFileRange;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsContext;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.apache.hadoop.fs.statistics.StreamStatisticNames;
import org.apache.hadoop.hdfs.DFSInputStream;
import org.apache.hadoop.hdfs.ReadStatistics;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.ExtendedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.hdfs.server.datanode.CachingStrategy;
import org.apache.hadoop.util.StringUtils;

/**
 * Reads a striped file from any k of its k+m units. Where it meets a surprise the stock stream that
 * was opened beside it goes on from the same position; what that could do no better, such as too
 * few units, is an IOException ({@link StockReads#insteadOf}).
 *
 * <p>Thread rule as in HDFS: one thread reads sequentially (guarded by this), any number read at
 * positions. Any thread may close the stream while another reads; unlike in HDFS that one gets an
 * IOException at once, unless it is the stock stream that it waits for. The state that positioned
 * reads use is final, volatile or thread-safe.
 */
final class EcInputStream extends FSInputStream
    implements ByteBufferReadable,
        ByteBufferPositionedReadable,
        CanSetDropBehind,
        CanSetReadahead,
        CanUnbuffer,
        StreamCapabilities,
        IOStatisticsSource {
  private static final Cleaner FORGOTTEN = Cleaner.create();

  /** Ranges this near cost less to read through than another reader costs to open. */
  private static final int MIN_SEEK_BYTES = 64 * 1024;

  private static final int MAX_COMBINED_BYTES = 4 * 1024 * 1024;

  /** Most stripes left to the stock stream before buffers are asked for again. */
  private static final long MAX_STOCK_STRIPES = 64;

  private final HdfsFile file;
  private final LocatedGroups groups;
  private final StockReads stock;
  private final StreamStatistics statistics;
  private final long lengthBytes;
  private final SequentialRead sequential;
  private final VectoredReads vectored;
  private final PositionedReads positioned;
  private final Cleaner.Cleanable resources;
  private volatile boolean closed;
  private volatile long lastOffset = -1;

  private long position;
  private long stockUntil;
  private long stockStripes = 1;
  private boolean isReleased;

  /** What a stream that nobody closes would keep: connections, buffers, native memory. */
  private record Resources(SequentialRead sequential, UnitDecoder decoder) implements Runnable {
    @Override
    public void run() {
      sequential.close();
      decoder.close();
    }
  }

  EcInputStream(
      HdfsFile file,
      LocatedGroups groups,
      ReadSession session,
      UnitDecoder decoder,
      StockReads stock,
      StreamStatistics statistics,
      ReadAhead readAhead,
      Executor rangeThreads) {
    this.file = file;
    this.groups = groups;
    this.stock = stock;
    this.statistics = statistics;
    this.lengthBytes = stock.stream().getFileLength();
    this.sequential = new SequentialRead(groups, session, decoder, statistics.buffers(), readAhead);
    this.positioned =
        new PositionedReads(groups, session, decoder, statistics, stock, this::checkOpen);
    this.vectored =
        new VectoredReads(
            lengthBytes,
            minSeekForVectorReads(),
            maxReadSizeForVectorReads(),
            rangeThreads,
            (start, end, scatter) -> positioned.read(start, end, scatter, scatter::wantedBytes));
    this.resources = FORGOTTEN.register(this, new Resources(sequential, decoder));
  }

  synchronized void readAhead(Function<EcLayout, ReadAhead> choice) {
    sequential.readAhead(choice.apply(file.layout()));
  }

  DFSInputStream stock() {
    return stock.stream();
  }

  /** What both halves of the stream have read. */
  ReadStatistics readStatistics() {
    return statistics.hdfs();
  }

  @Override
  public synchronized int read() throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    return read(one) < 0 ? -1 : one.get(0) & 0xff;
  }

  @Override
  public synchronized int read(byte[] buffer, int offset, int length) throws IOException {
    validatePositionedReadArgs(0, buffer, offset, length);
    if (length == 0) {
      checkOpen();
      return 0;
    }
    return read(ByteBuffer.wrap(buffer, offset, length));
  }

  @Override
  public synchronized int read(ByteBuffer target) throws IOException {
    checkOpen();
    statistics.count(StreamStatisticNames.STREAM_READ_OPERATIONS, 1);
    if (position >= lengthBytes) {
      return -1;
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    boolean ours = position >= stockUntil && stock.leaves(position);
    int count = ours ? readGroup(target) : 0;
    if (count == 0) {
      sequential.drop();
      count = stock.read(position, target);
    }
    if (count > 0) {
      position += count;
      lastOffset = position - 1;
    }
    return count;
  }

  /**
   * Reads on from the position as far as the stock stream would, to the end of the block group; 0
   * if that is to read instead.
   */
  private int readGroup(ByteBuffer target) throws IOException {
    int count = 0;
    int before = target.position();
    try {
      long end = groups.groupAt(position).endOffset();
      do {
        count += sequential.read(position + count, target);
      } while (target.hasRemaining() && position + count < end);
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      target.position(before + count);
      sequential.drop();
      if (count == 0) {
        giveWay(e);
      }
      // Else the next read, which begins where this one stopped, comes to the same.
    }
    stockStripes = count > 0 ? 1 : stockStripes;
    statistics.delivered(count);
    return count;
  }

  /** For want of buffers it gives way for a stripe, then for two, and so on. */
  private void giveWay(Throwable failure) throws IOException {
    checkOpen();
    stock.insteadOf(failure);
    if (failure instanceof BuffersExhaustedException) {
      BlockGroup group = groups.groupAt(position);
      long pause = (stockStripes - 1) * file.layout().stripeSizeBytes();
      stockUntil = Math.min(group.endOffset(), group.stripeEnd(position) + pause);
      stockStripes = Math.min(2 * stockStripes, MAX_STOCK_STRIPES);
    }
  }

  @Override
  public int read(long offset, byte[] buffer, int bufferOffset, int length) throws IOException {
    validatePositionedReadArgs(offset, buffer, bufferOffset, length);
    if (length == 0) {
      checkOpen();
      return 0;
    }
    return read(offset, ByteBuffer.wrap(buffer, bufferOffset, length));
  }

  @Override
  public int read(long offset, ByteBuffer target) throws IOException {
    checkOpen();
    statistics.count(StreamStatisticNames.STREAM_READ_OPERATIONS, 1);
    if (!target.hasRemaining()) {
      return 0;
    }
    if (offset < 0 || offset >= lengthBytes) {
      return -1;
    }
    if (!stock.leaves(offset)) {
      return stock.readAt(offset, target);
    }
    int count = (int) Math.min(target.remaining(), lengthBytes - offset);
    positioned.read(
        offset, offset + count, (at, bytes) -> target.put(bytes), (at, length) -> length);
    lastOffset = offset + count - 1;
    return count;
  }

  @Override
  public void readFully(long offset, byte[] buffer, int bufferOffset, int length)
      throws IOException {
    validatePositionedReadArgs(offset, buffer, bufferOffset, length);
    readFully(offset, ByteBuffer.wrap(buffer, bufferOffset, length));
  }

  @Override
  public void readFully(long offset, ByteBuffer target) throws IOException {
    checkOpen();
    statistics.count(StreamStatisticNames.STREAM_READ_FULLY_OPERATIONS, 1);
    for (long at = offset; target.hasRemaining(); ) {
      int count = read(at, target);
      if (count < 0) {
        throw new EOFException(
            FSExceptionMessages.EOF_IN_READ_FULLY + ": " + target.remaining() + " bytes short");
      }
      at += count;
    }
  }

  @Override
  public int minSeekForVectorReads() {
    return MIN_SEEK_BYTES;
  }

  @Override
  public int maxReadSizeForVectorReads() {
    return MAX_COMBINED_BYTES;
  }

  @Override
  public void readVectored(List<? extends FileRange> ranges, IntFunction<ByteBuffer> allocate)
      throws IOException {
    readVectored(ranges, allocate, unused -> {});
  }

  @Override
  public void readVectored(
      List<? extends FileRange> ranges,
      IntFunction<ByteBuffer> allocate,
      Consumer<ByteBuffer> release)
      throws IOException {
    checkOpen();
    Objects.requireNonNull(allocate, "allocate");
    Objects.requireNonNull(release, "release");
    List<CombinedFileRange> combined = vectored.start(ranges, allocate, release);
    statistics.count(StreamStatisticNames.STREAM_READ_VECTORED_OPERATIONS, 1);
    statistics.count(StreamStatisticNames.STREAM_READ_VECTORED_INCOMING_RANGES, ranges.size());
    statistics.count(StreamStatisticNames.STREAM_READ_VECTORED_COMBINED_RANGES, combined.size());
    statistics.count(
        StreamStatisticNames.STREAM_READ_VECTORED_READ_BYTES_DISCARDED,
        combined.stream().mapToLong(each -> each.getLength() - each.getDataSize()).sum());
  }

  @Override
  public synchronized void seek(long target) throws IOException {
    checkOpen();
    if (target < 0) {
      throw new EOFException(FSExceptionMessages.NEGATIVE_SEEK + " " + target);
    }
    if (target > lengthBytes) {
      throw new EOFException(
          FSExceptionMessages.CANNOT_SEEK_PAST_EOF + ": " + target + " of " + lengthBytes);
    }
    if (target != position) {
      statistics.sought(target - position);
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
    long skipped = Math.min(count, lengthBytes - position);
    statistics.count(StreamStatisticNames.STREAM_READ_SKIP_OPERATIONS, 1);
    statistics.count(StreamStatisticNames.STREAM_READ_SKIP_BYTES, skipped);
    position += skipped;
    return skipped;
  }

  @Override
  public synchronized int available() throws IOException {
    checkOpen();
    return (int) Math.min(Integer.MAX_VALUE, lengthBytes - position);
  }

  @Override
  public synchronized void setReadahead(Long readahead) throws IOException {
    checkOpen();
    stock().setReadahead(readahead);
    cache(strategy -> new CachingStrategy.Builder(strategy).setReadahead(readahead).build());
  }

  @Override
  public synchronized void setDropBehind(Boolean dropBehind) throws IOException {
    checkOpen();
    stock().setDropBehind(dropBehind);
    cache(strategy -> new CachingStrategy.Builder(strategy).setDropBehind(dropBehind).build());
  }

  private void cache(UnaryOperator<CachingStrategy> change) {
    file.cachingStrategy().updateAndGet(change);
    sequential.drop();
  }

  @Override
  public synchronized void unbuffer() {
    statistics.count(StreamStatisticNames.STREAM_READ_UNBUFFERED, 1);
    sequential.drop();
    stock().unbuffer();
  }

  @Override
  public boolean hasCapability(String capability) {
    return switch (StringUtils.toLowerCase(capability)) {
      case StreamCapabilities.VECTOREDIO, StreamCapabilities.IOSTATISTICS -> true;
      default -> stock().hasCapability(capability);
    };
  }

  @Override
  public IOStatistics getIOStatistics() {
    return statistics.ioStatistics();
  }

  /** The block group that was read from last, or null before the first read. */
  ExtendedBlock currentBlock() {
    LocatedStripedBlock group = lastOffset < 0 ? null : groups.located(lastOffset);
    return group == null ? stock().getCurrentBlock() : group.getBlock();
  }

  /** The holder of the unit on which the byte lies that was read last, or null. */
  DatanodeInfo currentDatanode() {
    LocatedStripedBlock group = lastOffset < 0 ? null : groups.located(lastOffset);
    return group == null
        ? stock().getCurrentDatanode()
        : UnitLocations.holderOf(group, file.layout(), lastOffset - group.getStartOffset());
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException(FSExceptionMessages.STREAM_IS_CLOSED);
    }
    if (!file.client().isClientRunning()) {
      throw new IOException("Filesystem closed");
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    sequential.cancel();
    positioned.cancel();
    synchronized (this) {
      if (isReleased) {
        return;
      }
      isReleased = true;
      statistics.count(StreamStatisticNames.STREAM_READ_CLOSE_OPERATIONS, 1);
      IOStatisticsContext.getCurrentIOStatisticsContext()
          .getAggregator()
          .aggregate(statistics.ioStatistics());
      try {
        resources.clean();
      } finally {
        stock.close();
      }
    }
  }

  @Override
  public String toString() {
    return "EcInputStream{"
        + file.path()
        + ", "
        + file.codecName()
        + " "
        + file.layout().dataUnits()
        + "+"
        + file.layout().parityUnits()
        + ", length "
        + lengthBytes
        + ", position "
        + position
        + (stock.isForGood() ? ", stock" : "")
        + (closed ? ", closed" : "")
        + "}";
  }
}
