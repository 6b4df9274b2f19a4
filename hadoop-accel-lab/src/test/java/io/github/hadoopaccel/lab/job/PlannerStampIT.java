package io.github.hadoopaccel.lab.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.testing.NothingLeftRunning;
import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.read.hadoop.AcceleratedTextInputFormat;
import io.github.hadoopaccel.read.metrics.AccelCounter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicy;
import org.apache.hadoop.io.DataInputBuffer;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.erasurecode.ECSchema;
import org.apache.hadoop.io.serializer.Deserializer;
import org.apache.hadoop.io.serializer.SerializationFactory;
import org.apache.hadoop.io.serializer.Serializer;
import org.apache.hadoop.mapreduce.Counter;
import org.apache.hadoop.mapreduce.Counters;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.StatusReporter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One long file among short ones, one split each: the task of the long one reads more units than it
 * needs from the beginning, the others do not. Method: splits as a job plans them, sent as a job
 * sends them, read as tasks read them; with {@code accel.hedge.policy} never, so that nothing but
 * the stamp makes a task read more.
 */
@Timeout(120)
@ExtendWith(NothingLeftRunning.class)
class PlannerStampIT {
  private static final int CELL = 64 * 1024;
  private static final int STRIPE = 3 * CELL;
  private static final int LONG_STRIPES = 24;
  private static final Path INPUT = new Path("/ec");
  private static final String[] FILES = {"a-short", "b-long", "c-short", "d-short"};
  private static final int LONG = 1;

  @TempDir static java.nio.file.Path folder;
  private static EmbeddedHdfs hdfs;
  private static int jobs;

  @BeforeAll
  static void start() throws IOException {
    hdfs =
        EmbeddedHdfs.start(
            folder, 5, 4 * CELL, Map.of("dfs.namenode.fs-limits.min-block-size", "4096"));
    hdfs.fileSystem()
        .addErasureCodingPolicies(
            new ErasureCodingPolicy[] {new ErasureCodingPolicy(new ECSchema("rs", 3, 2), CELL)});
    hdfs.makeErasureCodedDirectory(INPUT, "RS-3-2-64k");
    byte[] line = "32 bytes with the newline in it\n".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < FILES.length; i++) {
      int bytes = STRIPE * (i == LONG ? LONG_STRIPES : 2);
      try (FSDataOutputStream out = hdfs.fileSystem().create(new Path(INPUT, FILES[i]))) {
        for (int written = 0; written < bytes; written += line.length) {
          out.write(line);
        }
      }
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (hdfs != null) {
      hdfs.close();
    }
  }

  /** The counters of each task of a job, in the order of {@link #FILES}. */
  private static List<Counters> run(String... keysAndValues) throws Exception {
    Configuration conf = hdfs.configuration();
    conf.set(ReadKeys.HEDGE_POLICY.name(), "never");
    // A task starts with a cell of budget, so that the rest must be earned.
    conf.set(ReadKeys.BUDGET_BURST.name(), Integer.toString(4 * CELL));
    conf.setLong(FileInputFormat.SPLIT_MINSIZE, 1L << 30);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      conf.set(keysAndValues[i], keysAndValues[i + 1]);
    }
    Job job = Job.getInstance(conf);
    FileInputFormat.addInputPath(job, INPUT);
    List<Counters> counters = new ArrayList<>();
    int number = ++jobs;
    for (InputSplit split : new AcceleratedTextInputFormat().getSplits(job)) {
      assertThat(split.toString()).contains(FILES[counters.size()]);
      TaskAttemptID attempt =
          new TaskAttemptID(new TaskID("stamp", number, TaskType.MAP, counters.size()), 0);
      counters.add(read(sent(split, conf), job.getConfiguration(), attempt));
    }
    assertThat(counters).hasSize(FILES.length);
    return counters;
  }

  /** What arrives in the task: its class is found by name, and the rest by its serialization. */
  private static InputSplit sent(InputSplit split, Configuration conf) throws Exception {
    @SuppressWarnings("unchecked")
    Class<InputSplit> type = (Class<InputSplit>) conf.getClassByName(split.getClass().getName());
    SerializationFactory factory = new SerializationFactory(conf);
    DataOutputBuffer out = new DataOutputBuffer();
    Serializer<InputSplit> serializer = factory.getSerializer(type);
    serializer.open(out);
    serializer.serialize(split);
    DataInputBuffer in = new DataInputBuffer();
    in.reset(out.getData(), out.getLength());
    Deserializer<InputSplit> deserializer = factory.getDeserializer(type);
    deserializer.open(in);
    return deserializer.deserialize(null);
  }

  private static Counters read(InputSplit split, Configuration jobConf, TaskAttemptID attempt)
      throws Exception {
    Configuration conf = new Configuration(jobConf);
    conf.set(MRJobConfig.TASK_ATTEMPT_ID, attempt.toString());
    Counters counters = new Counters();
    TaskAttemptContext context = new TaskAttemptContextImpl(conf, attempt, new Into(counters));
    long bytes = 0;
    try (RecordReader<LongWritable, Text> reader =
        new AcceleratedTextInputFormat().createRecordReader(split, context)) {
      reader.initialize(split, context);
      while (reader.nextKeyValue()) {
        bytes += reader.getCurrentValue().getLength() + 1;
      }
    }
    assertThat(bytes).isEqualTo(split.getLength());
    return counters;
  }

  private static long hedges(Counters counters) {
    return counters.findCounter(AccelCounter.HEDGES_STARTED).getValue();
  }

  @Test
  void onlyTheTaskOfTheDominantSplitReadsMoreThanItNeeds() throws Exception {
    List<Counters> tasks = run();
    for (int i = 0; i < FILES.length; i++) {
      if (i == LONG) {
        assertThat(hedges(tasks.get(i))).as(FILES[i]).isGreaterThan(LONG_STRIPES);
      } else {
        assertThat(hedges(tasks.get(i))).as(FILES[i]).isZero();
      }
    }
    assertThat(tasks.get(LONG).findCounter(AccelCounter.TIMES_ACCELERATED).getValue())
        .as("no directive was needed")
        .isZero();
  }

  @Test
  void withoutTheStampNobodyDoes() throws Exception {
    assertThat(run(ReadKeys.PLAN_STAMP.name(), "false")).allMatch(task -> hedges(task) == 0);
  }

  @Test
  void aPlainPostureStaysPlain() throws Exception {
    assertThat(run(ReadKeys.POSTURE.name(), "plain"))
        .allMatch(task -> task.findCounter(AccelCounter.STRIPES_READ).getValue() == 0);
  }

  /** Hands out the counters of a task. */
  private static final class Into extends StatusReporter {
    private final Counters counters;

    Into(Counters counters) {
      this.counters = counters;
    }

    @Override
    public Counter getCounter(Enum<?> name) {
      return counters.findCounter(name);
    }

    @Override
    public Counter getCounter(String group, String name) {
      return counters.findCounter(group, name);
    }

    @Override
    public void progress() {}

    @Override
    public float getProgress() {
      return 0;
    }

    @Override
    public void setStatus(String status) {}
  }
}
