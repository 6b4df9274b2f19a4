package io.github.hadoopaccel.lab.job;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.cluster.EmbeddedYarn;
import io.github.hadoopaccel.lab.cluster.JobJar;
import io.github.hadoopaccel.lab.testing.ShortTasks;
import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.read.hadoop.AcceleratedFileSystem;
import io.github.hadoopaccel.read.hadoop.AcceleratedTextInputFormat;
import io.github.hadoopaccel.straggler.am.AccelSpeculator;
import io.github.hadoopaccel.straggler.config.StragglerKeys;
import io.github.hadoopaccel.straggler.policy.StragglerPolicyProvider;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.report.EventLogReader;
import io.github.hadoopaccel.straggler.report.SnapshotJson;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicy;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.erasurecode.ECSchema;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.TypeConverter;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.reduce.LongSumReducer;

/**
 * HDFS with nine DataNodes, YARN with two hosts, and jobs on them whose tasks do nothing of their
 * own against a slow DataNode, so that whatever is done about it is the ApplicationMaster's doing.
 *
 * <p>Files are coded RS-3-2 with small cells: a task follows a directive at the next stripe, and a
 * stripe of 96 KiB passes soon, also on the slowest way.
 */
final class HookedJobs implements AutoCloseable {
  static final int MIB = 1 << 20;
  private static final String POLICY = "RS-3-2-32k";
  private static final int CELL_BYTES = 32 << 10;

  /** Names a folder for the event logs and snapshots, as fixtures for tests of policies. */
  private static final String KEEP = "lab.keep-events";

  private static final Path EVENTS = new Path("/events");
  private static final byte[] LINE =
      "forty bytes of text, the newline included\n".getBytes(StandardCharsets.UTF_8);

  private final EmbeddedHdfs hdfs;
  private final EmbeddedYarn yarn;
  private final java.nio.file.Path jobJar;
  private int jobs;

  private HookedJobs(EmbeddedHdfs hdfs, EmbeddedYarn yarn, java.nio.file.Path jobJar) {
    this.hdfs = hdfs;
    this.yarn = yarn;
    this.jobJar = jobJar;
  }

  static HookedJobs start(java.nio.file.Path folder) throws IOException {
    EmbeddedHdfs hdfs = EmbeddedHdfs.start(folder.resolve("hdfs"), 9, 2 * MIB);
    try {
      ErasureCodingPolicy policy = new ErasureCodingPolicy(new ECSchema("rs", 3, 2), CELL_BYTES);
      hdfs.fileSystem().addErasureCodingPolicies(new ErasureCodingPolicy[] {policy});
      hdfs.makeErasureCodedDirectory(new Path("/ec"), POLICY);
      hdfs.fileSystem().mkdirs(EVENTS);
      java.nio.file.Path jobJar =
          JobJar.write(
              folder.resolve("job.jar"),
              List.of(
                  PatientMapper.class,
                  ForgingMapper.class,
                  ForgingMapper.Forger.class,
                  SwappingRelay.class,
                  SwappingRelay.Work.class),
              StragglerPolicyProvider.class,
              TestPolicies.PROVIDERS);
      EmbeddedYarn yarn = ShortTasks.startYarn(folder.resolve("yarn"), hdfs.configuration(), 3, 2);
      return new HookedJobs(hdfs, yarn, jobJar);
    } catch (IOException | RuntimeException e) {
      hdfs.close();
      throw e;
    }
  }

  EmbeddedHdfs hdfs() {
    return hdfs;
  }

  EmbeddedYarn yarn() {
    return yarn;
  }

  /**
   * Writes a file of whole lines.
   *
   * @param bytes its length at most
   */
  Path write(String name, long bytes) throws IOException {
    Path file = new Path(name);
    try (FSDataOutputStream out = hdfs.fileSystem().create(file)) {
      for (long written = 0; written + LINE.length <= bytes; written += LINE.length) {
        out.write(LINE);
      }
    }
    return file;
  }

  /** Lines of files that {@link #write} made. */
  long lines(List<Path> files) throws IOException {
    long lines = 0;
    for (Path file : files) {
      lines += hdfs.fileSystem().getFileStatus(file).getLen() / LINE.length;
    }
    return lines;
  }

  /** A job of {@link PatientMapper} with a map for each file, in the order of the files. */
  Job job(List<Path> files, String... keysAndValues) throws IOException {
    return job(PatientMapper.class, files, keysAndValues);
  }

