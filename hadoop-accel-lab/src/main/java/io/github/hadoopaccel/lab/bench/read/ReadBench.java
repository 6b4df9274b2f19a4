package io.github.hadoopaccel.lab.bench.read;

import io.github.hadoopaccel.lab.bench.Arguments;
import io.github.hadoopaccel.lab.bench.Machine;
import io.github.hadoopaccel.lab.demo.ByteSize;
import io.github.hadoopaccel.lab.demo.Progress;
import io.github.hadoopaccel.lab.demo.Workspace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that measures reads. */
@Command(
    name = "read",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Reads one erasure-coded file (RS-6-3-1024k, blocks of 32 MiB, 11 DataNodes) in turn through"
            + " the stock file system and the accelerated one, while DataNodes are healthy, slow,"
            + " hung, stalling or overloaded, and compares them pair by pair.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:measured; what must hold may or may not",
      "1:a read gave a wrong byte or failed, or something was left behind",
      "2:the command line is wrong; nothing was started",
      "130:interrupted; nothing is left"
    })
public final class ReadBench implements Callable<Integer> {
  private static final List<Scenario> QUICK_SCENARIOS =
      List.of(Scenario.HEALTHY, Scenario.SLOW_1, Scenario.STALLS);
  private static final int MAX_PAIRS = 1000;
  private static final int MAX_READS = 1_000_000;
  private static final long MIN_BYTES = 1 << 20;
  private static final long MAX_BYTES = 64L << 30;
  private static final double MAX_SECONDS = 3600;
  private static final double MAX_WORK_MILLIS = 1000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--scenario",
      split = ",",
      paramLabel = "NAME",
      description =
          "Only these: healthy, slow-1, slow-2, slow-3, hung-1, stalls, overload (default: all).")
  private List<String> scenarios = new ArrayList<>();

  @Option(
      names = "--reader",
      split = ",",
      paramLabel = "NAME",
      description = "Only these: stock, plain, adaptive, always (default: all that there are).")
  private List<String> readers = new ArrayList<>();

  @Option(
      names = "--api",
      split = ",",
      paramLabel = "NAME",
      description =
          "Only these: sequential, sequential-working, pread-1m, pread-4k, vectored (default: all).")
  private List<String> apis = new ArrayList<>();

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Measured rounds (default: 7; 3 if quick).")
  private Integer pairs;

  @Option(
      names = "--bytes",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description = "Length of the file (default: 1g; 96m if quick).")
  private Long bytes;

  @Option(
      names = "--reads",
      paramLabel = "N",
      description =
          "Positioned reads of a sample; a tenth as many vectored ones (default: 300; 20 if"
              + " quick).")
  private Integer reads;

  @Option(
      names = "--max-seconds",
      paramLabel = "N",
      description = "A sample ends after this time, done or not (default: 20; 3 if quick).")
  private Double maxSeconds;

  @Option(
      names = "--work-millis",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "What the working consumer takes for each MB, in milliseconds (default:"
              + " ${DEFAULT-VALUE}).")
  private double workMillis;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Decides content, offsets and stalls (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--quick",
      description = "Less of everything: healthy, slow-1 and stalls, within three minutes.")
  private boolean quick;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write everything to this file.")
  private Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also draw it all on one HTML page, this file; it needs no network.")
  private Path html;

  @Option(names = "--markdown", description = "Print the tables as Markdown.")
  private boolean markdown;

  @Option(
      names = "--define",
      paramLabel = "KEY=VALUE",
      description = "A further setting for the accelerated readers; may be repeated.")
  private Map<String, String> definitions = new LinkedHashMap<>();

  private final Path folder;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * The command.
   *
   * @param folder an existing, empty folder to work in
   */
  public ReadBench(Path folder, PrintStream out, PrintStream err) {
    this.folder = folder;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws Exception {
    BenchOptions options = options();
    try (Workspace workspace = Workspace.open(folder, false)) {
      // Before the first class of Hadoop is loaded: from then on the loggers have their file.
      System.setProperty("lab.log", workspace.daemonLog().toString());
      System.setProperty("log4j.configuration", "lab-log4j.properties");
      LogManager.getLogManager().reset(); // Jersey logs to the console otherwise.
      Results results;
      try (Progress progress = new Progress(err, System.console() != null)) {
        results = measure(workspace, options, progress);
      } catch (IOException | RuntimeException e) {
        workspace.awaitEndAfterSignal();
        err.println("bench: " + e);
        e.printStackTrace(err);
        return CommandLine.ExitCode.SOFTWARE;
      }
      out.println(new TextReport(results, options).render(markdown));
      Map<String, Object> facts = facts();
      if (json != null) {
        Files.writeString(json, new JsonReport(facts, results, options).render());
      }
      if (html != null) {
        Files.writeString(html, new HtmlReport(facts, results, options).render());
      }
      return results.faults().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
  }

  private Results measure(Workspace workspace, BenchOptions options, Progress progress)
      throws IOException, InterruptedException {
    progress.phase("starting HDFS and writing the file");
    Path hdfs = workspace.folder().resolve("hdfs");
    try (BenchCluster cluster = BenchCluster.start(hdfs, seed, options.fileBytes())) {
      return new ReadBenchRun(options, cluster, progress).run(workspace.folder());
    }
  }

  private static Map<String, Object> facts() {
    Map<String, Object> facts = Machine.facts();
    facts.put("dataNodes", BenchCluster.DATA_NODES);
    facts.put("blockBytes", BenchCluster.BLOCK_BYTES);
    return facts;
  }

  private BenchOptions options() {
    Arguments arguments = new Arguments(spec);
    double capSeconds = maxSeconds != null ? maxSeconds : quick ? 3 : 20;
    if (!(capSeconds > 0 && capSeconds <= MAX_SECONDS)) {
      throw arguments.usage(
          "--max-seconds = " + capSeconds + ": expected more than 0, at most an hour");
    }
    if (!(workMillis >= 0 && workMillis <= MAX_WORK_MILLIS)) {
      throw arguments.usage(
          "--work-millis = " + workMillis + ": expected 0 to " + (int) MAX_WORK_MILLIS);
    }
    arguments.requireFile("--json", json);
    arguments.requireFile("--html", html);
    return new BenchOptions(
        arguments.named("--scenario", scenarios, Scenario.values(), quick ? QUICK_SCENARIOS : null),
        arguments.named("--reader", readers, ReaderKind.values(), null),
        arguments.named("--api", apis, Api.values(), null),
        (int) arguments.within("--pairs", pairs != null ? pairs : quick ? 3 : 7, 1, MAX_PAIRS),
        arguments.within(
            "--bytes", bytes != null ? bytes : quick ? 96L << 20 : 1L << 30, MIN_BYTES, MAX_BYTES),
        (int) arguments.within("--reads", reads != null ? reads : quick ? 20 : 300, 1, MAX_READS),
        Duration.ofMillis(Math.max(1, Math.round(capSeconds * 1000))),
        workMillis,
        seed,
        definitions);
  }
}
