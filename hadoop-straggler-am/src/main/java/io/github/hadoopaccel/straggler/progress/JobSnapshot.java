package io.github.hadoopaccel.straggler.progress;

import java.util.List;
import java.util.Objects;

/**
 * One look at a job. Immutable.
 *
 * @param jobId the job, {@code job_…}
 * @param nowMillis when this look was taken
 * @param totalMaps maps of the job
 * @param doneMaps maps that have succeeded
 * @param running running map attempts that have reported
 * @param finished map attempts that have reported and succeeded
 * @param dataNodes bandwidth of the DataNodes, merged over the attempts
 * @param usefulBytes useful bytes of the job so far
 * @param extraBytes extra bytes of the job so far
 */
public record JobSnapshot(
    String jobId,
    long nowMillis,
    int totalMaps,
    int doneMaps,
    List<AttemptProgress> running,
    List<AttemptProgress> finished,
    DataNodeLedger dataNodes,
    long usefulBytes,
    long extraBytes) {

  /** Copies the lists and checks the counts. */
  public JobSnapshot {
    Objects.requireNonNull(jobId, "jobId");
    Objects.requireNonNull(dataNodes, "dataNodes");
    running = List.copyOf(running);
    finished = List.copyOf(finished);
    if (totalMaps < 0 || doneMaps < 0 || doneMaps > totalMaps) {
      throw new IllegalArgumentException(
          "doneMaps = " + doneMaps + " and totalMaps = " + totalMaps + " do not fit");
    }
  }

  /** Fraction of the maps that is done; 0 for a job without maps. */
  public double doneFraction() {
    return totalMaps == 0 ? 0 : (double) doneMaps / totalMaps;
  }
}
