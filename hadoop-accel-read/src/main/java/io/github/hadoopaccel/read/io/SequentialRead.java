package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.striping.ReadPlan;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a file stripe by stripe from wherever its consumer stands, with the next stripes on their
 * way while it works on this one. It holds the stripe in hand, so that short seeks cost nothing.
 *
 * <p>For one consumer thread at a time; {@link #cancel} may come from any.
 */
public final class SequentialRead implements Closeable {
  private final StripedFile file;
  private final ReadSession session;
  private final UnitDecoder decoder;
  private final BufferAccount account;
  private final ArrayDeque<Piece> ahead = new ArrayDeque<>();
  private final List<Group> groups = new ArrayList<>();
  private final ConsumerPace pace = new ConsumerPace();
  private boolean hasDelivered;
  private ReadAhead readAhead;
  private Piece current;
  private StripeBytes bytes;
  private long sequentialFrom;
  private long nextOffset = -1;
  private volatile boolean cancelled;
  private volatile Fetch awaited;

  /** A block group that is being read. */
  private record Group(BlockGroup blockGroup, StripeDriver driver) {}

  /** File bytes from {@code start} to {@code end}, in one stripe. */
  private record Piece(Group group, long start, long end, Fetch fetch) {
    boolean contains(long offset) {
      return offset >= start && offset < end;
    }
  }

  /**
   * A reader that has fetched nothing.
   *
   * @param account counts the buffers it uses
   */
  public SequentialRead(
      StripedFile file,
      ReadSession session,
      UnitDecoder decoder,
      BufferAccount account,
      ReadAhead readAhead) {
    this.file = file;
    this.session = session;
    this.decoder = decoder;
    this.account = account;
    this.readAhead = readAhead;
  }

  /** Fetches ahead in another way from the next read on. */
  public void readAhead(ReadAhead another) {
    readAhead = another;
  }

  /**
   * Reads at least one byte, up to the end of a stripe; blocks until there is one.
   *
   * @param offset in the file, inside of its readable bytes
   * @param target with at least one byte remaining
   * @return bytes read
   */
  public int read(long offset, ByteBuffer target) throws IOException {
    pace.comes(session.clock().nanoTime());
    if (offset != nextOffset) {
      sequentialFrom = offset;
    }
    if (bytes == null || !current.contains(offset)) {
      fetch(offset);
    }
    int count = bytes.copyTo(offset - current.group().blockGroup().startOffset(), target);
    if (count == 0) {
      throw new IllegalStateException("the stripe in hand does not hold offset " + offset);
    }
    nextOffset = offset + count;
    pace.leaves(count, session.clock().nanoTime());
    fetchAhead();
    return count;
  }

  private void fetch(long offset) throws IOException {
    boolean done = false;
    try {
      dropBytes();
      while (!ahead.isEmpty() && !ahead.peek().contains(offset)) {
        ahead.poll().fetch().cancel();
      }
      current = ahead.isEmpty() ? piece(offset, groupAt(offset), false, needed()) : ahead.poll();
      closeUnusedGroups();
      bytes = await(current.fetch());
      done = true;
    } finally {
      if (!done) {
        drop();
      }
    }
  }

  /** The consumer waits from now on. */
  private ReadDeadline needed() {
    long now = session.clock().nanoTime();
    return hasDelivered ? ReadDeadline.at(now) : ReadDeadline.firstBytes(now);
  }

  private StripeBytes await(Fetch fetch) throws IOException {
    awaited = fetch;
    if (cancelled) {
      fetch.cancel();
    }
    long began = session.clock().nanoTime();
    try {
      StripeBytes taken = fetch.take();
      long waitedNanos = session.clock().nanoTime() - began;
      if (hasDelivered) {
        session.recorder().stalled(waitedNanos);
      } else {
        session.recorder().firstBytes(waitedNanos);
      }
      hasDelivered = true;
      return taken;
    } finally {
      awaited = null;
    }
  }

  private Group groupAt(long offset) throws IOException {
    for (Group group : groups) {
      if (group.blockGroup().contains(offset)) {
        return group;
      }
    }
    BlockGroup blockGroup = file.groupAt(offset);
    StripeDriver driver =
        new StripeDriver(
            blockGroup.geometry(),
            blockGroup.source(),
            decoder,
            session,
            account,
            blockGroup.geometry().lengthBytes(),
            true);
    Group group = new Group(blockGroup, driver);
    groups.add(group);
    return group;
  }

  private void closeUnusedGroups() {
    groups.removeIf(
        group -> {
          boolean used =
              current != null && current.group() == group
                  || ahead.stream().anyMatch(piece -> piece.group() == group);
          if (!used) {
            group.driver().close();
          }
          return !used;
        });
  }

  private Piece piece(long offset, Group group, boolean isAhead, ReadDeadline deadline) {
    BlockGroup blockGroup = group.blockGroup();
    long inGroup = offset - blockGroup.startOffset();
    long end = blockGroup.geometry().stripeEnd(inGroup);
    Fetch fetch =
        group
            .driver()
            .fetch(ReadPlan.of(blockGroup.geometry(), inGroup, end - inGroup), isAhead, deadline);
    return new Piece(group, offset, blockGroup.startOffset() + end, fetch);
  }

  /** Has the next stripes fetched, as long as that asks nobody for locations. */
  private void fetchAhead() throws IOException {
    int stripes =
        readAhead.stripes(
            current.group().blockGroup().geometry().layout(), nextOffset - sequentialFrom);
    Piece last = ahead.isEmpty() ? current : ahead.peekLast();
    long limit = Math.min(file.readableBytes(), readAhead.untilOffset());
    while (ahead.size() < stripes && last.end() < limit) {
      if (last.fetch().hasFailedAhead() || !file.isAtHand(last.end())) {
        return;
      }
      long now = session.clock().nanoTime();
      long neededAtNanos = pace.needsAtNanos(last.end() - nextOffset, now);
      last = piece(last.end(), groupAt(last.end()), true, ReadDeadline.at(neededAtNanos));
      ahead.add(last);
    }
  }

  private void dropBytes() {
    if (bytes != null) {
      bytes.release();
      bytes = null;
    }
  }

  private void dropAhead() {
    ahead.forEach(piece -> piece.fetch().cancel());
    ahead.clear();
  }

  /** Ends what is under way, gives everything back; the next read begins anew. */
  public void drop() {
    dropBytes();
    dropAhead();
    if (current != null) {
      current.fetch().cancel();
      current = null;
    }
    closeUnusedGroups();
    nextOffset = -1;
  }

  /** Ends a read that another thread waits in; every later one fails too. */
  public void cancel() {
    cancelled = true;
    Fetch waiting = awaited;
    if (waiting != null) {
      waiting.cancel();
    }
  }

  @Override
  public void close() {
    cancelled = true;
    drop();
  }
}
