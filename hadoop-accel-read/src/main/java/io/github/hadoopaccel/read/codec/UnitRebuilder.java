package io.github.hadoopaccel.read.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Rebuilds units of a code out of k others, and keeps what it worked out for the last set of units:
 * a slow DataNode means the same set for stripe after stripe. Not thread-safe.
 */
final class UnitRebuilder {
  private final LinearCode code;
  private final UnitCombiner combiner = new UnitCombiner();
  private Combination combination;
  private int[] present = {};
  private int[] wanted = {};

  UnitRebuilder(LinearCode code) {
    this.code = code;
  }

  /**
   * Fills {@code outputs}.
   *
   * @param used the k units to reckon with
   * @param inputs by unit; those of {@code used} are there and have the same number of bytes
   *     remaining; positions and limits are left as they are
   * @param units what to rebuild, in any order
   * @param outputs one for each of them; one may lie where an input lies, at the same place
   */
  void rebuild(int[] used, ByteBuffer[] inputs, int[] units, ByteBuffer[] outputs) {
    if (!Arrays.equals(used, present) || !Arrays.equals(units, wanted)) {
      combination = new Combination(code.rebuildRows(used, units), used.length);
      present = used.clone();
      wanted = units.clone();
    }
    ByteBuffer[] from = new ByteBuffer[used.length];
    for (int i = 0; i < from.length; i++) {
      from[i] = inputs[used[i]];
    }
    combiner.combine(combination, from, outputs);
  }
}
