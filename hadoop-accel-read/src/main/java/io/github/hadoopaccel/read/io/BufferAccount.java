package io.github.hadoopaccel.read.io;

/**
 * The buffer bytes of one stream: how many it has leased, and the most it ever had at once.
 * Thread-safe; guarded by this.
 */
public final class BufferAccount {
  private long leasedBytes;
  private long peakBytes;

  synchronized void add(int bytes) {
    leasedBytes += bytes;
    peakBytes = Math.max(peakBytes, leasedBytes);
  }

  synchronized void subtract(int bytes) {
    leasedBytes -= bytes;
  }

  /** Bytes leased now. */
  public synchronized long leasedBytes() {
    return leasedBytes;
  }

  /** The most bytes that were leased at once. */
  public synchronized long peakBytes() {
    return peakBytes;
  }
}
