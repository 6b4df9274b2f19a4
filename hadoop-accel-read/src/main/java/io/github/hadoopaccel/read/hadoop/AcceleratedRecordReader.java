package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.config.Problems;
import io.github.hadoopaccel.read.config.ReadSettings;
import io.github.hadoopaccel.read.metrics.AccelCounter;
import io.github.hadoopaccel.read.metrics.UserCodeClock;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.Counter;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.StatusReporter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wraps the delegate's record reader: tells reading from user code, and publishes the task's
 * counters when it is closed. Confined to the task's thread.
 *
 * @param <K> the delegate's key
 * @param <V> the delegate's value
 */
public final class AcceleratedRecordReader<K, V> extends RecordReader<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(AcceleratedRecordReader.class);

  private final InputFormat<K, V> format;
  private RecordReader<K, V> delegate;
  private TaskAttemptContext task;
  private Configuration delegateConf;
  private TaskSession session;
  private UserCodeClock userCode;
  private boolean closed;

  AcceleratedRecordReader(InputFormat<K, V> format) {
    this.format = format;
  }

  @Override
  public void initialize(InputSplit split, TaskAttemptContext context)
      throws IOException, InterruptedException {
    task = context;
    Configuration conf = context.getConfiguration();
    Problems problems = new Problems();
    ReadSettings settings = ReadSettings.read(conf, problems);
    delegateConf = conf;
    if (settings.enabled() && problems.lines().isEmpty()) {
      try {
        session = ReadSessions.task(context.getTaskAttemptID().toString(), conf, settings);
        PlannerStamp.follow(split, session.session(), settings);
        session.session().recorder().reads(SplitInput.of(split));
        userCode = session.session().recorder().consumer();
        delegateConf = TaskFileSystems.switchOver(conf);
      } catch (RuntimeException | LinkageError e) {
        LOG.warn("Striped files are read by the stock stream", e);
      }
    }
    TaskAttemptContext delegateContext =
        delegateConf == conf ? context : contextWith(delegateConf, context);
    delegate = format.createRecordReader(split, delegateContext);
    delegate.initialize(split, delegateContext);
  }

  private static TaskAttemptContext contextWith(Configuration conf, TaskAttemptContext context) {
    return new TaskAttemptContextImpl(
        conf,
        context.getTaskAttemptID(),
        new StatusReporter() {
          @Override
          public Counter getCounter(Enum<?> name) {
            return context.getCounter(name);
          }

          @Override
          public Counter getCounter(String group, String name) {
            return context.getCounter(group, name);
          }

          @Override
          public void progress() {
            context.progress();
          }

          @Override
          public float getProgress() {
            return context.getProgress();
          }

          @Override
          public void setStatus(String status) {
            context.setStatus(status);
          }
        });
  }

  @Override
  public boolean nextKeyValue() throws IOException, InterruptedException {
    if (userCode == null) {
      return delegate.nextKeyValue();
    }
    userCode.comes(System.nanoTime());
    boolean more = delegate.nextKeyValue();
    long now = System.nanoTime();
    if (more) {
      userCode.leaves(now);
    } else {
      userCode.ends(now);
    }
    return more;
  }

  @Override
  public K getCurrentKey() throws IOException, InterruptedException {
    return delegate.getCurrentKey();
  }

  @Override
  public V getCurrentValue() throws IOException, InterruptedException {
    return delegate.getCurrentValue();
  }

  @Override
  public float getProgress() throws IOException, InterruptedException {
    return delegate == null ? 0 : delegate.getProgress();
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (delegate != null) {
        delegate.close();
      }
    } finally {
      if (userCode != null) {
        userCode.comes(System.nanoTime());
        userCode.ends(System.nanoTime());
      }
      if (session != null) {
        session.close();
        publishCounters();
        TaskFileSystems.close(delegateConf);
      }
    }
  }

  /** A job with too many counters of its own goes without ours. */
  private void publishCounters() {
    try {
      for (Map.Entry<AccelCounter, Long> each :
          session.session().recorder().counters().entrySet()) {
        if (each.getValue() != 0) {
          task.getCounter(each.getKey()).setValue(each.getValue());
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("The counters of hadoop-accel are not published", e);
    }
  }
}
