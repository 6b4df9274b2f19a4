package io.github.hadoopaccel.straggler.report;

/**
 * By how much earlier the job ended than without the hook, as an estimate. Immutable.
 *
 * @param lowMillis it is probably not less; negative where it may have cost time
 * @param estimateMillis the best guess
 * @param highMillis it is probably not more
 */
public record TimeSaved(long lowMillis, long estimateMillis, long highMillis) {
  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException when the estimate is outside of its range
   */
  public TimeSaved {
    if (lowMillis > estimateMillis || estimateMillis > highMillis) {
      throw new IllegalArgumentException(
          "estimate " + estimateMillis + " is outside " + lowMillis + ".." + highMillis);
    }
  }
}
