package io.github.hadoopaccel.straggler.testing;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.app.AppContext;
import org.apache.hadoop.mapreduce.v2.app.job.event.TaskAttemptStatusUpdateEvent.TaskAttemptStatus;
import org.apache.hadoop.mapreduce.v2.app.speculate.TaskRuntimeEstimator;

/** For which every running attempt is late, and the one of the first task the latest. */
public final class EagerEstimator implements TaskRuntimeEstimator {
  private static final long FAR = 1L << 60;

  @Override
  public void enrollAttempt(TaskAttemptStatus status, long timestamp) {}

  @Override
  public long attemptEnrolledTime(TaskAttemptId attempt) {
    return 0;
  }

  @Override
  public void updateAttempt(TaskAttemptStatus status, long timestamp) {}

  @Override
  public void contextualize(Configuration conf, AppContext context) {}

  @Override
  public long thresholdRuntime(TaskId task) {
    return 0;
  }

  @Override
  public long estimatedRuntime(TaskAttemptId attempt) {
    return FAR - attempt.getTaskId().getId();
  }

  @Override
  public long estimatedNewAttemptRuntime(TaskId task) {
    return 0;
  }

  @Override
  public long runtimeEstimateVariance(TaskAttemptId attempt) {
    return 0;
  }
}
