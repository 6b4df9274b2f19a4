package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import java.util.Map;

/**
 * A rule that says which attempts hold a job back. Called by one thread, once per tick; it may keep
 * state between calls. It must not block, read a clock or do I/O.
 *
 * <p>An exception switches acceleration off for the rest of the application attempt; the job itself
 * goes on with Hadoop's own speculation.
 */
@FunctionalInterface
public interface StragglerPolicy {
  /**
   * Judges every running attempt of {@code job}.
   *
   * @return a verdict by attempt id; an attempt without one is kept as it is
   */
  Map<String, Verdict> judge(JobSnapshot job);
}
