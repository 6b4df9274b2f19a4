package io.github.hadoopaccel.lab.soak;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * File content that is computed, not kept: the byte at an offset follows from the file's seed and
 * the offset alone. Each eight bytes are one 64-bit mix, so that bytes of another file, another
 * offset, or zeroes are told apart with certainty for all practical lengths.
 *
 * <p>byte(seed, offset) = byte (offset mod 8), lowest first, of mix(seed + (offset div 8) * G),
 * with the constants of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
 * Generators, OOPSLA 2014).
 */
public final class PatternBytes {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private PatternBytes() {}

  /**
   * Bytes that are not what they should be.
   *
   * @param offset file offset of the first one
   * @param expected what should be there
   * @param actual what is there
   * @param count how many there are in what was checked
   */
  record Difference(long offset, byte expected, byte actual, long count) {
    @Override
    public String toString() {
      return "%d wrong bytes, the first at offset %d: 0x%02x instead of 0x%02x"
          .formatted(count, offset, actual, expected);
    }
  }

  /** Spreads a number over all 64 bits; different for different numbers. */
  static long mix(long number) {
    long z = number;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** The byte at {@code offset}. */
  public static byte at(long seed, long offset) {
    return byteOf(word(seed, offset), offset);
  }

  private static long word(long seed, long offset) {
    return mix(seed + (offset >> 3) * GOLDEN_GAMMA);
  }

  private static byte byteOf(long word, long offset) {
    return (byte) (word >>> ((offset & 7) << 3));
  }

  /** Fills {@code target} with the content from {@code offset} on. */
  public static void fill(long seed, long offset, byte[] target) {
    long word = word(seed, offset);
    for (int i = 0; i < target.length; i++) {
      long at = offset + i;
      if ((at & 7) == 0) {
        word = word(seed, at);
      }
      target[i] = byteOf(word, at);
    }
  }

  /**
   * Compares the remaining bytes of {@code bytes} with the content from {@code offset} on; the
   * buffer's position stays.
   */
  static Optional<Difference> difference(long seed, long offset, ByteBuffer bytes) {
    long word = word(seed, offset);
    long first = -1;
    long count = 0;
    for (int i = 0; i < bytes.remaining(); i++) {
      long at = offset + i;
      if ((at & 7) == 0) {
        word = word(seed, at);
      }
      if (bytes.get(bytes.position() + i) != byteOf(word, at)) {
        first = count == 0 ? at : first;
        count++;
      }
    }
    if (count == 0) {
      return Optional.empty();
    }
    byte actual = bytes.get(bytes.position() + Math.toIntExact(first - offset));
    return Optional.of(new Difference(first, at(seed, first), actual, count));
  }
}
