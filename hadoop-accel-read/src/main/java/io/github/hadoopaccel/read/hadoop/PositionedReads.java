package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.io.PositionedRead;
import io.github.hadoopaccel.read.io.ReadSession;
import io.github.hadoopaccel.read.io.UnitDecoder;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads ranges of a file without a position, for any number of threads: what our half of the stream
 * does not deliver the stock half does, from the byte at which ours stopped. Thread-safe.
 */
final class PositionedReads {
  /** The stock stream opens its readers anew for each read, so reads through it are long ones. */
  private static final int STOCK_CHUNK_BYTES = 4 * 1024 * 1024;

  private final LocatedGroups groups;
  private final ReadSession session;
  private final UnitDecoder decoder;
  private final StreamStatistics statistics;
  private final StockReads stock;
  private final OpenCheck stream;
  private final Set<PositionedRead> underWay = ConcurrentHashMap.newKeySet();

  /** Tells how much of a stretch of the file a caller asked for. */
  interface Wanted {
    long bytes(long offset, int length);
  }

  /** Fails once the stream is closed. */
  interface OpenCheck {
    void checkOpen() throws IOException;
  }

  PositionedReads(
      LocatedGroups groups,
      ReadSession session,
      UnitDecoder decoder,
      StreamStatistics statistics,
      StockReads stock,
      OpenCheck stream) {
    this.groups = groups;
    this.session = session;
    this.decoder = decoder;
    this.statistics = statistics;
    this.stock = stock;
    this.stream = stream;
  }

  /**
   * Reads from {@code start} to {@code end}, both inside the file; blocks.
   *
   * @param wanted how many of the bytes that the sink is about to get it wants
   */
  void read(long start, long end, PositionedRead.Sink sink, Wanted wanted) throws IOException {
    stream.checkOpen();
    CountingSink counting = new CountingSink(start, sink);
    if (stock.leaves(start)) {
      readOurs(start, Math.min(end, groups.readableBytes()), counting, wanted);
    }
    while (counting.next < end) {
      int length = (int) Math.min(STOCK_CHUNK_BYTES, end - counting.next);
      ByteBuffer chunk = ByteBuffer.allocate(length);
      if (stock.readAt(counting.next, chunk) < 0) {
        throw new EOFException("the file ends at " + counting.next + ", short of " + end);
      }
      counting.accept(counting.next, chunk.flip());
    }
  }

  private void readOurs(long start, long end, CountingSink sink, Wanted wanted) throws IOException {
    PositionedRead read = new PositionedRead(groups, session, decoder, statistics.buffers());
    underWay.add(read);
    try {
      stream.checkOpen();
      read.read(
          start,
          end,
          (offset, bytes) -> {
            // Before they are handed over: whoever has got them may look at the counters.
            statistics.delivered(wanted.bytes(offset, bytes.remaining()));
            sink.accept(offset, bytes);
          });
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      sink.throwIfBroken();
      stream.checkOpen();
      stock.insteadOf(e);
    } finally {
      underWay.remove(read);
    }
  }

  /** Ends all that are under way; whoever waits in one gets an IOException. */
  void cancel() {
    underWay.forEach(PositionedRead::cancel);
  }

  /** Knows how far a range has come. */
  private static final class CountingSink implements PositionedRead.Sink {
    private final PositionedRead.Sink sink;
    private long next;
    private RuntimeException broken;

    CountingSink(long start, PositionedRead.Sink sink) {
      this.sink = sink;
      this.next = start;
    }

    @Override
    public void accept(long offset, ByteBuffer bytes) {
      int length = bytes.remaining();
      try {
        sink.accept(offset, bytes);
      } catch (RuntimeException e) {
        broken = e;
        throw e;
      }
      next = offset + length;
    }

    /** What the caller's own buffers threw is no failure of ours, and no reason to read again. */
    void throwIfBroken() {
      if (broken != null) {
        throw broken;
      }
    }
  }
}
