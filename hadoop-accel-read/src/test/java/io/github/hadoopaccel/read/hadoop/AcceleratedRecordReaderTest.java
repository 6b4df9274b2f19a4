package io.github.hadoopaccel.read.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.read.config.ReadSettings;
import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.hedge.SplitStamp;
import io.github.hadoopaccel.read.metrics.AccelCounter;
import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.read.signal.LocalSignals;
import io.github.hadoopaccel.read.signal.ReadInput;
import io.github.hadoopaccel.read.signal.ReadReport;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.Counter;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.StatusReporter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.counters.LimitExceededException;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wrapper gives the delegate what it would have had without it, and never fails a task. */
class AcceleratedRecordReaderTest {
  private static final String ATTEMPT = "attempt_1700000000000_0001_m_000000_0";

  @TempDir java.nio.file.Path folder;

  /** A text format that remembers the context it was given. */
  private static final class Remembering extends TextInputFormat {
    private TaskAttemptContext given;

    @Override
    public RecordReader<LongWritable, Text> createRecordReader(
        InputSplit split, TaskAttemptContext context) {
      given = context;
      return super.createRecordReader(split, context);
    }
  }

  private static JobConf conf() {
    JobConf conf = new JobConf(false);
    conf.set(MRJobConfig.TASK_ATTEMPT_ID, ATTEMPT);
    conf.set("fs.file.impl", "org.apache.hadoop.fs.LocalFileSystem");
    conf.getCredentials().addSecretKey(new Text("key"), new byte[] {42});
    return conf;
  }

  private FileSplit lines() throws IOException {
    java.nio.file.Path file = folder.resolve("lines");
    Files.writeString(file, "one\ntwo\n");
    return new FileSplit(new Path(file.toUri()), 0, 8, new String[0]);
  }

  private static TaskAttemptContext context(Configuration conf, StatusReporter reporter) {
    return new TaskAttemptContextImpl(conf, TaskAttemptID.forName(ATTEMPT), reporter);
  }

  @Test
  void delegateKeepsTheCredentialsOfTheJob() throws Exception {
    Remembering format = new Remembering();
    try (RecordReader<LongWritable, Text> reader = new AcceleratedRecordReader<>(format)) {
      reader.initialize(lines(), context(conf(), new NoRoom()));
      assertThat(format.given.getCredentials().getSecretKey(new Text("key"))).containsExactly(42);
      assertThat(format.given.getConfiguration().get("fs.hdfs.impl"))
          .isEqualTo(AcceleratedFileSystem.class.getName());
      assertThat(reader.nextKeyValue()).isTrue();
      assertThat(reader.getCurrentValue()).hasToString("one");
    }
  }

  @Test
  void aTaskInAJvmThatReadsForOthersHasFileSystemsOfItsOwn() throws Exception {
    JobConf conf = conf();
    conf.set("fs.hdfs.impl", AcceleratedFileSystem.class.getName());
    ReadSessions.of(new Configuration(false), ReadSettings.of(conf));
    Remembering format = new Remembering();
    try (RecordReader<LongWritable, Text> reader = new AcceleratedRecordReader<>(format)) {
      reader.initialize(lines(), context(conf, new NoRoom()));
      assertThat(format.given.getConfiguration().getBoolean("fs.hdfs.impl.disable.cache", false))
          .isTrue();
    }
    assertThat(conf.getBoolean("fs.hdfs.impl.disable.cache", false)).isFalse();
  }

  @Test
  void aStampedSplitIsReadWhereAccelerationIsOff() throws Exception {
    JobConf conf = conf();
    conf.setBoolean(ReadKeys.ENABLED.name(), false);
    StampedSplit split = new StampedSplit(lines(), SplitStamp.DOMINANT);
    try (RecordReader<LongWritable, Text> reader =
        new AcceleratedRecordReader<>(new TextInputFormat())) {
      reader.initialize(split, context(conf, new NoRoom()));
      assertThat(reader.nextKeyValue()).isTrue();
      assertThat(reader.getCurrentValue()).hasToString("one");
    }
  }

  @Test
  void aJobWithoutRoomForCountersSucceedsWithoutThem() throws Exception {
    JobConf conf = conf();
    ReadSessions.task(ATTEMPT, conf, ReadSettings.of(conf))
        .session()
        .recorder()
        .count(AccelCounter.UNITS_FAILED, 1);
    NoRoom reporter = new NoRoom();
    RecordReader<LongWritable, Text> reader = new AcceleratedRecordReader<>(new TextInputFormat());
    reader.initialize(lines(), context(conf, reporter));
    reader.close();
    assertThat(reporter.refused).isTrue();
  }

  @Test
  void reportsTellTheSplitAndTheReaderAndWhichIsTheLast() throws Exception {
    String attempt = "attempt_1700000000000_0007_m_000000_0";
    Queue<ReadReport> reports = new ConcurrentLinkedQueue<>();
    JobConf conf = conf();
    conf.set(MRJobConfig.TASK_ATTEMPT_ID, attempt);
    conf.set(ReadKeys.SIGNAL_INTERVAL.name(), "100ms");
    FileSplit split = new StampedSplit(lines(), SplitStamp.DOMINANT);
    LocalSignals.Registration job =
        LocalSignals.register(
            "job_1700000000000_0007",
            report -> {
              reports.add(report);
              return Directive.careful(100);
            });
    RecordReader<LongWritable, Text> reader = new AcceleratedRecordReader<>(new TextInputFormat());
    reader.initialize(
        split, new TaskAttemptContextImpl(conf, TaskAttemptID.forName(attempt), new NoRoom()));
    await().until(() -> reports.size() >= 2);
    reader.close();
    await().until(() -> reports.stream().anyMatch(ReadReport::last));
    job.close();
    ReadReport first = reports.peek();
    assertThat(first.attemptId()).isEqualTo(attempt);
    assertThat(first.last()).isFalse();
    assertThat(first.readerId()).isNotZero();
    assertThat(first.posture()).as("as the stamp says").isEqualTo(Posture.ACCELERATED);
    assertThat(first.extraUnits()).isPositive();
    assertThat(reports)
        .allSatisfy(
            report -> {
              assertThat(report.readerId()).isEqualTo(first.readerId());
              assertThat(report.input())
                  .isEqualTo(
                      new ReadInput(
                          split.getPath().toUri().getPath(), 8, Optional.of(SplitStamp.DOMINANT)));
            });
  }

  /** Refuses our counters, as MapReduce does beyond its limit. */
  private static final class NoRoom extends StatusReporter {
    private boolean refused;

    @Override
    public Counter getCounter(Enum<?> name) {
      if (name instanceof AccelCounter) {
        refused = true;
        throw new LimitExceededException("Too many counters: 121 max=120");
      }
      return new TaskAttemptContextImpl.DummyReporter().getCounter(name);
    }

    @Override
    public Counter getCounter(String group, String name) {
      return new TaskAttemptContextImpl.DummyReporter().getCounter(group, name);
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
