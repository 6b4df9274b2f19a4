package io.github.hadoopaccel.straggler.report;

import java.util.Objects;

/**
 * A DataNode that is slow for a job. Immutable.
 *
 * @param name its transfer address
 * @param bytesPerSec recent bandwidth of a unit read from it
 * @param medianBytesPerSec median of the job's DataNodes
 */
public record SlowDataNode(String name, double bytesPerSec, double medianBytesPerSec) {
  /** Checks that it has a name. */
  public SlowDataNode {
    Objects.requireNonNull(name, "name");
  }
}
