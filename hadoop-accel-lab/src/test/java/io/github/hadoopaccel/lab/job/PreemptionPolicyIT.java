package io.github.hadoopaccel.lab.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.cluster.EmbeddedYarn;
import io.github.hadoopaccel.lab.cluster.JobJar;
import io.github.hadoopaccel.read.hadoop.AcceleratedFileSystem;
import io.github.hadoopaccel.read.hadoop.AcceleratedTextInputFormat;
import io.github.hadoopaccel.read.metrics.AccelCounter;
import io.github.hadoopaccel.straggler.am.AccelPreemptionPolicy;
import io.github.hadoopaccel.straggler.config.StragglerKeys;
import io.github.hadoopaccel.straggler.policy.StragglerPolicyProvider;
import io.github.hadoopaccel.straggler.report.EventLogReader;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TypeConverter;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.reduce.LongSumReducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job without speculation on a real YARN: its readers are directed by the preemption policy. */
@Timeout(240)
class PreemptionPolicyIT {
  private static final int MIB = 1 << 20;
  private static final Path INPUT = new Path("/ec/input.txt");
  private static final Path EVENTS = new Path("/events");

  @TempDir static java.nio.file.Path folder;
  private static EmbeddedHdfs hdfs;
  private static EmbeddedYarn yarn;

  @BeforeAll
  static void start() throws IOException {
    hdfs = EmbeddedHdfs.start(folder.resolve("hdfs"), 9, 2 * MIB);
    yarn = EmbeddedYarn.start(folder.resolve("yarn"), hdfs.configuration(), 2);
    hdfs.makeErasureCodedDirectory(INPUT.getParent(), EmbeddedHdfs.RS_6_3);
    byte[] line = "forty bytes of text, the newline included\n".getBytes(StandardCharsets.UTF_8);
    try (FSDataOutputStream out = hdfs.fileSystem().create(INPUT)) {
      for (long written = 0; written < 20L * MIB; written += line.length) {
        out.write(line);
      }
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (yarn != null) {
      yarn.close();
    }
    if (hdfs != null) {
      hdfs.close();
    }
  }

  @Test
  void withSpeculationOffADirectiveReachesARunningAttemptAndTheLogIsComplete() throws Exception {
    Configuration conf = yarn.configuration();
    conf.set("fs.hdfs.impl", AcceleratedFileSystem.class.getName());
    conf.set("yarn.app.mapreduce.am.preemption.policy", AccelPreemptionPolicy.class.getName());
    conf.setBoolean("mapreduce.map.speculative", false);
    conf.setBoolean("mapreduce.reduce.speculative", false);
    conf.set("tmpjars", java.nio.file.Path.of(System.getProperty("accel.jar")).toUri().toString());
    conf.setLong("mapreduce.input.fileinputformat.split.maxsize", 10L * MIB);
    conf.set(StragglerKeys.POLICY.name(), "lab-everyone");
    conf.set(StragglerKeys.EVENT_LOG_DIR.name(), EVENTS.toString());
    conf.set(PatientMapper.PARK_MICROS, "20");
    Job job = Job.getInstance(conf, "count lines");
    job.setJar(
        JobJar.write(
                folder.resolve("job.jar"),
                List.of(PatientMapper.class),
                StragglerPolicyProvider.class,
                TestPolicies.PROVIDERS)
            .toString());
    job.setInputFormatClass(AcceleratedTextInputFormat.class);
    job.setMapperClass(PatientMapper.class);
    job.setReducerClass(LongSumReducer.class);
    job.setOutputKeyClass(Text.class);
    job.setOutputValueClass(LongWritable.class);
    FileInputFormat.addInputPath(job, INPUT);
    FileOutputFormat.setOutputPath(job, new Path("/out"));

    assertThat(job.waitForCompletion(false)).isTrue();

    assertThat(job.getCounters().findCounter(AccelCounter.TIMES_ACCELERATED).getValue())
        .isPositive();
    // The process outlives the job by some seconds.
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> events(job).stream().anyMatch(StragglerEvent.Summary.class::isInstance));
    assertThat(events(job)).anyMatch(StragglerEvent.Flagged.class::isInstance);
  }

  private static List<StragglerEvent> events(Job job) throws IOException {
    List<StragglerEvent> events = new ArrayList<>();
    String id = TypeConverter.toYarn(job.getJobID()).toString();
    for (Path log : EventLogReader.logs(EVENTS, id, yarn.configuration())) {
      events.addAll(EventLogReader.read(log, yarn.configuration()));
    }
    return events;
  }
}
