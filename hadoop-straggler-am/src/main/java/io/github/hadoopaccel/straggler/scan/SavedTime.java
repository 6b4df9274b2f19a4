package io.github.hadoopaccel.straggler.scan;

/**
 * Job time saved by acceleration, as an estimate with its range. Immutable.
 *
 * @param lowMillis if attempts would have gone on at the highest rate they had before
 * @param estimateMillis at that of the configured window
 * @param highMillis at the lowest
 */
public record SavedTime(long lowMillis, long estimateMillis, long highMillis) {
  /** Nothing was saved. */
  public static final SavedTime NONE = new SavedTime(0, 0, 0);
}
