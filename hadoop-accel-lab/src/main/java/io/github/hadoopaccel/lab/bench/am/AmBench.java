package io.github.hadoopaccel.lab.bench.am;

import io.github.hadoopaccel.lab.bench.Arguments;
import io.github.hadoopaccel.lab.bench.Bootstrap;
import io.github.hadoopaccel.lab.bench.Machine;
import io.github.hadoopaccel.lab.demo.Progress;
import io.github.hadoopaccel.lab.demo.Workspace;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that measures the ApplicationMaster hook. */
@Command(
    name = "am",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures the ApplicationMaster hook beside a job of 1,000 to 100,000 running maps that have"
            + " all reported through its token-secured RPC: the time of a scan, live heap, what it"
            + " adds to the handling of an event, reports per second and their latency, and whether"
            + " costs grow linearly. The reporting tasks are in a second JVM on the same cores; all"
            + " of it is on loopback. Some four minutes.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:measured; what must hold may or may not",
      "1:a report was refused or the hook failed",
      "2:the command line is wrong; nothing was started",
      "130:interrupted; nothing is left"
    })
public final class AmBench implements Callable<Integer> {
  private static final int MAX_CONNECTIONS = 1000;
  private static final int MAX_PER_SEC = 1_000_000;
  private static final long SEED = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--attempts",
      split = ",",
      paramLabel = "N",
      description =
          "Only these: 1000, 3000, 10000, 30000, 100000 (default: all); reports per second are"
              + " measured from 10000 on.")
  private List<String> attempts = new ArrayList<>();

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description = "The policy of the hook (default: that of accel.straggler.policy).")
  private String policy;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "300",
      description = "Connections of the tasks (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Reports per second of which the latency is told (default: ${DEFAULT-VALUE}).")
  private int perSec;

  @Option(names = "--quick", description = "Measure for a shorter time; within two minutes.")
  private boolean quick;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write everything to this file.")
  private Path json;

  @Option(names = "--markdown", description = "Print the tables as Markdown.")
  private boolean markdown;

  private final Path folder;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * The command.
   *
   * @param folder an existing, empty folder to work in
   */
  public AmBench(Path folder, PrintStream out, PrintStream err) {
    this.folder = folder;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws Exception {
    AmOptions options = options();
    try (Workspace workspace = Workspace.open(folder, false)) {
      // Before the first class of Hadoop is loaded: from then on the loggers have their file.
      System.setProperty("lab.log", workspace.daemonLog().toString());
      System.setProperty("log4j.configuration", "lab-log4j.properties");
      AmResults results;
      try (Progress progress = new Progress(err, System.console() != null)) {
        results =
            new AmBenchRun(options, workspace.folder(), progress, workspace::awaitEndAfterSignal)
                .run();
      }
      Bootstrap bootstrap = new Bootstrap(SEED);
      out.println(new AmTextReport(results, bootstrap).render(markdown));
      out.println(Machine.line());
      if (json != null) {
        Files.writeString(
            json, new AmJsonReport(Machine.facts(), results, options, bootstrap).render());
      }
      return results.faults().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
  }

  private AmOptions options() {
    Arguments arguments = new Arguments(spec);
    arguments.requireFile("--json", json);
    return new AmOptions(
        arguments.some("--attempts", attempts, AmOptions.SIZES, String::valueOf),
        Optional.ofNullable(policy),
        (int) arguments.within("--connections", connections, 1, MAX_CONNECTIONS),
        (int) arguments.within("--rate", perSec, 1, MAX_PER_SEC),
        quick);
  }
}
