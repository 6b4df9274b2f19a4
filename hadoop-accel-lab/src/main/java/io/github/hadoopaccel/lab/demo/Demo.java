package io.github.hadoopaccel.lab.demo;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.cluster.EmbeddedYarn;
import io.github.hadoopaccel.lab.cluster.HadoopClassPath;
import io.github.hadoopaccel.lab.cluster.JobJar;
import io.github.hadoopaccel.lab.fault.SlowDataNode;
import io.github.hadoopaccel.read.hadoop.AcceleratedFileSystem;
import io.github.hadoopaccel.read.hadoop.AcceleratedInputFormat;
import io.github.hadoopaccel.straggler.am.AccelSpeculator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs the same, unmodified word count three times over the same erasure-coded file: stock on a
 * healthy cluster, stock with one slow DataNode, accelerated with the same slow DataNode; compares
 * the outputs and prints what each run took.
 *
 * <p>The slow DataNode is the one that stores the most bytes of the file's data units. A stock
 * reader needs every data unit and no parity unit, so this DataNode is in the way of as many reads
 * as any can be, whereas one that happens to hold parity would harm nobody and prove nothing.
 *
 * <p>The first run pays for what is cold (class data, page cache), so chance favours the two later
 * ones a little; to keep that small the file is in the page cache from being written.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    version = "hadoop-accel demonstration",
    sortOptions = false,
    description =
        "Runs one word count three times on an embedded cluster: stock, stock with a slow DataNode,"
            + " accelerated with the same slow DataNode.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:all jobs succeeded and their outputs agree",
      "1:a job failed or outputs differ",
      "2:the command line or FILE is wrong; nothing was started",
      "130:interrupted; nothing is left"
    })
public final class Demo implements Callable<Integer> {
  private static final int MIN_DATA_NODES = 9;
  private static final int CONCURRENT_TASKS = 2;
  private static final long BLOCK_BYTES = 8L << 20;

  /** Eleven stripes a map: long enough for the ApplicationMaster to see one at work. */
  private static final long SPLIT_BYTES = 66L << 20;

