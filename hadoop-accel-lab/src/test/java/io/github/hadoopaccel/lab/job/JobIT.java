package io.github.hadoopaccel.lab.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.cluster.EmbeddedYarn;
import io.github.hadoopaccel.lab.cluster.JobJar;
import io.github.hadoopaccel.lab.fault.SlowDataNode;
import io.github.hadoopaccel.lab.testing.ShortTasks;
import io.github.hadoopaccel.read.config.AccelKey;
import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.read.hadoop.AcceleratedFileSystem;
import io.github.hadoopaccel.read.hadoop.AcceleratedInputFormat;
import io.github.hadoopaccel.read.hadoop.AcceleratedTextInputFormat;
import io.github.hadoopaccel.read.metrics.AccelCounter;
import io.github.hadoopaccel.read.signal.SignalProtocol;
import io.github.hadoopaccel.straggler.am.AccelSpeculator;
import io.github.hadoopaccel.straggler.config.StragglerKeys;
import io.github.hadoopaccel.straggler.policy.StragglerPolicyProvider;
import io.github.hadoopaccel.straggler.report.EventLogReader;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TypeConverter;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.InvalidInputException;
import org.apache.hadoop.mapreduce.lib.input.NLineInputFormat;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.reduce.LongSumReducer;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs on a real YARN, tasks in processes of their own, with the drop-in jar as users give it:
 * {@code -libjars} and configuration. Whatever breaks in this project, the job succeeds and its
 * output is that of the stock reader.
 */
@Timeout(240)
class JobIT {
  private static final int MIB = 1 << 20;
  private static final Path INPUT = new Path("/ec/input.txt");

  @TempDir static java.nio.file.Path folder;
  private static EmbeddedHdfs hdfs;
  private static EmbeddedYarn yarn;
  private static java.nio.file.Path jobJar;
  private static long lines;
  private static int jobs;

