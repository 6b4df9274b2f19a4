package io.github.hadoopaccel.read.hadoop;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.hadoop.util.ReflectionUtils;

/** Lines of text, as {@link TextInputFormat} gives them, read accelerated. */
public final class AcceleratedTextInputFormat extends AcceleratedInputFormat<LongWritable, Text> {
  @Override
  protected InputFormat<LongWritable, Text> delegate(Configuration conf) {
    return ReflectionUtils.newInstance(TextInputFormat.class, conf);
  }
}
