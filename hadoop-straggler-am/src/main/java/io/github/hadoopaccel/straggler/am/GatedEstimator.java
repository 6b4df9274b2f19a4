package io.github.hadoopaccel.straggler.am;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.app.AppContext;
import org.apache.hadoop.mapreduce.v2.app.job.event.TaskAttemptStatusUpdateEvent.TaskAttemptStatus;
import org.apache.hadoop.mapreduce.v2.app.speculate.TaskRuntimeEstimator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another estimator for which a closed task is on schedule, however long it runs.
 *
 * <p>Hadoop's speculator takes the one best task of a scan; a task that is on schedule is no
 * candidate, so that the others have their turn. A predicate or a cap that throws counts as open,
 * as without this class, and is logged once.
 */
final class GatedEstimator implements TaskRuntimeEstimator {
  private static final Logger LOG = LoggerFactory.getLogger(GatedEstimator.class);

  /** Hadoop's word for a task that is not to be speculated. */
  private static final long ON_SCHEDULE = Long.MAX_VALUE;

  private final TaskRuntimeEstimator estimator;
  private final Predicate<TaskId> watched;
  private final SpeculationCap cap;
  private final AtomicBoolean warned = new AtomicBoolean();

  GatedEstimator(TaskRuntimeEstimator estimator, Predicate<TaskId> watched, SpeculationCap cap) {
    this.estimator = estimator;
    this.watched = watched;
    this.cap = cap;
  }

  /** Whether a speculative attempt of {@code task} may be started now; then it is counted. */
  boolean admits(TaskId task) {
    return guarded(id -> !watched.test(id) && cap.claim(id), task);
  }

  @Override
  public long thresholdRuntime(TaskId task) {
    return guarded(id -> cap.open() && !watched.test(id), task)
        ? estimator.thresholdRuntime(task)
        : ON_SCHEDULE;
  }

  @Override
  public void enrollAttempt(TaskAttemptStatus status, long timestamp) {
    estimator.enrollAttempt(status, timestamp);
  }

  @Override
  public long attemptEnrolledTime(TaskAttemptId attempt) {
    return estimator.attemptEnrolledTime(attempt);
  }

  @Override
  public void updateAttempt(TaskAttemptStatus status, long timestamp) {
    estimator.updateAttempt(status, timestamp);
  }

  @Override
  public void contextualize(Configuration conf, AppContext context) {
    estimator.contextualize(conf, context);
  }

  @Override
  public long estimatedRuntime(TaskAttemptId attempt) {
    return estimator.estimatedRuntime(attempt);
  }

  @Override
  public long estimatedNewAttemptRuntime(TaskId task) {
    return estimator.estimatedNewAttemptRuntime(task);
  }

  @Override
  public long runtimeEstimateVariance(TaskAttemptId attempt) {
    return estimator.runtimeEstimateVariance(attempt);
  }

  @Override
  public boolean hasStagnatedProgress(TaskAttemptId attempt, long timestamp) {
    return estimator.hasStagnatedProgress(attempt, timestamp);
  }

  /** On the speculator's own thread an error would end the ApplicationMaster. */
  private boolean guarded(Predicate<TaskId> gate, TaskId task) {
    try {
      return gate.test(task);
    } catch (Throwable e) {
      if (warned.compareAndSet(false, true)) {
        LOG.warn("Cannot tell whether {} is ours: leaving it to Hadoop's speculator.", task, e);
      }
      return true;
    }
  }
}