  private static final long SEED = 20_261_120;
  private static final int COPY_BUFFER_BYTES = 1 << 20;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "A local text file to count; without it a text is generated.")
  private Path file;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      defaultValue = "256m",
      converter = ByteSize.class,
      description = "Length of the generated text (default: ${DEFAULT-VALUE}).")
  private long generatedBytes;

  @Option(
      names = "--slow-rate",
      paramLabel = "SIZE",
      defaultValue = "512k",
      converter = ByteSize.class,
      description = "Bytes per second that the slow DataNode sends (default: ${DEFAULT-VALUE}).")
  private long slowBytesPerSec;

  @Option(
      names = "--datanodes",
      paramLabel = "N",
      defaultValue = "9",
      description = "Number of DataNodes, at least 9 (default: ${DEFAULT-VALUE}).")
  private int dataNodes;

  @Option(names = "--markdown", description = "Print the table as Markdown.")
  private boolean markdown;

  @Option(names = "--keep", description = "Keep the folder with all logs and say where it is.")
  private boolean keep;

  @Option(names = "--stock-only", description = "Leave the accelerated run out.")
  private boolean stockOnly;

  @Option(
      names = "--define",
      paramLabel = "KEY=VALUE",
      description = "A further setting for the accelerated run; may be repeated.")
  private Map<String, String> furtherDefinitions = new LinkedHashMap<>();

  @Option(names = "--jar", hidden = true, description = "The drop-in jar.")
  private Path dropInJar;

  @Option(names = "--folder", hidden = true, description = "An empty folder to work in.")
  private Path folder;

  @Option(names = "--in-place", hidden = true, description = "Rewrite the progress line in place.")
  private boolean progressInPlace;

  private final PrintStream out;
  private final PrintStream err;

  Demo(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the demonstration and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    Demo demo = new Demo(System.out, System.err);
    int code =
        new CommandLine(demo)
            .setParameterExceptionHandler(
                (wrong, given) -> {
                  System.err.println("demo: " + wrong.getMessage() + " (see --help)");
                  return CommandLine.ExitCode.USAGE;
                })
            .execute(arguments);
    demo.removeUnusedFolder();
    System.out.flush();
    System.err.flush();
    // Not exit(): the clusters still run, and Hadoop's shutdown hooks would write into a folder
    // that is gone.
    Runtime.getRuntime().halt(code);
  }

  @Override
  public Integer call() throws Exception {
    checkArguments();
    Path work =
        folder == null ? Files.createTempDirectory("hadoop-accel-demo-") : folder.toRealPath();
    try (Workspace workspace = Workspace.open(work, keep)) {
      // Before the first class of Hadoop is loaded: from then on the loggers have their file.
      System.setProperty("lab.log", workspace.daemonLog().toString());
      System.setProperty("log4j.configuration", "lab-log4j.properties");
      LogManager.getLogManager().reset(); // Jersey logs to the console otherwise.
      int code = run(workspace);
      if (keep) {
        err.println("kept " + work);
      }
      return code;
    }
  }

  /** The folder that the script made, if the run did not come as far as using it. */
  private void removeUnusedFolder() {
    if (folder == null || keep || !Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      err.println("demo: " + folder + " is left behind: " + e.getMessage());
    }
  }

  private void checkArguments() {
    if (file != null) {
      checkFile();
    } else if (generatedBytes < 1) {
      throw usage("--size = " + generatedBytes + ": expected at least 1 byte");
    }
    if (dataNodes < MIN_DATA_NODES) {
      throw usage(
          "--datanodes = %d: RS-6-3 needs at least %d".formatted(dataNodes, MIN_DATA_NODES));
    }
    if (slowBytesPerSec < 1000) {
      throw usage("--slow-rate = " + slowBytesPerSec + ": expected at least 1000 bytes/s");
    }
    if (!stockOnly && (dropInJar == null || !Files.isRegularFile(dropInJar))) {
      throw usage("no drop-in jar" + (dropInJar == null ? "" : " at " + dropInJar));
    }
  }

  private void checkFile() {
    if (!Files.exists(file)) {
      throw usage(file + ": no such file");
    }
    if (Files.isDirectory(file)) {
      throw usage(file + ": is a directory, expected a text file");
    }
    // Opening tells more than isReadable(), which the superuser always passes.
    try (InputStream in = Files.newInputStream(file)) {
      if (in.read() < 0) {
        throw usage(file + ": is empty");
      }
    } catch (NoSuchFileException e) {
      throw usage(file + ": no such file");
    } catch (IOException e) {
      throw usage(file + ": cannot be read (" + e.getMessage() + ")");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int run(Workspace workspace) throws InterruptedException {
    List<Path> logs = new ArrayList<>(List.of(workspace.daemonLog()));
    Progress progress = new Progress(err, progressInPlace);
    try {
      // Nobody closes the clusters: a clean stop takes up to half a minute and what it would save
      // is deleted. They end with this JVM.
      progress.phase("starting HDFS with " + dataNodes + " DataNodes");
      EmbeddedHdfs hdfs =
          EmbeddedHdfs.start(workspace.folder().resolve("hdfs"), dataNodes, BLOCK_BYTES);
      progress.phase("starting YARN");
      EmbeddedYarn yarn =
          EmbeddedYarn.start(
              workspace.folder().resolve("yarn"),
              hdfs.configuration(),
              CONCURRENT_TASKS,
              // Whole stripes, also for stock, so that the maps of all runs compare.
              Map.of("mapreduce.input.fileinputformat.split.minsize", String.valueOf(SPLIT_BYTES)));
      return runJobs(workspace, hdfs, yarn, progress, logs);
    } catch (IOException | RuntimeException e) {
      workspace.awaitEndAfterSignal();
      progress.close();
      err.println("demo: " + e.getMessage());
      for (Path log : logs) {
        LogTail.print(log, !log.equals(workspace.daemonLog()), err);
      }
      return 1;
    } finally {
      progress.close();
    }
  }

  private int runJobs(
      Workspace workspace, EmbeddedHdfs hdfs, EmbeddedYarn yarn, Progress progress, List<Path> logs)
      throws IOException, InterruptedException {
    Path lab = Files.createDirectories(workspace.folder().resolve("demo"));
    List<Class<?>> timer = new ArrayList<>(List.of(TimedTextInputFormat.class));
    timer.addAll(List.of(TimedTextInputFormat.class.getDeclaredClasses()));
    // In a jar of its own: nothing else of the lab reaches the job.
    Path timerJar = JobJar.write(lab.resolve("timed-text-input-format.jar"), timer);
    WordCountJob.Client client =
        new WordCountJob.Client(
            yarn.writeClientConfiguration(lab.resolve("conf")),
            yarn.classPath().wildcard(),
            HadoopClassPath.examplesJar(),
            Files.createDirectories(lab.resolve("tmp")));
    DistributedFileSystem fileSystem = hdfs.fileSystem();

    progress.phase("writing " + (file == null ? "a generated text" : file.toString()));
    hdfs.makeErasureCodedDirectory(JobRuns.INPUT.getParent(), EmbeddedHdfs.RS_6_3);
    fileSystem.mkdirs(JobRuns.EVENTS);
    long fileBytes = writeInput(fileSystem);
    DataNode slowNode = hdfs.holderOfMostDataBytes(JobRuns.INPUT);

    Map<String, String> timed =
        Map.of("mapreduce.job.inputformat.class", TimedTextInputFormat.class.getName());
    WordCountJob stock = new WordCountJob(client, List.of(timerJar), timed);
    JobHistory history = new JobHistory(yarn.configuration());
    JobRuns runs = new JobRuns(hdfs, history, lab, progress, logs);

    runs.run("stock, healthy", stock);
    try (SlowDataNode slow = SlowDataNode.slow(slowNode, slowBytesPerSec)) {
      progress.line("from here on slow: " + slow);
      runs.run("stock, slow", stock);
      if (!stockOnly) {
        runs.run(
            "accelerated, slow",
            new WordCountJob(client, List.of(timerJar, dropInJar.toRealPath()), accelerated()));
      }
    }
    progress.close();
    return report(fileSystem, slowNode, fileBytes, runs.measurements(), runs.outputs());
  }

  /** What the third run adds, as a user would on the command line. */
  private Map<String, String> accelerated() {
    Map<String, String> definitions = new LinkedHashMap<>();
    definitions.put("fs.hdfs.impl", AcceleratedFileSystem.class.getName());
    definitions.put("mapreduce.job.inputformat.class", AcceleratedInputFormat.class.getName());
    definitions.put("accel.input.delegate", TimedTextInputFormat.class.getName());
    definitions.put("yarn.app.mapreduce.am.job.speculator.class", AccelSpeculator.class.getName());
    definitions.put("accel.straggler.event-log-dir", JobRuns.EVENTS.toString());
    definitions.putAll(furtherDefinitions);
    return definitions;
  }

  private int report(
      DistributedFileSystem fileSystem,
      DataNode slowNode,
      long fileBytes,
      List<RunMeasurement> runs,
      List<JobOutput> outputs)
      throws IOException {
    out.printf(
        "%nword count of %s, %,d bytes in %s, %d DataNodes; slow: %s at %,d bytes/s%n%n",
        file == null ? "a generated text" : file.toString(),
        fileBytes,
        EmbeddedHdfs.RS_6_3,
        dataNodes,
        slowNode.getDisplayName(),
        slowBytesPerSec);
    DemoReport report = new DemoReport(fileBytes, runs);
    out.println(markdown ? report.markdown() : report.text());
    JobOutput first = outputs.get(0);
    boolean agree = true;
    for (int i = 1; i < outputs.size(); i++) {
      Optional<String> difference = first.difference(fileSystem, outputs.get(i));
      if (difference.isPresent()) {
        agree = false;
        out.printf("OUTPUTS DIFFER: run %d against run 1: %s%n", i + 1, difference.get());
      }
    }
    if (agree) {
      out.printf(
          "outputs identical: %d runs, %,d bytes each, sha256 %s%n",
          outputs.size(), first.bytes(), first.sha256());
    }
    return agree ? 0 : 1;
  }

  private long writeInput(DistributedFileSystem fileSystem) throws IOException {
    try (OutputStream target = fileSystem.create(JobRuns.INPUT)) {
      if (file == null) {
        GeneratedText.write(target, generatedBytes, SEED);
      } else {
        try (InputStream source = Files.newInputStream(file)) {
          byte[] buffer = new byte[COPY_BUFFER_BYTES];
          for (int n = source.read(buffer); n >= 0; n = source.read(buffer)) {
            target.write(buffer, 0, n);
          }
        }
      }
    }
    return fileSystem.getFileStatus(JobRuns.INPUT).getLen();
  }
}
