package io.github.hadoopaccel.read.io;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;

/**
 * The delivered bytes of one or more bands, as slices of leased buffers in file order. Not
 * thread-safe; whoever holds it calls {@link #release} once the bytes have been copied out.
 */
public final class StripeBytes {
  private final List<Slice> slices;

  /**
   * Bytes of one unit.
   *
   * @param offsetInGroup where they begin in the block group
   * @param bytes the bytes, from position to limit
   * @param lease of the buffer
   */
  record Slice(long offsetInGroup, ByteBuffer bytes, BufferLease lease) {
    long endInGroup() {
      return offsetInGroup + bytes.remaining();
    }
  }

  StripeBytes(List<Slice> slices) {
    this.slices = slices.stream().sorted(Comparator.comparingLong(Slice::offsetInGroup)).toList();
  }

  /**
   * Copies bytes from {@code offsetInGroup} on, as many as there are without a gap and as fit.
   *
   * @return bytes copied, 0 if none begins there
   */
  public int copyTo(long offsetInGroup, ByteBuffer target) {
    int copied = 0;
    for (Slice slice : slices) {
      long at = offsetInGroup + copied;
      if (target.hasRemaining() && slice.offsetInGroup() <= at && at < slice.endInGroup()) {
        ByteBuffer source = slice.bytes().duplicate();
        source.position(source.position() + (int) (at - slice.offsetInGroup()));
        source.limit(source.position() + Math.min(source.remaining(), target.remaining()));
        copied += source.remaining();
        target.put(source);
      }
    }
    return copied;
  }

  /** Whether the byte at {@code offsetInGroup} is here. */
  public boolean contains(long offsetInGroup) {
    for (Slice slice : slices) {
      if (slice.offsetInGroup() <= offsetInGroup && offsetInGroup < slice.endInGroup()) {
        return true;
      }
    }
    return false;
  }

  /** Gives the buffers back. */
  public void release() {
    slices.forEach(slice -> slice.lease().release());
  }

  List<Slice> slices() {
    return slices;
  }
}
