package io.github.hadoopaccel.lab.soak;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.demo.Workspace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that soaks. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Reads erasure-coded files at random through the accelerated file system while DataNodes"
            + " are slowed, stopped and damaged at random, never more than the code can bear, and"
            + " verifies every byte. What is read and what breaks follows from the seed; how the"
            + " threads interleave does not.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:every byte was right, no read failed, nothing was left",
      "1:something was wrong",
      "2:the command line is wrong; nothing was started",
      "130:interrupted; nothing is left"
    })
public final class Soak implements Callable<Integer> {
  private static final int MIN_DATA_NODES = 9;
  private static final int MAX_READERS = 64;
  private static final double MAX_MINUTES = 7 * 24 * 60;

  @Spec private CommandSpec spec;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "3",
      description = "How long to read; fractions are fine (default: ${DEFAULT-VALUE}).")
  private double minutes;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Decides everything but the interleaving (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--readers",
      paramLabel = "N",
      defaultValue = "10",
      description = "Reading threads (default: ${DEFAULT-VALUE}).")
  private int readers;

  @Option(
      names = "--datanodes",
      paramLabel = "N",
      defaultValue = "9",
      description = "Number of DataNodes, at least 9 (default: ${DEFAULT-VALUE}).")
  private int dataNodes;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write the result to this file.")
  private Path json;

  @Option(names = "--keep", description = "Keep the folder with all logs and say where it is.")
  private boolean keep;

  @Option(
      names = "--define",
      paramLabel = "KEY=VALUE",
      description = "A further setting for all readers; may be repeated.")
  private Map<String, String> definitions = new LinkedHashMap<>();

  private final Path folder;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * The command.
   *
   * @param folder an existing, empty folder to work in
   */
  public Soak(Path folder, PrintStream out, PrintStream err) {
    this.folder = folder;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws Exception {
    checkArguments();
    try (Workspace workspace = Workspace.open(folder, keep)) {
      // Before the first class of Hadoop is loaded: from then on the loggers have their file.
      System.setProperty("lab.log", workspace.daemonLog().toString());
      System.setProperty("log4j.configuration", "lab-log4j.properties");
      LogManager.getLogManager().reset(); // Jersey logs to the console otherwise.
      SoakResult result;
      try {
        result = soak(workspace);
      } catch (IOException | RuntimeException e) {
        workspace.awaitEndAfterSignal();
        err.println("soak: " + e);
        e.printStackTrace(err);
        return CommandLine.ExitCode.SOFTWARE;
      } finally {
        if (keep) {
          err.println("kept " + folder);
        }
      }
      out.println(result.text());
      if (json != null) {
        Files.writeString(json, result.json());
      }
      return result.passed() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
  }

  private SoakResult soak(Workspace workspace) throws IOException, InterruptedException {
    err.printf("seed %d; starting HDFS with %d DataNodes%n", seed, dataNodes);
    // Nobody closes the cluster: it ends with this JVM.
    EmbeddedHdfs hdfs = SoakRun.startCluster(workspace.folder().resolve("hdfs"), dataNodes);
    Duration length = Duration.ofMillis(Math.round(minutes * 60_000));
    return new SoakRun(
            new SoakRun.SoakOptions(seed, length, readers, workspace.folder(), definitions), err)
        .run(hdfs);
  }

  private void checkArguments() {
    if (!(minutes > 0 && minutes <= MAX_MINUTES)) {
      throw usage("--minutes = " + minutes + ": expected more than 0 and at most a week");
    }
    if (readers < 1 || readers > MAX_READERS) {
      throw usage("--readers = " + readers + ": expected 1 to " + MAX_READERS);
    }
    if (dataNodes < MIN_DATA_NODES) {
      throw usage(
          "--datanodes = %d: RS-6-3 needs at least %d".formatted(dataNodes, MIN_DATA_NODES));
    }
    if (json != null && (Files.isDirectory(json) || !Files.isDirectory(parent(json)))) {
      throw usage("--json = " + json + ": not a file in an existing folder");
    }
  }

  private static Path parent(Path file) {
    return file.toAbsolutePath().getParent();
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
