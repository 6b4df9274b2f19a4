package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.striping.EcLayout;
import io.github.hadoopaccel.read.striping.ReadPlan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * One read of a range of a file, independent of any position: stripe by stripe, one on its way
 * while the one before it is delivered. Confined to one thread; {@link #cancel} may come from any.
 */
public final class PositionedRead {
  private static final int FETCHES_AT_ONCE = 2;

  private final StripedFile file;
  private final ReadSession session;
  private final UnitDecoder decoder;
  private final BufferAccount account;
  private volatile boolean cancelled;
  private volatile Fetch awaited;

  /** Takes bytes as they come. */
  public interface Sink {
    /**
     * Told in the order of the file, without gap or overlap.
     *
     * @param offset of the first of {@code bytes} in the file
     * @param bytes valid only during the call
     */
    void accept(long offset, ByteBuffer bytes);
  }

  /** A fetch with the file offset at which its group starts. */
  private record Piece(long groupStart, long start, long end, Fetch fetch) {}

  /**
   * A read that has not begun.
   *
   * @param account counts the buffers it uses
   */
  public PositionedRead(
      StripedFile file, ReadSession session, UnitDecoder decoder, BufferAccount account) {
    this.file = file;
    this.session = session;
    this.decoder = decoder;
    this.account = account;
  }

  /**
   * Reads from {@code start} to {@code end}; blocks.
   *
   * @param start file offset, at least 0
   * @param end file offset, at most the readable bytes of the file
   * @throws IOException as {@link Fetch#take}; the sink may have been told of a part by then
   */
  public void read(long start, long end, Sink sink) throws IOException {
    for (long at = start; at < end; ) {
      BlockGroup group = file.groupAt(at);
      long endHere = Math.min(end, group.endOffset());
      readGroup(group, at, endHere, sink);
      at = endHere;
    }
  }

  private void readGroup(BlockGroup group, long start, long end, Sink sink) throws IOException {
    EcLayout layout = group.geometry().layout();
    long lastStripe = (end - 1 - group.startOffset()) / layout.stripeSizeBytes();
    long firstStripe = (start - group.startOffset()) / layout.stripeSizeBytes();
    ArrayDeque<Piece> pieces = new ArrayDeque<>();
    try (StripeDriver driver =
        new StripeDriver(
            group.geometry(),
            group.source(),
            decoder,
            session,
            account,
            end - group.startOffset(),
            lastStripe > firstStripe)) {
      long next = start;
      while (next < end || !pieces.isEmpty()) {
        while (next < end && pieces.size() < FETCHES_AT_ONCE) {
          Piece piece = piece(group, next, end, driver, !pieces.isEmpty());
          pieces.add(piece);
          next = piece.end();
        }
        deliver(pieces.poll(), sink);
      }
    } finally {
      pieces.forEach(piece -> piece.fetch().cancel());
    }
  }

  private Piece piece(BlockGroup group, long start, long end, StripeDriver driver, boolean ahead) {
    long inGroup = start - group.startOffset();
    long endInGroup = Math.min(group.geometry().stripeEnd(inGroup), end - group.startOffset());
    Fetch fetch =
        driver.fetch(
            ReadPlan.of(group.geometry(), inGroup, endInGroup - inGroup),
            ahead,
            ReadDeadline.at(session.clock().nanoTime()));
    return new Piece(group.startOffset(), start, group.startOffset() + endInGroup, fetch);
  }

  private void deliver(Piece piece, Sink sink) throws IOException {
    awaited = piece.fetch();
    if (cancelled) {
      piece.fetch().cancel();
    }
    StripeBytes bytes = piece.fetch().take();
    awaited = null;
    try {
      long delivered = piece.start();
      for (StripeBytes.Slice slice : bytes.slices()) {
        ByteBuffer content = slice.bytes().duplicate();
        int length = content.remaining();
        if (piece.groupStart() + slice.offsetInGroup() != delivered) {
          throw new IllegalStateException("a gap in the stripe at offset " + delivered);
        }
        sink.accept(delivered, content);
        delivered += length;
      }
      if (delivered != piece.end()) {
        throw new IllegalStateException("the stripe ends at " + delivered);
      }
    } finally {
      bytes.release();
    }
  }

  /** Ends the read; whoever waits in it gets a {@link ReadCancelledException}. */
  public void cancel() {
    cancelled = true;
    Fetch waiting = awaited;
    if (waiting != null) {
      waiting.cancel();
    }
  }
}
