package io.github.hadoopaccel.read.codec;

/**
 * Bytes as the 256 elements of the field that HDFS's Reed-Solomon codes reckon in: bit i of a byte
 * is the coefficient of x<sup>i</sup>, sums are exclusive-or, and products are reduced by
 * x<sup>8</sup> = x<sup>4</sup> + x<sup>3</sup> + x<sup>2</sup> + 1 (0x11d, as in ISA-L and in
 * Hadoop's own coders).
 *
 * <p>Example: 0x80 is x<sup>7</sup>; x times it is x<sup>8</sup>, which is 0x1d; x times that is
 * 0x3a. So 0x05 = x<sup>2</sup> + 1 times 0x80 is 0x3a ^ 0x80 = 0xba.
 */
final class Gf256 {
  /** Elements of the field. */
  static final int SIZE = 256;

  /** What x<sup>8</sup> is. */
  private static final int REDUCTION = 0x1d;

  private static final int NONZERO = SIZE - 1;
  private static final int TOP_BIT = 0x80;
  private static final long TOP_BITS = 0x8080808080808080L;
  private static final long REDUCTIONS = 0x1d1d1d1d1d1d1d1dL;

  /** x to the power of the index; twice over, so that two logarithms can be added. */
  private static final int[] POWERS = new int[2 * NONZERO];

  /** The power of x that each element but 0 is. */
  private static final int[] LOGARITHMS = new int[SIZE];

  static {
    int element = 1;
    for (int power = 0; power < NONZERO; power++) {
      POWERS[power] = element;
      POWERS[power + NONZERO] = element;
      LOGARITHMS[element] = power;
      boolean reduced = (element & TOP_BIT) != 0;
      element = (element << 1) & NONZERO;
      if (reduced) {
        element ^= REDUCTION;
      }
    }
  }

  private Gf256() {}

  /** The product of two elements, each 0 to 255. */
  static int product(int a, int b) {
    return a == 0 || b == 0 ? 0 : POWERS[LOGARITHMS[a] + LOGARITHMS[b]];
  }

  /**
   * The element whose product with {@code a} is 1.
   *
   * @throws ArithmeticException if {@code a} is 0
   */
  static int inverse(int a) {
    if (a == 0) {
      throw new ArithmeticException("0 has no inverse");
    }
    return POWERS[NONZERO - LOGARITHMS[a]];
  }

  /**
   * x times each of eight bytes. The bytes whose top bit is set are those to be reduced; 0x80 minus
   * 0x01 is 0x7f, which covers all bits of the reduction and borrows nothing from its neighbour.
   */
  static long timesX(long eightBytes) {
    long top = eightBytes & TOP_BITS;
    return ((eightBytes ^ top) << 1) ^ ((top - (top >>> 7)) & REDUCTIONS);
  }
}
