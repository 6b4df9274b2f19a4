package io.github.hadoopaccel.read.striping;

import java.util.Objects;

/**
 * Which bytes of a block group lie on which unit. Only the last stripe of a group may be short: its
 * data cells are full up to one partial cell and absent after it, its parity cells are as long as
 * the first data cell. Immutable.
 *
 * <p>Example, k = 3, m = 2, cell 4, group of 18 bytes: stripe 1 has 6 bytes, a full cell on unit 0,
 * 2 bytes on unit 1, nothing on unit 2 (a known-zero unit), 4 bytes on the parity units. The
 * internal blocks are 8, 6, 4, 8 and 8 bytes long.
 *
 * @param layout the shape of the policy
 * @param lengthBytes file bytes in the group, at least 0
 */
public record BlockGroupGeometry(EcLayout layout, long lengthBytes) {

  /** Checks the ranges. */
  public BlockGroupGeometry {
    Objects.requireNonNull(layout, "layout");
    if (lengthBytes < 0) {
      throw new IllegalArgumentException("lengthBytes = " + lengthBytes + " is negative");
    }
  }

  /** Stripes in the group, a short last one included. */
  public long stripeCount() {
    long stripeSize = layout.stripeSizeBytes();
    return (lengthBytes + stripeSize - 1) / stripeSize;
  }

  /** File bytes in stripe {@code stripeIndex}. */
  public long stripeLengthBytes(long stripeIndex) {
    if (stripeIndex < 0 || stripeIndex >= stripeCount()) {
      throw new IndexOutOfBoundsException(
          "stripeIndex = " + stripeIndex + " is outside 0.." + (stripeCount() - 1));
    }
    long stripeSize = layout.stripeSizeBytes();
    return Math.min(stripeSize, lengthBytes - stripeIndex * stripeSize);
  }

  /** The end of the stripe that holds the byte at {@code offsetInGroup}, in the group. */
  public long stripeEnd(long offsetInGroup) {
    long stripeIndex = offsetInGroup / layout.stripeSizeBytes();
    return stripeIndex * layout.stripeSizeBytes() + stripeLengthBytes(stripeIndex);
  }

  /** Bytes that {@code unitIndex} holds of stripe {@code stripeIndex}; 0 for a known-zero unit. */
  public int cellLengthBytes(int unitIndex, long stripeIndex) {
    Objects.checkIndex(unitIndex, layout.totalUnits());
    int dataUnit = layout.isParity(unitIndex) ? 0 : unitIndex;
    long rest = stripeLengthBytes(stripeIndex) - (long) dataUnit * layout.cellSizeBytes();
    return (int) Math.max(0, Math.min(layout.cellSizeBytes(), rest));
  }

  /** Length of the internal block of {@code unitIndex}. */
  public long unitLengthBytes(int unitIndex) {
    Objects.checkIndex(unitIndex, layout.totalUnits());
    long stripes = stripeCount();
    if (stripes == 0) {
      return 0;
    }
    return (stripes - 1) * layout.cellSizeBytes() + cellLengthBytes(unitIndex, stripes - 1);
  }
}
