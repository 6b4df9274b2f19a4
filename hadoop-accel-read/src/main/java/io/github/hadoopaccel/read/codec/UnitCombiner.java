package io.github.hadoopaccel.read.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Makes combinations of units, block by block, in scratch memory that stays in the cache of a core.
 *
 * <p>Every loop over words is of the plain shape {@code for (i) a[i] = f(a[i], b[i] ...)} over
 * whole arrays, which the JIT compiler turns into vector instructions; loops over bytes, or over
 * words read straight out of a byte buffer, it leaves as they are (JDK 17).
 *
 * <p>All inputs of a block are read before an output of it is written, so an output may lie where
 * an input lies, at the same place. Not thread-safe.
 */
final class UnitCombiner {
  /**
   * Words in a block: with RS-6-3 the sums of six inputs take 32 KiB. Measured, see decision 0014.
   */
  private static final int BLOCK_WORDS = 2048 / Long.BYTES;

  /**
   * Words of an array, so that with its header of 16 bytes it takes whole cache lines. Arrays made
   * one after another then begin at the same place of a line, and vectors of several cross lines
   * together or not at all. Measured, see decision 0014.
   */
  private static final int ARRAY_WORDS = BLOCK_WORDS + 6;

  /** Sums of a group: each input in or out. */
  private static final int SUMS = 1 << Combination.GROUP;

  private long[] nothing;
  private long[] result;

  /** By group and pick; pick 0 is nothing. */
  private long[][][] sums = {};

  /**
   * Makes the outputs of {@code combination}.
   *
   * @param inputs as many as the combination has, all with the same number of bytes remaining;
   *     positions and limits are left as they are
   * @param outputs the same
   */
  void combine(Combination combination, ByteBuffer[] inputs, ByteBuffer[] outputs) {
    reserve(combination.groups());
    UnitWords[] from = words(inputs);
    UnitWords[] to = words(outputs);
    int words = (int) ((inputs[0].remaining() + Long.BYTES - 1L) / Long.BYTES);
    for (int at = 0; at < words; at += BLOCK_WORDS) {
      int count = Math.min(BLOCK_WORDS, words - at);
      for (int input = 0; input < from.length; input++) {
        from[input].read(at, block(input), count);
      }
      if (!combination.isSum()) {
        addUpGroups(combination.groups(), count);
      }
      for (int output = 0; output < to.length; output++) {
        Arrays.fill(result, 0, count, 0);
        if (combination.isSum()) {
          addInputs(combination, output, count);
        } else {
          addPowers(combination, output, count);
        }
        to[output].write(at, result, count);
      }
    }
  }

  private void reserve(int groups) {
    if (sums.length < groups) {
      long[][] arrays = new long[2 + groups * (SUMS - 1)][];
      for (int i = 0; i < arrays.length; i++) {
        arrays[i] = new long[ARRAY_WORDS];
      }
      int next = 0;
      nothing = arrays[next++];
      result = arrays[next++];
      sums = new long[groups][SUMS][];
      for (long[][] group : sums) {
        group[0] = nothing;
        for (int pick = 1; pick < SUMS; pick++) {
          group[pick] = arrays[next++];
        }
      }
    }
  }

  private static UnitWords[] words(ByteBuffer[] units) {
    UnitWords[] words = new UnitWords[units.length];
    for (int i = 0; i < units.length; i++) {
      words[i] = new UnitWords(units[i]);
    }
    return words;
  }

  /** Where the words of an input are kept: an input alone is one of the sums of its group. */
  private long[] block(int input) {
    return sums[input / Combination.GROUP][1 << input % Combination.GROUP];
  }

  private void addUpGroups(int groups, int count) {
    for (int group = 0; group < groups; group++) {
      long[][] sum = sums[group];
      addUp(sum[1], sum[2], sum[4], sum[3], sum[5], sum[6], sum[7], count);
    }
  }

  private void addInputs(Combination combination, int output, int count) {
    for (int input = 0; input < combination.inputs(); input++) {
      int pick = combination.pick(output, 0, input / Combination.GROUP);
      if ((pick >> input % Combination.GROUP & 1) != 0) {
        add(result, block(input), nothing, count);
      }
    }
  }

  /** Horner's rule: see {@link Combination}. Groups are added two at a time. */
  private void addPowers(Combination combination, int output, int count) {
    int top = combination.bits(output) - 1;
    for (int bit = top; bit >= 0; bit--) {
      int group = 0;
      if (bit < top) {
        long[] one = sum(combination, output, bit, 0);
        timesXAdd(result, one, sum(combination, output, bit, 1), count);
        group = 2;
      }
      for (; group < combination.groups(); group += 2) {
        long[] one = sum(combination, output, bit, group);
        add(result, one, sum(combination, output, bit, group + 1), count);
      }
    }
  }

  private long[] sum(Combination combination, int output, int bit, int group) {
    return group < combination.groups()
        ? sums[group][combination.pick(output, bit, group)]
        : nothing;
  }

  private static void addUp(
      long[] a, long[] b, long[] c, long[] ab, long[] ac, long[] bc, long[] abc, int count) {
    for (int i = 0; i < count; i++) {
      long both = a[i] ^ b[i];
      ab[i] = both;
      ac[i] = a[i] ^ c[i];
      bc[i] = b[i] ^ c[i];
      abc[i] = both ^ c[i];
    }
  }

  private static void add(long[] result, long[] one, long[] other, int count) {
    for (int i = 0; i < count; i++) {
      result[i] ^= one[i] ^ other[i];
    }
  }

  private static void timesXAdd(long[] result, long[] one, long[] other, int count) {
    for (int i = 0; i < count; i++) {
      result[i] = Gf256.timesX(result[i]) ^ one[i] ^ other[i];
    }
  }
}
