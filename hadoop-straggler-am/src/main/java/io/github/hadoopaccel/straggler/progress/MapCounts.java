package io.github.hadoopaccel.straggler.progress;

/**
 * The maps of a job. Immutable.
 *
 * @param total of the job
 * @param done those that are over: succeeded, failed or killed
 * @param pending those that wait for their first container
 * @param read those that have read all and are not done: they sort, write or commit
 */
public record MapCounts(int total, int done, int pending, int read) {
  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException naming those that do not fit
   */
  public MapCounts {
    if (total < 0 || done < 0 || pending < 0 || read < 0 || (long) done + pending + read > total) {
      throw new IllegalArgumentException(
          "done = "
              + done
              + ", pending = "
              + pending
              + ", read = "
              + read
              + " and total = "
              + total
              + " do not fit");
    }
  }

  /** Maps of which none has read all without being done. */
  public MapCounts(int total, int done, int pending) {
    this(total, done, pending, 0);
  }

  /** Maps that have a container and are not done. */
  public int running() {
    return total - done - pending;
  }

  /** Maps that have a container and have not read all. */
  public int reading() {
    return running() - read;
  }

  /** Fraction of the maps that is done; 0 for a job without maps. */
  public double doneFraction() {
    return total == 0 ? 0 : (double) done / total;
  }
}
