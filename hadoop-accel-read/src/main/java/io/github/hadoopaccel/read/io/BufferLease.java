package io.github.hadoopaccel.read.io;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** The right to use one buffer of the pool, until {@link #release}. */
public final class BufferLease {
  private final BufferPool pool;
  private final ByteBuffer buffer;
  private final BufferAccount account;
  private final AtomicBoolean released = new AtomicBoolean();

  BufferLease(BufferPool pool, ByteBuffer buffer, BufferAccount account) {
    this.pool = pool;
    this.buffer = buffer;
    this.account = account;
  }

  /**
   * The buffer.
   *
   * @throws IllegalStateException after the lease has ended
   */
  public ByteBuffer buffer() {
    if (released.get()) {
      throw new IllegalStateException("the lease has ended");
    }
    return buffer;
  }

  /** Ends the lease; a second call does nothing. */
  public void release() {
    if (released.compareAndSet(false, true)) {
      account.subtract(buffer.capacity());
      pool.takeBack(buffer);
    }
  }
}
