package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.hedge.UnitCopy;
import io.github.hadoopaccel.read.metrics.UnitRun;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;

/**
 * One read of one copy of a unit into one leased buffer.
 *
 * <pre>
 *   QUEUED --run--> RUNNING --> ARRIVED      told to the listener, which owns lease and reader
 *      |                \-----> FAILED       told to the listener; the lease has ended
 *      \----abandon----\------> ABANDONED    the lease ends when the read has stopped
 * </pre>
 *
 * <p>Abandoning interrupts the thread where that is safe: a reader blocked in a socket wakes at
 * once, while closing it from outside blocks for seconds. The interrupt flag is cleared before the
 * thread goes back to its pool. The state and the thread are guarded by this; whether the lease was
 * taken concerns only the owner of an attempt that has arrived. The listener is called without that
 * guard, but {@code stopped} of a read that never began, which comes from within {@link #abandon}.
 */
final class UnitReadAttempt implements QueuedRead {
  /** Whoever waits for the attempt. */
  interface Listener {
    /**
     * The read begins now, or waits for nothing but its DataNode; until then it waited for a
     * thread. May be called twice.
     */
    void began(UnitReadAttempt attempt);

    /** When the rows are needed. */
    ReadDeadline deadline();

    /** It has arrived or failed; not called once it was abandoned. */
    void ended(UnitReadAttempt attempt);

    /** Nothing of it runs any more; called once, last. */
    void stopped();
  }

  private enum State {
    QUEUED,
    RUNNING,
    ARRIVED,
    FAILED,
    ABANDONED
  }

  private final UnitSource source;
  private final UnitCopy copy;
  private final long offsetInUnit;
  private final long endInUnit;
  private final BufferLease lease;
  private boolean leaseTaken;
  private final ReadSession session;
  private final Listener listener;
  private volatile UnitReader reader;
  private UnitReader failedReader;
  private volatile String dataNode;
  private State state = State.QUEUED;
  private Thread thread;
  private volatile boolean abandonedLate;
  private long begunAtNanos;
  private UnitRun underWay;
  private volatile long endedAtNanos;
  private volatile int receivedBytes;
  private volatile UnitReadFailedException failure;

  /**
   * An attempt that has not begun.
   *
   * @param endInUnit where what the reader asks for ends, at least the rows to read
   * @param reader positioned at {@code offsetInUnit}, or null to open one
   * @param lease a buffer whose limit is the length to read
   * @param listener called from the reading thread
   */
  UnitReadAttempt(
      UnitSource source,
      UnitCopy copy,
      long offsetInUnit,
      long endInUnit,
      UnitReader reader,
      BufferLease lease,
      ReadSession session,
      Listener listener) {
    this.source = source;
    this.copy = copy;
    this.offsetInUnit = offsetInUnit;
    this.endInUnit = endInUnit;
    this.reader = reader;
    this.dataNode = reader == null ? copy.holder().dataNode() : reader.dataNode();
    this.lease = lease;
    this.session = session;
    this.listener = listener;
  }

  @Override
  public void run() {
    if (!begin()) {
      return;
    }
    underWay = session.recorder().unitBegins(dataNode, begunAtNanos);
    try {
      listener.began(this);
      readOrReopen();
    } catch (IOException e) {
      failure = failed(e);
    } catch (Throwable t) {
      failure = failed(t);
    }
    endedAtNanos = session.clock().nanoTime();
    State last = end();
    try {
      if (last != State.ARRIVED) {
        closeReader();
      }
      record(last);
    } finally {
      if (last != State.ARRIVED) {
        lease.release();
      }
      session.stopped();
      try {
        if (last != State.ABANDONED) {
          listener.ended(this);
        }
        if (last == State.FAILED) {
          // Last: nobody is to wait for what this asks of others.
          source.failed(copy.unitIndex(), failedReader, failure.cause());
        }
      } finally {
        listener.stopped();
      }
    }
  }

  private UnitReadFailedException failed(Throwable cause) {
    failedReader = reader;
    return new UnitReadFailedException(copy.unitIndex(), dataNode, cause);
  }

  @Override
  public ReadDeadline deadline() {
    return listener.deadline();
  }

  @Override
  public String dataNode() {
    return dataNode;
  }

  @Override
  public void heldUp() {
    listener.began(this);
  }