  /** A job with a map for each file, in the order of the files where these are equally long. */
  Job job(Class<? extends Mapper<?, ?, ?, ?>> mapper, List<Path> files, String... keysAndValues)
      throws IOException {
    Configuration conf = yarn.configuration();
    conf.set("fs.hdfs.impl", AcceleratedFileSystem.class.getName());
    conf.set("yarn.app.mapreduce.am.job.speculator.class", AccelSpeculator.class.getName());
    conf.set("tmpjars", java.nio.file.Path.of(System.getProperty("accel.jar")).toUri().toString());
    conf.setLong(FileInputFormat.SPLIT_MINSIZE, 1L << 40);
    conf.setInt("mapreduce.task.io.sort.mb", 16);
    settings().forEach(conf::set);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      conf.set(keysAndValues[i], keysAndValues[i + 1]);
    }
    Job job = Job.getInstance(conf, "job " + jobs);
    job.setJar(jobJar.toString());
    job.setInputFormatClass(AcceleratedTextInputFormat.class);
    job.setMapperClass(mapper);
    job.setCombinerClass(LongSumReducer.class);
    job.setReducerClass(LongSumReducer.class);
    job.setOutputKeyClass(Text.class);
    job.setOutputValueClass(LongWritable.class);
    FileInputFormat.setInputPaths(job, files.toArray(Path[]::new));
    FileOutputFormat.setOutputPath(job, new Path("/out-" + jobs++));
    return job;
  }

  /** Tasks without bytes to help themselves, and an ApplicationMaster that looks often. */
  private static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(ReadKeys.HEDGE_STUCK_DELAY.name(), "1h");
    settings.put(ReadKeys.AVOID_SLOW_FACTOR.name(), "1000");
    settings.put(ReadKeys.BUDGET_FRACTION.name(), "0");
    settings.put(ReadKeys.BUDGET_BURST.name(), "0");
    settings.put(ReadKeys.PLAN_STAMP.name(), "false");
    settings.put(ReadKeys.SIGNAL_INTERVAL.name(), "200ms");
    settings.put(ReadKeys.OBSERVE_WINDOW.name(), "2s");
    settings.put(StragglerKeys.TICK.name(), "200ms");
    settings.put(StragglerKeys.STATUS_INTERVAL.name(), "200ms");
    settings.put(StragglerKeys.JOB_BUDGET_FRACTION.name(), "2");
    settings.put(StragglerKeys.RECORD_SNAPSHOTS.name(), "true");
    settings.put(StragglerKeys.EVENT_LOG_DIR.name(), EVENTS.toString());
    return settings;
  }

  /** What the ApplicationMaster has told so far, also while the job runs. */
  List<StragglerEvent> events(Job job) throws IOException {
    List<StragglerEvent> events = new ArrayList<>();
    for (Path log : EventLogReader.logs(EVENTS, id(job), yarn.configuration())) {
      events.addAll(EventLogReader.read(log, yarn.configuration()));
    }
    return events;
  }

  /** The events of one kind so far. */
  <T extends StragglerEvent> List<T> events(Job job, Class<T> kind) throws IOException {
    return events(job).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** What the ApplicationMaster saw at each of its looks at the job. */
  List<JobSnapshot> snapshots(Job job) throws IOException {
    List<JobSnapshot> snapshots = new ArrayList<>();
    for (FileStatus each : hdfs.fileSystem().listStatus(EVENTS)) {
      String name = each.getPath().getName();
      if (name.startsWith(id(job) + "_") && name.endsWith(".snapshots.jsonl")) {
        String text = new String(read(each), StandardCharsets.UTF_8);
        // The last line may be half written.
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
          snapshots.add(SnapshotJson.decode(line));
        }
      }
    }
    return snapshots;
  }

  private byte[] read(FileStatus file) throws IOException {
    try (var in = hdfs.fileSystem().open(file.getPath())) {
      return in.readAllBytes();
    }
  }

  private static String id(Job job) {
    return TypeConverter.toYarn(job.getJobID()).toString();
  }

  /** The name of an attempt of a map of {@code job}. */
  static String attempt(Job job, int map, int attempt) {
    return new TaskAttemptID(new TaskID(job.getJobID(), TaskType.MAP, map), attempt).toString();
  }

  /** The output of a finished job: counts by key. */
  Map<String, Long> output(Job job) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    for (FileStatus part : hdfs.fileSystem().listStatus(FileOutputFormat.getOutputPath(job))) {
      if (part.getPath().getName().startsWith("part-")) {
        for (String line : new String(read(part), StandardCharsets.UTF_8).lines().toList()) {
          int tab = line.lastIndexOf('\t');
          counts.put(line.substring(0, tab), Long.parseLong(line.substring(tab + 1)));
        }
      }
    }
    return counts;
  }

  /** The folder of the logs of the containers of {@code job}. */
  java.nio.file.Path logs(Job job) {
    return yarn.containerLogs().resolve(TypeConverter.toYarn(job.getJobID()).getAppId().toString());
  }

  private void keep(java.nio.file.Path folder) throws IOException {
    for (FileStatus each : hdfs.fileSystem().listStatus(EVENTS)) {
      Files.write(folder.resolve(each.getPath().getName()), read(each));
    }
  }

  @Override
  public void close() throws IOException {
    try (hdfs;
        yarn) {
      String keep = System.getProperty(KEEP);
      if (keep != null) {
        keep(java.nio.file.Path.of(keep));
      }
    }
  }
}
