package io.github.hadoopaccel.straggler.am;

import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.app.AppContext;
import org.apache.hadoop.mapreduce.v2.app.speculate.DefaultSpeculator;
import org.apache.hadoop.mapreduce.v2.app.speculate.LegacyTaskRuntimeEstimator;
import org.apache.hadoop.mapreduce.v2.app.speculate.TaskRuntimeEstimator;

/**
 * Hadoop's speculator for the tasks that are not watched, under a cap it shares with whoever starts
 * speculative attempts of the watched ones.
 *
 * <p>It estimates with the class that {@code yarn.app.mapreduce.am.job.task.estimator.class} names,
 * as Hadoop's does. Both arguments are asked on Hadoop's threads.
 */
final class GatedSpeculator extends DefaultSpeculator {
  private final GatedEstimator gate;

  /**
   * Makes the estimator.
   *
   * @param watched true for a task that is never to be speculated here; may change its mind
   * @throws RuntimeException when the estimator's class cannot be found or made
   */
  GatedSpeculator(
      Configuration conf, AppContext context, Predicate<TaskId> watched, SpeculationCap cap) {
    this(conf, context, new GatedEstimator(estimator(conf, context), watched, cap));
  }

  private GatedSpeculator(Configuration conf, AppContext context, GatedEstimator gate) {
    super(conf, context, gate, context.getClock());
    this.gate = gate;
  }

  /** Whoever claims last decides: since the scan began the cap may have been reached. */
  @Override
  protected void addSpeculativeAttempt(TaskId task) {
    if (gate.admits(task)) {
      super.addSpeculativeAttempt(task);
    }
  }

  private static TaskRuntimeEstimator estimator(Configuration conf, AppContext context) {
    Class<? extends TaskRuntimeEstimator> type =
        conf.getClass(
            MRJobConfig.MR_AM_TASK_ESTIMATOR,
            LegacyTaskRuntimeEstimator.class,
            TaskRuntimeEstimator.class);
    TaskRuntimeEstimator estimator;
    try {
      estimator = type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          MRJobConfig.MR_AM_TASK_ESTIMATOR + " = " + type.getName() + " cannot be made", e);
    }
    estimator.contextualize(conf, context);
    return estimator;
  }
}