  /** An abandoned read that was no slower than its peers says nothing about its DataNode. */
  private void record(State last) {
    boolean telling = last != State.ABANDONED || abandonedLate;
    session.recorder().unitEnds(underWay, receivedBytes, telling, endedAtNanos);
  }

  private synchronized boolean begin() {
    if (state != State.QUEUED) {
      return false;
    }
    state = State.RUNNING;
    begunAtNanos = session.clock().nanoTime();
    thread = Thread.currentThread();
    return true;
  }

  private synchronized State end() {
    thread = null;
    // The interrupt of an abandoned read must not reach whatever this thread does next.
    Thread.interrupted();
    if (state == State.RUNNING) {
      state = failure == null ? State.ARRIVED : State.FAILED;
    }
    return state;
  }

  /** A reader kept from an earlier band may have lost its connection since: it is opened again. */
  private void readOrReopen() throws IOException {
    boolean kept = reader != null;
    try {
      readFully();
    } catch (IOException e) {
      if (!kept || receivedBytes > 0 || isAbandoned()) {
        throw e;
      }
      closeReader();
      // A reader may have put bytes it could not verify before it failed.
      lease.buffer().position(0);
      readFully();
    }
  }

  private void readFully() throws IOException {
    UnitReader from = reader;
    if (from == null) {
      isOn(copy.holder().dataNode());
      from = source.open(copy.unitIndex(), copy.holder(), offsetInUnit, endInUnit - offsetInUnit);
      isOn(from.dataNode());
      reader = from;
    }
    ByteBuffer buffer = lease.buffer();
    while (buffer.hasRemaining()) {
      if (isAbandoned()) {
        throw new InterruptedIOException("abandoned");
      }
      int count = from.read(buffer);
      if (count < 0) {
        throw new EOFException(
            "unit "
                + copy.unitIndex()
                + " ended after "
                + receivedBytes
                + " bytes at "
                + offsetInUnit
                + ", "
                + buffer.remaining()
                + " short");
      }
      receivedBytes += count;
    }
  }

  private void isOn(String another) {
    dataNode = another;
    underWay.isOn(another);
  }

  private synchronized boolean isAbandoned() {
    return state == State.ABANDONED;
  }

  /**
   * Stops caring. If the read has not ended, it will stop soon and end its lease itself.
   *
   * @param late whether it has taken longer than its peers
   * @return true if it had arrived already: the caller then owns the lease and the reader
   */
  synchronized boolean abandon(boolean late) {
    if (state == State.QUEUED) {
      state = State.ABANDONED;
      session.remove(this);
      closeReader();
      lease.release();
      session.stopped();
      listener.stopped();
    } else if (state == State.RUNNING) {
      abandonedLate = late;
      state = State.ABANDONED;
      UnitReader open = reader;
      boolean interruptible =
          open == null ? source.isOpenInterruptible(copy.unitIndex()) : open.isInterruptible();
      if (thread != null && interruptible) {
        thread.interrupt();
      }
    }
    return state == State.ARRIVED;
  }

  private void closeReader() {
    UnitReader open = reader;
    reader = null;
    if (open != null) {
      open.closeQuietly();
    }
  }

  /** Whether the rows are there. */
  synchronized boolean hasArrived() {
    return state == State.ARRIVED;
  }

  /** Takes over the reader of an arrived attempt, positioned behind the rows. */
  UnitReader takeReader() {
    UnitReader open = reader;
    reader = null;
    return open;
  }

  /** Takes over the lease of an arrived attempt. */
  BufferLease takeLease() {
    leaseTaken = true;
    return lease;
  }

  /** Gives back what was not taken of an arrived attempt. */
  void discard() {
    if (!leaseTaken) {
      lease.release();
    }
    UnitReader open = takeReader();
    if (open != null) {
      open.closeQuietly();
    }
  }

  long endInUnit() {
    return endInUnit;
  }

  int unitIndex() {
    return copy.unitIndex();
  }

  /** Number of the copy that is read. */
  int copyIndex() {
    return copy.index();
  }

  BufferLease lease() {
    return lease;
  }

  UnitReadFailedException failure() {
    return failure;
  }

  int receivedBytes() {
    return receivedBytes;
  }

  long endedAtNanos() {
    return endedAtNanos;
  }
}
