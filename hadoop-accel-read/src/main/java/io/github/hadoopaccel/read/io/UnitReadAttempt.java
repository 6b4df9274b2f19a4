package io.github.hadoopaccel.read.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * One read of one unit into one leased buffer.
 *
 * <pre>
 *   QUEUED --run--> RUNNING --> ARRIVED or FAILED      told to the consumer, which owns the lease
 *      \---------------\----abandon----> ABANDONED     the attempt itself ends the lease when it stops
 * </pre>
 *
 * <p>Abandoning interrupts the thread where that is safe: a reader blocked in a socket wakes at
 * once, while closing it from outside blocks for seconds. The interrupt flag is cleared before the
 * thread goes back to its pool. The state and the thread are guarded by this; whether the lease was
 * taken concerns only the consumer, once the attempt has arrived.
 */
final class UnitReadAttempt implements Runnable {
  private enum State {
    QUEUED,
    RUNNING,
    ARRIVED,
    FAILED,
    ABANDONED
  }

  private final UnitSource source;
  private final int unitIndex;
  private final long offsetInUnit;
  private final long openLengthBytes;
  private final BufferLease lease;
  private boolean leaseTaken;
  private final ReadSession session;
  private final Consumer<UnitReadAttempt> ended;
  private volatile UnitReader reader;
  private State state = State.QUEUED;
  private Thread thread;
  private volatile boolean abandonedLate;
  private long begunAtNanos;
  private volatile long endedAtNanos;
  private volatile int receivedBytes;
  private volatile IOException failure;

  /**
   * An attempt that has not begun.
   *
   * @param reader positioned at {@code offsetInUnit}, or null to open one
   * @param openLengthBytes how much to ask for when opening
   * @param lease a buffer whose limit is the length to read
   * @param ended told once, from the reading thread, unless the attempt was abandoned before
   */
  UnitReadAttempt(
      UnitSource source,
      int unitIndex,
      long offsetInUnit,
      long openLengthBytes,
      UnitReader reader,
      BufferLease lease,
      ReadSession session,
      Consumer<UnitReadAttempt> ended) {
    this.source = source;
    this.unitIndex = unitIndex;
    this.offsetInUnit = offsetInUnit;
    this.openLengthBytes = openLengthBytes;
    this.reader = reader;
    this.lease = lease;
    this.session = session;
    this.ended = ended;
  }

  @Override
  public void run() {
    boolean begun = begin();
    if (begun) {
      try {
        readOrReopen();
      } catch (IOException e) {
        failure = e;
      } catch (Throwable t) {
        failure = new IOException("unit " + unitIndex + ": " + t, t);
      }
    }
    endedAtNanos = session.clock().nanoTime();
    State last = end(begun);
    try {
      if (last != State.ARRIVED) {
        closeReader();
      }
      if (begun) {
        record(last);
      }
    } finally {
      if (last != State.ARRIVED) {
        lease.release();
      }
      session.stopped();
      if (last != State.ABANDONED) {
        ended.accept(this);
      }
    }
  }

  /** An abandoned read that was no slower than its peers says nothing about its DataNode. */
  private void record(State last) {
    if (last == State.ABANDONED && !abandonedLate) {
      session.recorder().received(receivedBytes);
    } else {
      session
          .recorder()
          .unitRead(source.dataNode(unitIndex), receivedBytes, endedAtNanos - begunAtNanos);
    }
  }

  private synchronized boolean begin() {
    if (state == State.ABANDONED) {
      return false;
    }
    state = State.RUNNING;
    begunAtNanos = session.clock().nanoTime();
    thread = Thread.currentThread();
    return true;
  }

  private synchronized State end(boolean begun) {
    thread = null;
    if (begun) {
      // The interrupt of an abandoned read must not reach whatever this thread does next.
      Thread.interrupted();
    }
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
      readFully();
    }
  }

  private void readFully() throws IOException {
    UnitReader from = reader;
    if (from == null) {
      from = source.open(unitIndex, offsetInUnit, openLengthBytes);
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
                + unitIndex
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
    if (state == State.QUEUED || state == State.RUNNING) {
      abandonedLate = late;
      state = State.ABANDONED;
      UnitReader open = reader;
      boolean interruptible =
          open == null ? source.isOpenInterruptible(unitIndex) : open.isInterruptible();
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

  /** Ends the lease of an attempt that no thread will ever run. */
  void refused() {
    abandon(false);
    closeReader();
    lease.release();
  }

  /** Tells the source of the failure, for corruption to be reported. */
  void tellSource() {
    source.failed(unitIndex, failure);
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

  int unitIndex() {
    return unitIndex;
  }

  BufferLease lease() {
    return lease;
  }

  IOException failure() {
    return failure;
  }

  int receivedBytes() {
    return receivedBytes;
  }

  long endedAtNanos() {
    return endedAtNanos;
  }
}
