package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.read.config.Problems;
import io.github.hadoopaccel.straggler.config.StragglerKeys;
import org.apache.hadoop.conf.Configurable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.checkpoint.TaskCheckpointID;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.app.AppContext;
import org.apache.hadoop.mapreduce.v2.app.rm.preemption.AMPreemptionPolicy;
import org.apache.hadoop.mapreduce.v2.app.rm.preemption.NoopAMPreemptionPolicy;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.hadoop.yarn.api.records.PreemptionMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The class for {@code yarn.app.mapreduce.am.preemption.policy} where {@link AccelSpeculator} is
 * not made because speculation is off, or because another speculator is wanted: Hadoop's default
 * policy, and the watch that makes stragglers read accelerated.
 *
 * <p>It starts the watch only where no {@link AccelSpeculator} will. Nobody tells a policy that the
 * job is over, so the watch ends with the process. Whatever the watch throws stays here, is logged
 * once at WARN, and leaves the default policy.
 */
public final class AccelPreemptionPolicy implements AMPreemptionPolicy, Configurable {
  private static final Logger LOG = LoggerFactory.getLogger(AccelPreemptionPolicy.class);

  /** After the ApplicationMaster's own hook, before file systems are closed. */
  private static final int STOP_PRIORITY = FileSystem.SHUTDOWN_HOOK_PRIORITY + 5;

  private final AMPreemptionPolicy policy;
  private final Runnable stop = this::stop;
  private Configuration conf;
  private volatile StragglerWatch watch;

  /** As the ApplicationMaster makes it, beside Hadoop's default policy. */
  public AccelPreemptionPolicy() {
    this(new NoopAMPreemptionPolicy());
  }

  AccelPreemptionPolicy(AMPreemptionPolicy policy) {
    this.policy = policy;
  }

  /** Takes the ApplicationMaster's own configuration, which its tasks are started from. */
  @Override
  public void setConf(Configuration conf) {
    this.conf = conf;
    if (policy instanceof Configurable configurable) {
      configurable.setConf(conf);
    }
  }

  @Override
  public Configuration getConf() {
    return conf;
  }

  @Override
  public void init(AppContext context) {
    policy.init(context);
    try {
      if (conf != null && StragglerKeys.ENABLED.read(conf, new Problems())) {
        install(context);
      }
    } catch (Throwable e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.warn("The straggler watch failed: the job goes on without directives.", e);
      stop();
    }
  }

  private void install(AppContext context) throws Exception {
    if (speculatorInstalls(conf)) {
      LOG.debug("The watch is the speculator's.");
      return;
    }
    if (!HookInstallation.claim(this)) {
      return;
    }
    watch = new StragglerWatch(conf, context);
    watch.publish(conf);
    watch.start();
    ShutdownHookManager.get().addShutdownHook(stop, STOP_PRIORITY);
    LOG.info(
        "Watching for stragglers as preemption policy.{}",
        conf.getBoolean(MRJobConfig.MAP_SPECULATIVE, false)
            ? ""
            : " They get no second attempts, as mapreduce.map.speculative is false.");
  }

  /** The policy is made before the speculator, so that it can only go by what is configured. */
  private static boolean speculatorInstalls(Configuration conf) {
    boolean made =
        conf.getBoolean(MRJobConfig.MAP_SPECULATIVE, false)
            || conf.getBoolean(MRJobConfig.REDUCE_SPECULATIVE, false);
    return made
        && AccelSpeculator.class
            .getName()
            .equals(conf.getTrimmed(MRJobConfig.MR_AM_JOB_SPECULATOR));
  }

  /** Ends the watch, if there is one. Idempotent; never throws. */
  void stop() {
    try {
      StragglerWatch ending = watch;
      watch = null;
      if (ending != null) {
        ending.stop();
      }
      if (!ShutdownHookManager.get().isShutdownInProgress()) {
        ShutdownHookManager.get().removeShutdownHook(stop);
      }
    } catch (Throwable e) {
      LOG.debug("The straggler watch did not end well.", e);
    } finally {
      HookInstallation.release(this);
    }
  }

  /** What the process runs when it ends. */
  Runnable stopping() {
    return stop;
  }

  /** The watch, or null where there is none. */
  StragglerWatch watch() {
    return watch;
  }

  @Override
  public void preempt(Context context, PreemptionMessage requests) {
    policy.preempt(context, requests);
  }

  @Override
  public boolean isPreempted(TaskAttemptId attempt) {
    return policy.isPreempted(attempt);
  }

  @Override
  public void reportSuccessfulPreemption(TaskAttemptId attempt) {
    policy.reportSuccessfulPreemption(attempt);
  }

  @Override
  public void handleFailedContainer(TaskAttemptId attempt) {
    policy.handleFailedContainer(attempt);
  }

  @Override
  public void handleCompletedContainer(TaskAttemptId attempt) {
    policy.handleCompletedContainer(attempt);
  }

  @Override
  public TaskCheckpointID getCheckpointID(TaskId task) {
    return policy.getCheckpointID(task);
  }

  @Override
  public void setCheckpointID(TaskId task, TaskCheckpointID checkpoint) {
    policy.setCheckpointID(task, checkpoint);
  }
}
