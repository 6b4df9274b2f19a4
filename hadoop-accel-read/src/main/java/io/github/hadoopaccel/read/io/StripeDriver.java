package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.striping.BlockGroupGeometry;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one block group: one fetch at a time is on its way, the next one begins as soon as it is
 * there, whether or not the consumer has come for it. Thread-safe; the queue is guarded by this,
 * and nothing is called with it held.
 */
public final class StripeDriver implements Closeable {
  private final AttemptFactory factory;
  private final ReadSession session;
  private final UnitDecoder decoder;
  private final ArrayDeque<Fetch> queue = new ArrayDeque<>();
  private boolean closed;

  /**
   * A driver that has opened nothing.
   *
   * @param account of the stream whose buffers these are
   * @param endInGroup where the wanted part of the group ends, at most its length
   * @param readsOn whether the consumer is likely to read on to that end: then readers are opened
   *     up to there, else a unit that is read in place of another is opened for just its rows
   */
  public StripeDriver(
      BlockGroupGeometry geometry,
      UnitSource source,
      UnitDecoder decoder,
      ReadSession session,
      BufferAccount account,
      long endInGroup,
      boolean readsOn) {
    this.session = session;
    this.decoder = decoder;
    this.factory =
        new AttemptFactory(
            geometry,
            source,
            session,
            account,
            decoder.prefersDirectBuffers(),
            endInGroup,
            readsOn);
  }

  /**
   * Fetches bands behind what is queued already; does not block.
   *
   * @param bands of one stripe
   * @param ahead whether nobody waits for them yet: then they must leave room in the buffers
   * @param deadline when the consumer will need them
   */
  public Fetch fetch(List<StripeRange> bands, boolean ahead, ReadDeadline deadline) {
    Fetch fetch =
        new Fetch(bands, ahead, deadline, session, this::make, factory::refresh, this::proceed);
    synchronized (this) {
      if (closed) {
        fetch.cancel();
        return fetch;
      }
      queue.add(fetch);
    }
    proceed();
    return fetch;
  }

  /** Fetches bands and waits for them; see {@link Fetch#take}. */
  public StripeBytes read(List<StripeRange> bands) throws IOException {
    return fetch(bands, false, ReadDeadline.at(session.clock().nanoTime())).take();
  }

  private BandRead make(StripeRange band, boolean ahead, ReadDeadline deadline, Runnable over) {
    return new BandRead(band, factory, session, decoder, ahead, deadline, over);
  }

  private void proceed() {
    Fetch next;
    synchronized (this) {
      while (!queue.isEmpty() && queue.peek().isOver()) {
        queue.poll();
      }
      next = queue.peek();
      if (next == null || next.hasBegun()) {
        return;
      }
    }
    try {
      factory.closeBefore(next.offsetInUnit());
    } finally {
      next.proceed();
    }
  }

  /** Ends every fetch and closes every reader; may be called twice, from any thread. */
  @Override
  public void close() {
    List<Fetch> left;
    synchronized (this) {
      closed = true;
      left = new ArrayList<>(queue);
      queue.clear();
    }
    left.forEach(Fetch::cancel);
    factory.close();
  }
}
