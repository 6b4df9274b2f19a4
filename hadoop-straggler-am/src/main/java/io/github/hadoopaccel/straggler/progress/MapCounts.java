package io.github.hadoopaccel.straggler.progress;

/**
 * The maps of a job. Immutable.
 *
 * @param total of the job
 * @param done those that have succeeded
 * @param pending those that wait for a container
 */
public record MapCounts(int total, int done, int pending) {
  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException naming those that do not fit
   */
  public MapCounts {
    if (total < 0 || done < 0 || pending < 0 || (long) done + pending > total) {
      throw new IllegalArgumentException(
          "done = " + done + ", pending = " + pending + " and total = " + total + " do not fit");
    }
  }

  /** Maps that have a container and are not done. */
  public int running() {
    return total - done - pending;
  }

  /** Fraction of the maps that is done; 0 for a job without maps. */
  public double doneFraction() {
    return total == 0 ? 0 : (double) done / total;
  }

  /** Rounds of maps that are still to be started, with as many at a time as now. */
  public double pendingWaves() {
    return (double) pending / Math.max(1, running());
  }
}
