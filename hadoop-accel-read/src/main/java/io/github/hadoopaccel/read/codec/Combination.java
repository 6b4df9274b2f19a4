package io.github.hadoopaccel.read.codec;

/**
 * Which sums of units make which units, arranged so that eight bytes at a time will do: no table is
 * looked up for a byte.
 *
 * <p>A coefficient is a sum of powers of x, bit b standing for x<sup>b</sup>. Let S<sub>b</sub> be
 * the sum of the inputs whose coefficient has bit b; the output is then, by Horner's rule,
 *
 * <pre>
 *   (((S7 x + S6) x + S5) x + ... + S1) x + S0
 * </pre>
 *
 * <p>with seven multiplications by x however many inputs there are. And S<sub>b</sub> need not be
 * added up input by input: inputs are taken in groups of three, a, b and c, whose eight sums (0, a,
 * b, a+b, c, a+c, b+c, a+b+c) are made once for all bits and outputs; a pick of three bits says
 * which of them S<sub>b</sub> takes from the group. (The "four Russians" have it for matrices of
 * bits: Arlazarov, Dinic, Kronrod, Faradzev 1970.)
 *
 * <p>Example: three inputs with the coefficients 0x05, 0x01 and 0x04. Bit 2 has a and c, pick 5;
 * bit 1 none, pick 0; bit 0 has a and b, pick 3: ((a+c) x + 0) x + (a+b).
 *
 * <p>An output that is a plain sum has bit 0 only, and nothing is multiplied. Immutable.
 */
final class Combination {
  /** Inputs in a group. */
  static final int GROUP = 3;

  private final int inputs;
  private final byte[][][] picks;

  /**
   * The combination with these coefficients.
   *
   * @param rows for each output the coefficients of the inputs, 0 to 255
   */
  Combination(int[][] rows, int inputs) {
    this.inputs = inputs;
    this.picks = new byte[rows.length][][];
    for (int output = 0; output < rows.length; output++) {
      picks[output] = picks(rows[output]);
    }
  }

  private byte[][] picks(int[] row) {
    int all = 0;
    for (int coefficient : row) {
      all |= coefficient;
    }
    // The bits above the highest of any coefficient are left out: nothing is there to multiply.
    int bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(all));
    byte[][] picks = new byte[bits][groups()];
    for (int bit = 0; bit < bits; bit++) {
      for (int input = 0; input < inputs; input++) {
        int pick = (row[input] >> bit & 1) << (input % GROUP);
        picks[bit][input / GROUP] |= (byte) pick;
      }
    }
    return picks;
  }

  int inputs() {
    return inputs;
  }

  int outputs() {
    return picks.length;
  }

  /** Groups of inputs; the last may have fewer than three. */
  int groups() {
    return (inputs + GROUP - 1) / GROUP;
  }

  /** Bits of an output's coefficients, 1 to 8. */
  int bits(int output) {
    return picks[output].length;
  }

  /** Which sum of {@code group} the bit of the output takes, 0 to 7. */
  int pick(int output, int bit, int group) {
    return picks[output][bit][group];
  }

  /** Whether every output is a plain sum of inputs. */
  boolean isSum() {
    for (byte[][] output : picks) {
      if (output.length > 1) {
        return false;
      }
    }
    return true;
  }
}
