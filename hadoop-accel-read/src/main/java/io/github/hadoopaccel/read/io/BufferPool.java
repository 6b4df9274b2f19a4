package io.github.hadoopaccel.read.io;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * The unit buffers of a JVM, bounded in bytes. One lease for each read attempt: a buffer comes back
 * when its read has stopped, never while an abandoned read may still write into it. Thread-safe;
 * guarded by this.
 */
public final class BufferPool {
  private final long maxLeasedBytes;
  private final Map<Shape, ArrayDeque<ByteBuffer>> idle = new HashMap<>();
  private long idleBytes;
  private long leasedBytes;
  private int leases;

  private record Shape(int capacity, boolean direct) {}

  /** A pool that leases at most {@code maxLeasedBytes} at once and keeps at most a quarter idle. */
  public BufferPool(long maxLeasedBytes) {
    this.maxLeasedBytes = maxLeasedBytes;
  }

  /**
   * A cleared buffer of {@code capacity} bytes.
   *
   * @param account whose bytes they are
   * @param ahead whether nobody waits for it yet: such leases leave half of the bound to those that
   *     somebody does wait for
   * @throws BuffersExhaustedException if the bound would be passed
   */
  public BufferLease lease(int capacity, boolean direct, BufferAccount account, boolean ahead)
      throws BuffersExhaustedException {
    ByteBuffer buffer = reserve(capacity, direct, ahead);
    if (buffer == null) {
      // Outside of the lock: direct memory may have to wait for a collection.
      buffer = allocate(capacity, direct);
    }
    account.add(capacity);
    return new BufferLease(this, buffer.clear(), account);
  }

  /** Counts a lease; its buffer, if one lies idle. */
  private synchronized ByteBuffer reserve(int capacity, boolean direct, boolean ahead)
      throws BuffersExhaustedException {
    long bound = ahead ? maxLeasedBytes / 2 : maxLeasedBytes;
    if (leasedBytes + capacity > bound) {
      throw new BuffersExhaustedException(capacity, leasedBytes, bound);
    }
    leasedBytes += capacity;
    leases++;
    ArrayDeque<ByteBuffer> kept = idle.get(new Shape(capacity, direct));
    ByteBuffer buffer = kept == null ? null : kept.pollFirst();
    if (buffer != null) {
      idleBytes -= capacity;
    }
    return buffer;
  }

  private ByteBuffer allocate(int capacity, boolean direct) {
    boolean done = false;
    try {
      ByteBuffer buffer =
          direct ? ByteBuffer.allocateDirect(capacity) : ByteBuffer.allocate(capacity);
      done = true;
      return buffer;
    } finally {
      if (!done) {
        forget(capacity);
      }
    }
  }

  private synchronized void forget(int capacity) {
    leasedBytes -= capacity;
    leases--;
  }

  synchronized void takeBack(ByteBuffer buffer) {
    int capacity = buffer.capacity();
    forget(capacity);
    if (idleBytes + capacity <= maxLeasedBytes / 4) {
      idle.computeIfAbsent(new Shape(capacity, buffer.isDirect()), shape -> new ArrayDeque<>())
          .addFirst(buffer);
      idleBytes += capacity;
    }
  }

  /** Leases that have not ended. */
  public synchronized int liveLeases() {
    return leases;
  }

  /** Bytes of the leases that have not ended. */
  public synchronized long leasedBytes() {
    return leasedBytes;
  }
}
