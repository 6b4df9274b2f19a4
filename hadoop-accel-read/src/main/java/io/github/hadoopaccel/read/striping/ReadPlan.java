package io.github.hadoopaccel.read.striping;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Cuts a range of a block group into bands of rows. The wanted slices of all bands tile the range:
 * no gap, no overlap.
 *
 * <p>Example, k = 3, cell 4, the bytes 2 to 8 of stripe 0 (6 of them): rows 2 and 3 are wanted of
 * unit 0, all rows of unit 1; so rows 0..2 want unit 1 alone, rows 2..4 want the units 0 and 1. A
 * reader that must rebuild unit 0 reads two rows of the others, not four.
 *
 * <pre>
 *          unit 0  unit 1  unit 2
 * row 0    .       w       .        band 1: rows 0..2, wanted 1..2
 * row 1    .       w       .
 * row 2    w       w       .        band 2: rows 2..4, wanted 0..2
 * row 3    w       w       .
 * </pre>
 */
public final class ReadPlan {
  private ReadPlan() {}

  /**
   * The bands that cover {@code lengthBytes} from {@code offsetInGroup}, by stripe and row.
   *
   * @throws IllegalArgumentException if the range is not inside the group
   */
  public static List<StripeRange> of(
      BlockGroupGeometry geometry, long offsetInGroup, long lengthBytes) {
    if (offsetInGroup < 0
        || lengthBytes < 0
        || lengthBytes > geometry.lengthBytes() - offsetInGroup) {
      throw new IllegalArgumentException(
          lengthBytes
              + " bytes at "
              + offsetInGroup
              + " are not inside a block group of "
              + geometry.lengthBytes());
    }
    List<StripeRange> bands = new ArrayList<>();
    long stripeSize = geometry.layout().stripeSizeBytes();
    long end = offsetInGroup + lengthBytes;
    for (long start = offsetInGroup; start < end; ) {
      long stripeIndex = start / stripeSize;
      long stripeEnd = Math.min(end, (stripeIndex + 1) * stripeSize);
      addStripe(
          bands,
          geometry,
          stripeIndex,
          start - stripeIndex * stripeSize,
          stripeEnd - stripeIndex * stripeSize);
      start = stripeEnd;
    }
    return bands;
  }

  private static void addStripe(
      List<StripeRange> bands, BlockGroupGeometry geometry, long stripeIndex, long from, long to) {
    EcLayout layout = geometry.layout();
    int cell = layout.cellSizeBytes();
    int firstUnit = (int) (from / cell);
    int firstRow = (int) (from % cell);
    int lastUnit = (int) ((to - 1) / cell);
    int lastRowEnd = (int) ((to - 1) % cell) + 1;
    TreeSet<Integer> cuts = new TreeSet<>(List.of(0, cell, firstRow, lastRowEnd));
    cuts.add((int) (geometry.stripeLengthBytes(stripeIndex) % cell));
    int rowStart = 0;
    for (int rowEnd : cuts.tailSet(1)) {
      int firstWanted = rowStart >= firstRow ? firstUnit : firstUnit + 1;
      int endWanted = rowStart < lastRowEnd ? lastUnit + 1 : lastUnit;
      if (firstWanted < endWanted) {
        bands.add(
            new StripeRange(
                layout,
                stripeIndex,
                rowStart,
                rowEnd,
                firstWanted,
                endWanted,
                presentDataUnits(geometry, stripeIndex, rowStart)));
      }
      rowStart = rowEnd;
    }
  }

  private static int presentDataUnits(BlockGroupGeometry geometry, long stripeIndex, int row) {
    int present = 0;
    while (present < geometry.layout().dataUnits()
        && geometry.cellLengthBytes(present, stripeIndex) > row) {
      present++;
    }
    return present;
  }
}
