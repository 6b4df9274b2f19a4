package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.read.config.Problems;
import io.github.hadoopaccel.straggler.config.StragglerKeys;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.app.AppContext;
import org.apache.hadoop.mapreduce.v2.app.job.event.TaskAttemptStatusUpdateEvent.TaskAttemptStatus;
import org.apache.hadoop.mapreduce.v2.app.speculate.DefaultSpeculator;
import org.apache.hadoop.mapreduce.v2.app.speculate.Speculator;
import org.apache.hadoop.mapreduce.v2.app.speculate.SpeculatorEvent;
import org.apache.hadoop.service.AbstractService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The class for {@code yarn.app.mapreduce.am.job.speculator.class}: Hadoop's {@link
 * DefaultSpeculator} for the tasks that are not hurried, and beside it a watch that finds the
 * attempts which hold the job back, makes them read accelerated and may give them a second attempt.
 * One cap holds for the second attempts of both; where {@code accel.straggler.mode} is
 * accelerate-only there are none at all, whatever fails.
 *
 * <p>A guard: whatever either of the two throws, errors included, stays here. A failure of the
 * watch means no directives, one of the DefaultSpeculator means no speculation; each is logged once
 * at WARN, and the job goes on. Called by the ApplicationMaster's threads; {@link #handle} never
 * blocks on the watch.
 */
public final class AccelSpeculator extends AbstractService implements Speculator {
  private static final Logger LOG = LoggerFactory.getLogger(AccelSpeculator.class);

  private final AtomicBoolean stockWarned = new AtomicBoolean();
  private final AtomicBoolean watchWarned = new AtomicBoolean();
  private final SpeculationCap cap = new WatchCap();
  private final boolean accelerateOnly;
  private DefaultSpeculator stock;
  private volatile StragglerWatch watch;

  /** As the ApplicationMaster calls it. Never throws. */
  public AccelSpeculator(Configuration conf, AppContext context) {
    super(AccelSpeculator.class.getName());
    accelerateOnly = isAccelerateOnly(conf);
    stock(() -> stock = new GatedSpeculator(conf, context, this::isWatched, cap));
    watch(
        () -> {
          if (StragglerKeys.ENABLED.read(conf, new Problems()) && HookInstallation.claim(this)) {
            watch = new StragglerWatch(conf, context);
          }
        });
  }

  @Override
  protected void serviceInit(Configuration conf) throws Exception {
    super.serviceInit(conf);
    if (stock != null) {
      stock(() -> stock.init(conf));
    }
    if (watch != null) {
      watch(() -> watch.publish(conf));
    }
  }

  @Override
  protected void serviceStart() throws Exception {
    super.serviceStart();
    if (stock != null) {
      stock(stock::start);
    }
    if (watch != null) {
      watch(watch::start);
    }
  }

  @Override
  protected void serviceStop() throws Exception {
    if (watch != null) {
      watch(watch::stop);
    }
    HookInstallation.release(this);
    if (stock != null) {
      stock(stock::stop);
    }
    super.serviceStop();
  }

  /** By itself, since it is a promise that holds without a watch, as with another wrong key. */
  private static boolean isAccelerateOnly(Configuration conf) {
    try {
      return StragglerKeys.ENABLED.read(conf, new Problems())
          && "accelerate-only".equalsIgnoreCase(conf.getTrimmed(StragglerKeys.MODE.name()));
    } catch (RuntimeException e) {
      LOG.warn("Cannot read {}: there will be no second attempts.", StragglerKeys.MODE.name(), e);
      return true;
    }
  }

  private boolean isWatched(TaskId task) {
    StragglerWatch current = watch;
    return accelerateOnly || current != null && current.stock().isOurs(task);
  }

  /**
   * That of the watch; where there is none, Hadoop's own limits are all. Shut in accelerate-only.
   */
  private final class WatchCap implements SpeculationCap {
    @Override
    public boolean open() {
      StragglerWatch current = watch;
      return !accelerateOnly && (current == null || current.stock().open());
    }

    @Override
    public boolean claim(TaskId task) {
      StragglerWatch current = watch;
      return !accelerateOnly && (current == null || current.stock().claim(task));
    }
  }

  @Override
  public void handle(SpeculatorEvent event) {
    StragglerWatch current = watch;
    if (current != null) {
      watch(() -> current.handle(event));
    }
    if (stock != null) {
      stock(() -> stock.handle(event));
    }
  }

  @Override
  public void handleAttempt(TaskAttemptStatus status) {
    if (stock != null) {
      stock(() -> stock.handleAttempt(status));
    }
  }

  /** What bounds Hadoop's speculation. */
  SpeculationCap cap() {
    return cap;
  }

  /** The watch, or null where there is none. */
  StragglerWatch watch() {
    return watch;
  }

  /** Hadoop's speculator, or null where it could not be made. */
  DefaultSpeculator stock() {
    return stock;
  }

  private void stock(Step step) {
    guard(step, stockWarned, "DefaultSpeculator failed: the job goes on with less speculation.");
  }

  private void watch(Step step) {
    boolean done =
        guard(step, watchWarned, "The straggler watch failed: the job goes on without directives.");
    if (!done && watch != null) {
      StragglerWatch broken = watch;
      watch = null;
      watch(broken::stop);
    }
    if (!done) {
      HookInstallation.release(this);
    }
  }

  private static boolean guard(Step step, AtomicBoolean warned, String message) {
    try {
      step.run();
      return true;
    } catch (Throwable e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      if (warned.compareAndSet(false, true)) {
        LOG.warn(message, e);
      } else {
        LOG.debug(message, e);
      }
      return false;
    }
  }

  private interface Step {
    void run() throws Exception;
  }
}
