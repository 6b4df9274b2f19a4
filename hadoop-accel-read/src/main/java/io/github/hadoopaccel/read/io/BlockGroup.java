package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.striping.BlockGroupGeometry;

/**
 * A block group of a file that can be read.
 *
 * @param startOffset of its first byte in the file
 * @param geometry its shape
 * @param source opens its units
 */
public record BlockGroup(long startOffset, BlockGroupGeometry geometry, UnitSource source) {
  /** Offset in the file of the byte after its last. */
  public long endOffset() {
    return startOffset + geometry.lengthBytes();
  }

  /** Whether it holds the byte at {@code offset} of the file. */
  public boolean contains(long offset) {
    return offset >= startOffset && offset < endOffset();
  }

  /** Offset in the file of the end of the stripe that holds {@code offset}. */
  public long stripeEnd(long offset) {
    return startOffset + geometry.stripeEnd(offset - startOffset);
  }
}
