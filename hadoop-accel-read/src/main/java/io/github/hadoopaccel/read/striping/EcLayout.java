package io.github.hadoopaccel.read.striping;

/**
 * The shape of an erasure-coding policy: k data units, m parity units, and the cell size. Units are
 * numbered 0 to k+m-1, data first. Immutable.
 *
 * <pre>
 *            unit 0   unit 1  ...  unit k-1 | unit k ... unit k+m-1
 * stripe 0   cell     cell         cell     | parity     parity
 * stripe 1   cell     cell         cell     | parity     parity
 * </pre>
 *
 * @param dataUnits k, at least 1
 * @param parityUnits m, at least 0; k + m is at most 255, the limit of the field GF(2^8)
 * @param cellSizeBytes consecutive file bytes on one unit, at least 1
 */
public record EcLayout(int dataUnits, int parityUnits, int cellSizeBytes) {

  /** Checks the ranges. */
  public EcLayout {
    if (dataUnits < 1 || parityUnits < 0 || dataUnits + parityUnits > 255) {
      throw new IllegalArgumentException(
          "dataUnits = "
              + dataUnits
              + ", parityUnits = "
              + parityUnits
              + ": expected at least 1 and 0, at most 255 together");
    }
    if (cellSizeBytes < 1) {
      throw new IllegalArgumentException("cellSizeBytes = " + cellSizeBytes + " is not positive");
    }
  }

  /** k + m. */
  public int totalUnits() {
    return dataUnits + parityUnits;
  }

  /** File bytes in one full stripe, k cells. */
  public long stripeSizeBytes() {
    return (long) dataUnits * cellSizeBytes;
  }

  /** Whether {@code unitIndex} holds parity. */
  public boolean isParity(int unitIndex) {
    return unitIndex >= dataUnits;
  }
}