  @BeforeAll
  static void start() throws IOException {
    hdfs = EmbeddedHdfs.start(folder.resolve("hdfs"), 9, 2 * MIB);
    yarn = ShortTasks.startYarn(folder.resolve("yarn"), hdfs.configuration(), 2);
    jobJar =
        JobJar.write(
            folder.resolve("job.jar"),
            List.of(PatientMapper.class),
            StragglerPolicyProvider.class,
            TestPolicies.PROVIDERS);
    hdfs.makeErasureCodedDirectory(INPUT.getParent(), EmbeddedHdfs.RS_6_3);
    byte[] line = "forty bytes of text, the newline included\n".getBytes(StandardCharsets.UTF_8);
    try (FSDataOutputStream out = hdfs.fileSystem().create(INPUT)) {
      for (long written = 0; written < 30L * MIB; written += line.length) {
        out.write(line);
        lines++;
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

  /** A job that counts the lines of the input through the drop-in jar. */
  private static Job job(String... keysAndValues) throws IOException {
    Configuration conf = yarn.configuration();
    conf.set("fs.hdfs.impl", AcceleratedFileSystem.class.getName());
    conf.set("yarn.app.mapreduce.am.job.speculator.class", AccelSpeculator.class.getName());
    conf.set("tmpjars", accelJar().toUri().toString());
    // Two tasks: more would wait for each other and show nothing else.
    conf.setLong(FileInputFormat.SPLIT_MINSIZE, 16L * MIB);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      conf.set(keysAndValues[i], keysAndValues[i + 1]);
    }
    Job job = Job.getInstance(conf, "count lines");
    job.setJar(jobJar.toString());
    job.setInputFormatClass(AcceleratedTextInputFormat.class);
    job.setMapperClass(PatientMapper.class);
    job.setCombinerClass(LongSumReducer.class);
    job.setReducerClass(LongSumReducer.class);
    job.setOutputKeyClass(Text.class);
    job.setOutputValueClass(LongWritable.class);
    FileInputFormat.addInputPath(job, INPUT);
    FileOutputFormat.setOutputPath(job, new Path("/out-" + jobs++));
    return job;
  }

  private static void assertCountsEveryLine(Job job) throws Exception {
    assertThat(job.waitForCompletion(false)).as("job %s succeeds", job.getJobID()).isTrue();
    StringBuilder output = new StringBuilder();
    FileSystem fileSystem = hdfs.fileSystem();
    for (FileStatus part : fileSystem.listStatus(FileOutputFormat.getOutputPath(job))) {
      if (part.getPath().getName().startsWith("part-")) {
        byte[] bytes = new byte[(int) part.getLen()];
        try (var in = fileSystem.open(part.getPath())) {
          in.readFully(bytes);
        }
        output.append(new String(bytes, StandardCharsets.UTF_8));
      }
    }
    assertThat(output.toString()).isEqualTo("lines\t" + lines + "\n");
  }

  private static long counter(Job job, AccelCounter counter) throws IOException {
    return job.getCounters().findCounter(counter).getValue();
  }

  @Test
  @DisplayName("S0_01 S0_09 a job reads past a slow DataNode and its counters say so")
  void jobReadsPastASlowDataNode() throws Exception {
    try (SlowDataNode slow = SlowDataNode.slow(hdfs.holderOfMostDataBytes(INPUT), 256 * 1024)) {
      Job job = job();
      assertCountsEveryLine(job);
      assertThat(counter(job, AccelCounter.STRIPES_DECODED)).as("%s", slow).isPositive();
      assertThat(counter(job, AccelCounter.STOCK_FALLBACKS)).isZero();
      assertThat(counter(job, AccelCounter.BYTES_USEFUL)).isGreaterThanOrEqualTo(30L * MIB);
    }
  }

  @Test
  @DisplayName("S0_08 a directive reaches a running attempt, whose stream changes posture")
  void directiveReachesARunningAttempt() throws Exception {
    Path events = new Path("/events");
    Job job =
        job(
            StragglerKeys.POLICY.name(),
            "lab-everyone",
            StragglerKeys.EVENT_LOG_DIR.name(),
            events.toString(),
            PatientMapper.PARK_MICROS,
            "20");
    assertCountsEveryLine(job);
    assertThat(counter(job, AccelCounter.TIMES_ACCELERATED)).isPositive();
    List<StragglerEvent> seen = events(job, events);
    assertThat(seen).anyMatch(StragglerEvent.Flagged.class::isInstance);
    assertThat(seen).anyMatch(StragglerEvent.PostureChanged.class::isInstance);
    assertDecodersWere(seen, "RsAccelDecoder");
  }

  private static List<StragglerEvent> events(Job job, Path folder) throws IOException {
    List<StragglerEvent> events = new ArrayList<>();
    String id = TypeConverter.toYarn(job.getJobID()).toString();
    for (Path log : EventLogReader.logs(folder, id, yarn.configuration())) {
      events.addAll(EventLogReader.read(log, yarn.configuration()));
    }
    return events;
  }

  /** The jar comes by -libjars, which Hadoop's registry of coders finds by the context's loader. */
  @Test
  void coderInUseIsInTheReportOfAJobWithAClassLoaderOfItsOwn() throws Exception {
    Path events = new Path("/events");
    Job job =
        job(
            StragglerKeys.EVENT_LOG_DIR.name(),
            events.toString(),
            "mapreduce.job.classloader",
            "true",
            "io.erasurecode.codec.rs.rawcoders",
            "rs_native,rs_accel");
    assertCountsEveryLine(job);
    assertDecodersWere(events(job, events), "RsAccelDecoder");
  }

  private static void assertDecodersWere(List<StragglerEvent> events, String decoder) {
    assertThat(events)
        .filteredOn(StragglerEvent.Summary.class::isInstance)
        .hasSize(1)
        .allSatisfy(
            event ->
                assertThat(((StragglerEvent.Summary) event).decoders()).containsOnlyKeys(decoder));
  }

  @Test
  void killedApplicationMasterComesBackAndTheJobSucceeds() throws Exception {
    java.nio.file.Path gate = folder.resolve("gate");
    Job job = job(PatientMapper.GATE, gate.toString());
    job.submit();
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> Files.exists(folder.resolve("gate.started")));
    ApplicationId application = TypeConverter.toYarn(job.getJobID()).getAppId();
    List<ProcessHandle> killed = applicationMasters(application);
    assertThat(killed).isNotEmpty();
    killed.forEach(ProcessHandle::destroyForcibly);
    try (YarnClient client = YarnClient.createYarnClient()) {
      client.init(yarn.configuration());
      client.start();
      await()
          .atMost(Duration.ofSeconds(90))
          .until(
              () ->
                  client
                          .getApplicationReport(application)
                          .getCurrentApplicationAttemptId()
                          .getAttemptId()
                      == 2);
    }
    Files.createFile(gate);
    assertCountsEveryLine(job);
  }

  private static List<ProcessHandle> applicationMasters(ApplicationId application) {
    return ProcessHandle.allProcesses()
        .filter(
            process -> {
              String command = commandLine(process);
              return command.contains("MRAppMaster") && command.contains(application.toString());
            })
        .toList();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(
          java.nio.file.Path.of("/proc", Long.toString(process.pid()), "cmdline"),
          StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void policyThatThrowsLeavesTheJobToStockSpeculation() throws Exception {
    Job job = job(StragglerKeys.POLICY.name(), "lab-throwing", PatientMapper.PARK_MICROS, "20");
    assertCountsEveryLine(job);
    assertThat(counter(job, AccelCounter.TIMES_ACCELERATED)).isZero();
  }

  @Test
  void wrongKeysOfTheHookLeaveTheJobToStockSpeculation() throws Exception {
    assertCountsEveryLine(job(StragglerKeys.POLICY.name(), "no-such-policy"));
  }

  /**
   * The hook wants everyone to hurry, but nobody can reach it: YARN joins the address of the
   * administrator's environment and the hook's into one that leads nowhere.
   */
  @Test
  void tasksThatCannotReachTheHookReadCarefullyOnTheirOwn() throws Exception {
    try (SlowDataNode slow = SlowDataNode.slow(hdfs.holderOfMostDataBytes(INPUT), 256 * 1024)) {
      Job job =
          job(
              StragglerKeys.POLICY.name(),
              "lab-everyone",
              "mapreduce.admin.user.env",
              SignalProtocol.ADDRESS_VARIABLE + "=127.0.0.1:1");
      assertCountsEveryLine(job);
      assertThat(counter(job, AccelCounter.STRIPES_DECODED)).as("%s", slow).isPositive();
      assertThat(counter(job, AccelCounter.TIMES_ACCELERATED)).isZero();
    }
  }

  @Test
  void inputFormatAloneSwitchesTheFileSystemOver() throws Exception {
    Job job = job("fs.hdfs.impl", "org.apache.hadoop.hdfs.DistributedFileSystem");
    assertCountsEveryLine(job);
    assertThat(counter(job, AccelCounter.STRIPES_READ)).isPositive();
  }

  @Test
  void jarOnTheNodesClassPathIsEnough() throws Exception {
    String nodes = yarn.configuration().get("yarn.application.classpath");
    Job job = job("tmpjars", "", "yarn.application.classpath", nodes + "," + accelJar());
    assertCountsEveryLine(job);
    assertThat(counter(job, AccelCounter.STRIPES_READ)).isPositive();
  }

  @Test
  void jarInTheFrameworkArchiveIsEnough() throws Exception {
    Path archive = new Path("/framework.zip");
    try (ZipOutputStream zip = new ZipOutputStream(hdfs.fileSystem().create(archive))) {
      zip.putNextEntry(new ZipEntry("hadoop-accel.jar"));
      Files.copy(accelJar(), zip);
      zip.closeEntry();
    }
    String nodes = yarn.configuration().get("yarn.application.classpath");
    Job job =
        job(
            "tmpjars",
            "",
            "mapreduce.application.framework.path",
            hdfs.fileSystem().makeQualified(archive) + "#framework",
            "mapreduce.application.classpath",
            "$PWD/framework/*," + nodes);
    assertCountsEveryLine(job);
    assertThat(counter(job, AccelCounter.STRIPES_READ)).isPositive();
  }

  private static java.nio.file.Path accelJar() {
    return java.nio.file.Path.of(System.getProperty("accel.jar"));
  }

  @Test
  void replicatedInputIsAPlainStockRead() throws Exception {
    Path plain = new Path("/plain.txt");
    try (FSDataOutputStream out = hdfs.fileSystem().create(plain)) {
      out.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
    }
    Job job = job();
    FileInputFormat.setInputPaths(job, plain);
    assertThat(job.waitForCompletion(false)).isTrue();
    assertThat(counter(job, AccelCounter.STRIPES_READ)).isZero();
  }

  @Test
  void missingInputUnknownDelegateAndWrongKeysFailAtSubmission() throws Exception {
    Job missing = job();
    FileInputFormat.setInputPaths(missing, new Path("/ec/missing"));
    assertThatThrownBy(missing::submit)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("/ec/missing");

    Job unknown = job(ReadKeys.INPUT_DELEGATE.name(), "no.such.Format");
    unknown.setInputFormatClass(AcceleratedInputFormat.class);
    assertThatThrownBy(unknown::submit)
        .hasMessageContaining("accel.input.delegate")
        .hasMessageContaining("no.such.Format")
        .hasMessageContaining("class path");

    // The jar stays where it is, or it would be uploaded for each key.
    for (AccelKey<?> key : everyKey()) {
      assertThatThrownBy(() -> job("tmpjars", "", key.name(), "not a value!").submit())
          .as(key.name())
          .hasMessageContaining(key.name() + " = \"not a value!\"")
          .hasMessageContaining(key.range());
    }
  }

  @Test
  void splitsThatADelegateChoosesItselfStayAsTheyAre() throws Exception {
    Path parameters = new Path(INPUT.getParent(), "parameters");
    try (FSDataOutputStream out = hdfs.fileSystem().create(parameters)) {
      out.write("1\n2\n3\n4\n".getBytes(StandardCharsets.UTF_8));
    }
    Job job = job(ReadKeys.INPUT_DELEGATE.name(), NLineInputFormat.class.getName());
    FileInputFormat.setInputPaths(job, parameters);
    assertThat(new AcceleratedInputFormat<LongWritable, Text>().getSplits(job))
        .hasSize(4)
        .hasToString(new NLineInputFormat().getSplits(job).toString());
  }

  private static List<AccelKey<?>> everyKey() {
    List<AccelKey<?>> keys = new ArrayList<>(ReadKeys.ALL);
    keys.addAll(StragglerKeys.ALL);
    return keys;
  }

  @Test
  void splitsNeverCutAStripe() throws Exception {
    Job job =
        job(
            FileInputFormat.SPLIT_MINSIZE,
            "1",
            FileInputFormat.SPLIT_MAXSIZE,
            Long.toString(10L * MIB));
    long stripe = 6L * MIB;
    long end = 0;
    for (var split : new AcceleratedTextInputFormat().getSplits(job)) {
      var file = (org.apache.hadoop.mapreduce.lib.input.FileSplit) split;
      assertThat(file.getStart()).isEqualTo(end);
      assertThat(file.getStart() % stripe).isZero();
      end = file.getStart() + file.getLength();
    }
    assertThat(end).isEqualTo(hdfs.fileSystem().getFileStatus(INPUT).getLen());
    assertThat(new TextInputFormat().getSplits(job)).hasSizeGreaterThan(1);
  }
}
