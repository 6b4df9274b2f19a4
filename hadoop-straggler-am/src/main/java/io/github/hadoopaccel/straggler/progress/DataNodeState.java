package io.github.hadoopaccel.straggler.progress;

/**
 * What all attempts together have seen of one DataNode (S0-04). Immutable.
 *
 * @param bytesPerSec recent bandwidth of a unit read
 * @param latencyMillis recent time of a unit read
 * @param slow whether it is slow by its readers
 * @param slowByNameNode whether the NameNode calls it slow
 */
public record DataNodeState(
    double bytesPerSec, double latencyMillis, boolean slow, boolean slowByNameNode) {

  /** Whether either calls it slow. */
  public boolean isSlow() {
    return slow || slowByNameNode;
  }
}
