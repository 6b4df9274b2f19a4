package io.github.hadoopaccel.read.codec;

/**
 * The Reed-Solomon code RS-k-m of HDFS, as ISA-L and Hadoop's coders have it. Every unit is a
 * combination of the k data units, with these coefficients:
 *
 * <pre>
 *   data unit i (0 to k-1)           1 at i, 0 elsewhere
 *   parity unit i (k to k+m-1)       1 / (i ^ j) at each j from 0 to k-1
 * </pre>
 *
 * <p>So the rows of any k units form an invertible matrix; its inverse leads back to the data
 * units.
 *
 * <p>Example: the parity row of RS-2-1 is 1/(2^0) = 0x8e and 1/(2^1) = 0xf4, so p = 0x8e d0 + 0xf4
 * d1. Twice that is 2 p = d0 + 0xf5 d1: from unit 1 and the parity unit, unit 0 is rebuilt with the
 * row 0xf5, 0x02.
 *
 * <p>Immutable.
 */
final class CauchyCode implements LinearCode {
  private final int dataUnits;
  private final int[][] rows;

  /**
   * A code.
   *
   * @param dataUnits k, at least 1
   * @param parityUnits m, at least 1; k + m at most 255
   */
  CauchyCode(int dataUnits, int parityUnits) {
    int units = dataUnits + parityUnits;
    if (dataUnits < 1 || parityUnits < 1 || units >= Gf256.SIZE) {
      throw new IllegalArgumentException(
          "RS-" + dataUnits + "-" + parityUnits + ": both at least 1, together at most 255");
    }
    this.dataUnits = dataUnits;
    this.rows = new int[units][dataUnits];
    for (int unit = 0; unit < units; unit++) {
      for (int data = 0; data < dataUnits; data++) {
        if (unit < dataUnits) {
          rows[unit][data] = unit == data ? 1 : 0;
        } else {
          rows[unit][data] = Gf256.inverse(unit ^ data);
        }
      }
    }
  }

  @Override
  public int[][] rebuildRows(int[] present, int[] wanted) {
    int[][] matrix = new int[dataUnits][];
    for (int i = 0; i < dataUnits; i++) {
      matrix[i] = rows[present[i]];
    }
    int[][] toData = inverse(matrix);
    int[][] rebuilding = new int[wanted.length][];
    for (int i = 0; i < wanted.length; i++) {
      rebuilding[i] = product(rows[wanted[i]], toData);
    }
    return rebuilding;
  }

  private static int[] product(int[] row, int[][] matrix) {
    int[] product = new int[row.length];
    for (int i = 0; i < row.length; i++) {
      for (int j = 0; j < row.length; j++) {
        product[j] ^= Gf256.product(row[i], matrix[i][j]);
      }
    }
    return product;
  }

  /** By Gauss and Jordan: what turns the matrix into the identity turns that into the inverse. */
  private static int[][] inverse(int[][] matrix) {
    int size = matrix.length;
    int[][] from = new int[size][];
    int[][] inverse = new int[size][size];
    for (int i = 0; i < size; i++) {
      from[i] = matrix[i].clone();
      inverse[i][i] = 1;
    }
    for (int column = 0; column < size; column++) {
      int pivot = column;
      while (from[pivot][column] == 0) {
        pivot++;
      }
      swap(from, pivot, column);
      swap(inverse, pivot, column);
      int scale = Gf256.inverse(from[column][column]);
      addMultiple(from[column], from[column], scale ^ 1);
      addMultiple(inverse[column], inverse[column], scale ^ 1);
      for (int row = 0; row < size; row++) {
        if (row != column) {
          int factor = from[row][column];
          addMultiple(from[row], from[column], factor);
          addMultiple(inverse[row], inverse[column], factor);
        }
      }
    }
    return inverse;
  }

  private static void swap(int[][] rows, int one, int other) {
    int[] row = rows[one];
    rows[one] = rows[other];
    rows[other] = row;
  }

  private static void addMultiple(int[] sum, int[] row, int factor) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] ^= Gf256.product(factor, row[i]);
    }
  }
}
