package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.striping.EcLayout;

/**
 * How far a sequential reader is fetched ahead of its consumer.
 *
 * @param maxStripes most stripes, 0 for none
 * @param maxBytes most bytes; whole stripes only
 * @param untilOffset file offset beyond which nothing is fetched ahead, such as the end of a split
 * @param afterBytes bytes that the consumer must have read without a seek before it counts as a
 *     sequential one; 0 where it has said so itself
 */
public record ReadAhead(int maxStripes, long maxBytes, long untilOffset, long afterBytes) {
  /** Nothing is fetched ahead. */
  public static final ReadAhead NONE = new ReadAhead(0, 0, 0, 0);

  /** Checks the ranges. */
  public ReadAhead {
    if (maxStripes < 0 || maxBytes < 0 || untilOffset < 0 || afterBytes < 0) {
      throw new IllegalArgumentException("read-ahead of a negative amount");
    }
  }

  /** Stripes of {@code layout} to have ahead after {@code sequentialBytes} without a seek. */
  int stripes(EcLayout layout, long sequentialBytes) {
    if (sequentialBytes < afterBytes) {
      return 0;
    }
    return (int) Math.min(maxStripes, maxBytes / layout.stripeSizeBytes());
  }
}
