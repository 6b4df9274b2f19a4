package io.github.hadoopaccel.read.codec;

import java.util.Arrays;

/**
 * The code XOR-k-1 of HDFS: the one parity unit is the sum of the data units, so each unit is the
 * sum of all others. Immutable.
 */
final class SumCode implements LinearCode {
  @Override
  public int[][] rebuildRows(int[] present, int[] wanted) {
    int[][] rows = new int[wanted.length][present.length];
    for (int[] row : rows) {
      Arrays.fill(row, 1);
    }
    return rows;
  }
}
