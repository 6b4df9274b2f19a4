package io.github.hadoopaccel.straggler.testing;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.app.AppContext;
import org.apache.hadoop.mapreduce.v2.app.job.event.TaskAttemptStatusUpdateEvent.TaskAttemptStatus;
import org.apache.hadoop.mapreduce.v2.app.speculate.TaskRuntimeEstimator;

/** Shows that Hadoop's speculator got an event: it counts, and then throws. */
public final class RecordingEstimator implements TaskRuntimeEstimator {
  /** Attempts enrolled by any instance. */
  public static final AtomicInteger ENROLLED = new AtomicInteger();

  @Override
  public void enrollAttempt(TaskAttemptStatus reportedStatus, long timestamp) {
    ENROLLED.incrementAndGet();
    throw new IllegalStateException("on purpose");
  }

  @Override
  public long attemptEnrolledTime(TaskAttemptId attempt) {
    return 0;
  }

  @Override
  public void updateAttempt(TaskAttemptStatus reportedStatus, long timestamp) {}

  @Override
  public void contextualize(Configuration conf, AppContext context) {}

  @Override
  public long thresholdRuntime(TaskId task) {
    return Long.MAX_VALUE;
  }

  @Override
  public long estimatedRuntime(TaskAttemptId attempt) {
    return -1;
  }

  @Override
  public long estimatedNewAttemptRuntime(TaskId task) {
    return -1;
  }

  @Override
  public long runtimeEstimateVariance(TaskAttemptId attempt) {
    return -1;
  }
}
