package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.config.ConfigurationCheck;
import io.github.hadoopaccel.read.config.Problems;
import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.read.config.ReadSettings;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.util.ReflectionUtils;

/**
 * Wraps another InputFormat, named by {@code accel.input.delegate}: splits that FileInputFormat
 * computes never cut a stripe in two, its files are read through {@link AcceleratedFileSystem}
 * whatever the site configuration says, and its record readers are observed. A split that dominates
 * the job by its size is marked ({@code accel.plan.stamp}), so that its task reads accelerated from
 * the beginning. Keys and values are the delegate's.
 *
 * @param <K> the delegate's key
 * @param <V> the delegate's value
 */
public class AcceleratedInputFormat<K, V> extends InputFormat<K, V> {

  /**
   * The wrapped InputFormat.
   *
   * @throws IOException if the configured class is not there or is no InputFormat
   */
  protected InputFormat<K, V> delegate(Configuration conf) throws IOException {
    String name = conf.getTrimmed(ReadKeys.INPUT_DELEGATE.name(), "");
    name = name.isEmpty() ? ReadKeys.INPUT_DELEGATE.defaultText() : name;
    try {
      Class<?> found = conf.getClassByName(name);
      if (!InputFormat.class.isAssignableFrom(found)
          || AcceleratedInputFormat.class.isAssignableFrom(found)) {
        throw new IOException(wrongDelegate(conf, name, "is not an InputFormat to wrap"), null);
      }
      @SuppressWarnings("unchecked")
      InputFormat<K, V> delegate = (InputFormat<K, V>) ReflectionUtils.newInstance(found, conf);
      return delegate;
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IOException(wrongDelegate(conf, name, "is not on the class path"), e);
    } catch (RuntimeException e) {
      throw new IOException(wrongDelegate(conf, name, "cannot be created"), e);
    }
  }

  private static String wrongDelegate(Configuration conf, String name, String why) {
    String[] sources = conf.getPropertySources(ReadKeys.INPUT_DELEGATE.name());
    return ReadKeys.INPUT_DELEGATE
        + " = \""
        + name
        + "\" (from "
        + (sources == null ? "the default" : sources[sources.length - 1])
        + ") "
        + why
        + ": expected "
        + ReadKeys.INPUT_DELEGATE.range()
        + "; add its jar with -libjars if it is not Hadoop's own";
  }

  /**
   * The delegate's splits, borders moved to stripes, and marked where one of them dominates the
   * job.
   *
   * @throws io.github.hadoopaccel.read.config.InvalidConfigurationException naming every wrong key
   */
  @Override
  public List<InputSplit> getSplits(JobContext context) throws IOException, InterruptedException {
    Configuration conf = context.getConfiguration();
    Problems problems = new Problems();
    ConfigurationCheck.checkAll(conf, problems);
    problems.throwIfAny();
    ReadSettings settings = ReadSettings.of(conf);
    InputFormat<K, V> delegate = delegate(conf);
    List<InputSplit> splits = delegate.getSplits(context);
    if (!settings.enabled()) {
      return splits;
    }
    List<InputSplit> planned =
        cutsAnywhere(delegate) ? new StripeAlignedSplits(conf).align(splits) : splits;
    return settings.planStamp() ? PlannerStamp.mark(planned, conf, settings) : planned;
  }

  /**
   * Whether the borders of the delegate's splits mean nothing: those that {@link FileInputFormat}
   * itself computes from sizes. A format with splits of its own (so many lines, an index, the
   * blocks of a compressed file) knows why it cuts where it does, and keeps them.
   */
  private static boolean cutsAnywhere(InputFormat<?, ?> delegate) {
    try {
      return delegate.getClass().getMethod("getSplits", JobContext.class).getDeclaringClass()
          == FileInputFormat.class;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  @Override
  public RecordReader<K, V> createRecordReader(InputSplit split, TaskAttemptContext context)
      throws IOException, InterruptedException {
    return new AcceleratedRecordReader<>(delegate(context.getConfiguration()));
  }
}
