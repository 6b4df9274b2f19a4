package io.github.hadoopaccel.straggler.am;

import org.apache.hadoop.mapreduce.v2.api.records.TaskId;

/**
 * Bounds the speculative attempts of a job, whoever starts them. Called by threads of the
 * ApplicationMaster; must not block.
 */
interface SpeculationCap {
  /** Whether one more may be started; cheap, as it is asked for every task of every scan. */
  boolean open();

  /**
   * Takes the place of one attempt of {@code task}, which the caller starts at once.
   *
   * @return false when none is left; then the caller starts nothing
   */
  boolean claim(TaskId task);
}
