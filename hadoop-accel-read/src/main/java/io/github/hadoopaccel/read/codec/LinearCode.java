package io.github.hadoopaccel.read.codec;

/**
 * An erasure code whose units are combinations of k data units, with coefficients of {@link Gf256}.
 */
interface LinearCode {
  /**
   * The coefficients with which {@code present} units make the {@code wanted} ones.
   *
   * @param present k different units
   * @param wanted any units, in any order
   * @return a row for each wanted unit in that order, with a coefficient for each present one
   */
  int[][] rebuildRows(int[] present, int[] wanted);
}
