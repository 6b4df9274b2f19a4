package io.github.hadoopaccel.straggler.progress;

import java.util.List;
import java.util.Objects;

/**
 * One look at a job. Immutable.
 *
 * @param jobId the job, {@code job_…}
 * @param nowMillis when this look was taken
 * @param maps the job's maps
 * @param running map attempts that have reported and are reading
 * @param finished map attempts that have read all, the latest of them where there are many
 * @param dataNodes the DataNodes, merged over the attempts
 * @param usefulBytes useful bytes of the job so far
 * @param extraBytes extra bytes of the job so far
 */
public record JobSnapshot(
    String jobId,
    long nowMillis,
    MapCounts maps,
    List<AttemptProgress> running,
    List<AttemptProgress> finished,
    DataNodeView dataNodes,
    long usefulBytes,
    long extraBytes) {

  /** Copies the lists. */
  public JobSnapshot {
    Objects.requireNonNull(jobId, "jobId");
    Objects.requireNonNull(maps, "maps");
    Objects.requireNonNull(dataNodes, "dataNodes");
    running = List.copyOf(running);
    finished = List.copyOf(finished);
  }

  /** Fraction of the maps that is done; 0 for a job without maps. */
  public double doneFraction() {
    return maps.doneFraction();
  }
}
