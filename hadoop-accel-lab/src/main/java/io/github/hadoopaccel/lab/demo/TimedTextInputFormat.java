package io.github.hadoopaccel.lab.demo;

import java.io.IOException;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;

/**
 * {@link TextInputFormat} with a stop-watch: the time inside {@code nextKeyValue()} and the length
 * of the split go into two counters. All runs of the demonstration use it alike, so that their
 * reading times compare. It depends on Hadoop alone, for it travels to the tasks in a jar of its
 * own.
 */
public final class TimedTextInputFormat extends TextInputFormat {
  /** The group of the two counters. */
  public static final String COUNTER_GROUP = "lab";

  /** Milliseconds inside {@code nextKeyValue()}. */
  public static final String READ_MILLIS = "READ_MILLIS";

  /** Bytes of the split. */
  public static final String SPLIT_BYTES = "SPLIT_BYTES";

  @Override
  public RecordReader<LongWritable, Text> createRecordReader(
      InputSplit split, TaskAttemptContext context) {
    return new TimedRecordReader(super.createRecordReader(split, context));
  }

  /** Passes everything on and keeps the time. One thread, as every RecordReader. */
  private static final class TimedRecordReader extends RecordReader<LongWritable, Text> {
    /** A stop-watch read costs some 25 ns; setting the counter for each record would cost more. */
    private static final int RECORDS_PER_UPDATE = 4096;

    private final RecordReader<LongWritable, Text> in;
    // By its full name: FileInputFormat has an inner Counter of its own.
    private org.apache.hadoop.mapreduce.Counter readMillis;
    private long nanos;
    private long records;

    TimedRecordReader(RecordReader<LongWritable, Text> in) {
      this.in = in;
    }

    @Override
    public void initialize(InputSplit split, TaskAttemptContext context)
        throws IOException, InterruptedException {
      readMillis = context.getCounter(COUNTER_GROUP, READ_MILLIS);
      context.getCounter(COUNTER_GROUP, SPLIT_BYTES).increment(split.getLength());
      long start = System.nanoTime();
      in.initialize(split, context);
      nanos += System.nanoTime() - start;
    }

    @Override
    public boolean nextKeyValue() throws IOException, InterruptedException {
      long start = System.nanoTime();
      boolean more = in.nextKeyValue();
      nanos += System.nanoTime() - start;
      if (++records % RECORDS_PER_UPDATE == 0 || !more) {
        readMillis.setValue(nanos / 1_000_000);
      }
      return more;
    }

    @Override
    public LongWritable getCurrentKey() throws IOException, InterruptedException {
      return in.getCurrentKey();
    }

    @Override
    public Text getCurrentValue() throws IOException, InterruptedException {
      return in.getCurrentValue();
    }

    @Override
    public float getProgress() throws IOException, InterruptedException {
      return in.getProgress();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
