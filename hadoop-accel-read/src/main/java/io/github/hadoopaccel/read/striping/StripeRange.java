package io.github.hadoopaccel.read.striping;

import java.util.ArrayList;
import java.util.List;

/**
 * A band of rows of one stripe in which every unit is of one kind: wanted, present but not wanted,
 * or known to be zero. Row r of a unit is the byte r of its cell; a code word runs across the units
 * at one row, so a band decodes by itself. Immutable.
 *
 * @param layout the shape of the policy
 * @param stripeIndex the stripe in the block group
 * @param rowStart first row, 0 or more
 * @param rowEnd the row after the last, at most the cell size
 * @param firstWanted first data unit whose rows are wanted
 * @param endWanted the data unit after the last wanted one; wanted units are consecutive
 * @param presentDataUnits data units that hold these rows; those after them are known-zero
 */
public record StripeRange(
    EcLayout layout,
    long stripeIndex,
    int rowStart,
    int rowEnd,
    int firstWanted,
    int endWanted,
    int presentDataUnits) {

  /** Checks that the band is not empty and that wanted units are present ones. */
  public StripeRange {
    if (rowStart < 0 || rowStart >= rowEnd || rowEnd > layout.cellSizeBytes()) {
      throw new IllegalArgumentException(
          "rows " + rowStart + ".." + rowEnd + " are outside 0.." + layout.cellSizeBytes());
    }
    if (firstWanted < 0
        || firstWanted >= endWanted
        || endWanted > presentDataUnits
        || presentDataUnits > layout.dataUnits()) {
      throw new IllegalArgumentException(
          "wanted "
              + firstWanted
              + ".."
              + endWanted
              + " of "
              + presentDataUnits
              + " present data units, k = "
              + layout.dataUnits());
    }
  }

  /** Rows of the band, which is the length of each unit read. */
  public int rows() {
    return rowEnd - rowStart;
  }

  /** Where the band begins in every internal block. */
  public long offsetInUnit() {
    return stripeIndex * layout.cellSizeBytes() + rowStart;
  }

  /** Number of wanted units. */
  public int wantedUnits() {
    return endWanted - firstWanted;
  }

  /** File bytes wanted. */
  public long wantedBytes() {
    return (long) wantedUnits() * rows();
  }

  /** Whether the caller wants the bytes of {@code unitIndex}. */
  public boolean isWanted(int unitIndex) {
    return unitIndex >= firstWanted && unitIndex < endWanted;
  }

  /** Whether there is a unit that this band and {@code other} both want. */
  public boolean wantsUnitOf(StripeRange other) {
    return firstWanted < other.endWanted && other.firstWanted < endWanted;
  }

  /** Whether {@code unitIndex} is a data unit past the end of the group, all zero here. */
  public boolean isKnownZero(int unitIndex) {
    return unitIndex >= presentDataUnits && unitIndex < layout.dataUnits();
  }

  /** The wanted bytes, by ascending unit. */
  public List<CellSlice> wantedSlices() {
    List<CellSlice> slices = new ArrayList<>(wantedUnits());
    for (int unit = firstWanted; unit < endWanted; unit++) {
      long offsetInGroup =
          stripeIndex * layout.stripeSizeBytes() + (long) unit * layout.cellSizeBytes() + rowStart;
      slices.add(new CellSlice(unit, offsetInUnit(), offsetInGroup, rows()));
    }
    return slices;
  }
}
