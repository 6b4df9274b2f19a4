package io.github.hadoopaccel.lab.fault;

import java.util.SplittableRandom;

/**
 * Decides which block reads of one DataNode stall: each MiB that a block read sends, or part of
 * one, stalls with a fixed probability. The decision falls when the first packet of that MiB has
 * been sent.
 *
 * <p>The decisions follow from the seed and their order; which block read meets which one depends
 * on how the reads interleave. Thread-safe; guarded by this.
 */
final class StallDraw {
  private static final long SPAN_BYTES = 1L << 20;

  private final SplittableRandom random;
  private final double probability;

  /**
   * Decisions for one DataNode.
   *
   * @param probability that a MiB stalls, 0 to 1
   */
  StallDraw(long seed, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability = " + probability + ": expected 0 to 1");
    }
    this.random = new SplittableRandom(seed);
    this.probability = probability;
  }

  private synchronized boolean next() {
    return random.nextDouble() < probability;
  }

  /** What one block read after the other has sent on one connection. For one thread. */
  final class Connection {
    private long sentBytes;
    private long undecidedFromBytes;

    /**
     * Whether the block read stalls now.
     *
     * @param dataBytes of the packet that was just sent; 0 for the one that ends a block read
     */
    boolean stallsAfter(long dataBytes) {
      if (dataBytes == 0) {
        sentBytes = 0;
        undecidedFromBytes = 0;
        return false;
      }
      sentBytes += dataBytes;
      boolean stalls = false;
      while (undecidedFromBytes < sentBytes) {
        stalls |= next();
        undecidedFromBytes += SPAN_BYTES;
      }
      return stalls;
    }
  }
}
