package io.github.hadoopaccel.lab.bench.codec;

import io.github.hadoopaccel.lab.bench.Arguments;
import io.github.hadoopaccel.lab.bench.Bootstrap;
import io.github.hadoopaccel.lab.bench.Machine;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Heat;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Memory;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Operation;
import io.github.hadoopaccel.lab.bench.codec.Coders.Coder;
import io.github.hadoopaccel.lab.demo.Progress;
import io.github.hadoopaccel.lab.demo.Workspace;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that times the erasure coders. */
@Command(
    name = "codec",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Times every erasure coder that Hadoop finds here, side by side: RS-3-2, RS-6-3, RS-10-4"
            + " and XOR-2-1, encoding and rebuilding 1 to m units, hot (one stripe) and cold (16"
            + " stripes of 1 MiB cells in turn), each case in a JVM of its own with JMH; and the"
            + " decoder of the reading path against the coder that it calls. Without --quick or a"
            + " choice this takes about half an hour.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:measured; what must hold may or may not",
      "1:a coder gave a wrong byte or failed",
      "2:the command line is wrong; nothing was started",
      "130:interrupted; nothing is left"
    })
public final class CodecBench implements Callable<Integer> {
  private static final int MAX_FORKS = 100;
  private static final int MAX_ITERATIONS = 1000;
  private static final long SEED = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--coder",
      split = ",",
      paramLabel = "NAME",
      description = "Only these, such as rs_java,rs_native (default: all that there are).")
  private List<String> coders = new ArrayList<>();

  @Option(
      names = "--policy",
      split = ",",
      paramLabel = "NAME",
      description = "Only these: RS-3-2, RS-6-3, RS-10-4, XOR-2-1 (default: all).")
  private List<String> policies = new ArrayList<>();

  @Option(
      names = "--operation",
      split = ",",
      paramLabel = "NAME",
      description = "Only these: encode, decode (default: both).")
  private List<String> operations = new ArrayList<>();

  @Option(
      names = "--erasures",
      split = ",",
      paramLabel = "N",
      description = "Only decode, and so many units, 1 to 4 (default: 1 to m).")
  private List<String> erasures = new ArrayList<>();

  @Option(
      names = "--cell",
      split = ",",
      paramLabel = "SIZE",
      description = "Only these: 4k, 64k, 1m (default: all).")
  private List<String> cells = new ArrayList<>();

  @Option(
      names = "--heat",
      split = ",",
      paramLabel = "NAME",
      description = "Only these: hot, cold, the latter in 1m cells only (default: both).")
  private List<String> heats = new ArrayList<>();

  @Option(
      names = "--memory",
      split = ",",
      paramLabel = "NAME",
      description =
          "Only these: heap, direct; the reading path is on what its coder likes best (default:"
              + " both).")
  private List<String> memories = new ArrayList<>();

  @Option(
      names = "--quick",
      description = "Only a few cases, those of what must hold among them; within two minutes.")
  private boolean quick;

  @Option(
      names = "--forks",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "JVMs for each case, taken in turn with the other cases (default: ${DEFAULT-VALUE}).")
  private int forks;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "5",
      description = "Measurements of 0.3 s in each of them (default: ${DEFAULT-VALUE}).")
  private int iterations;

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
  public CodecBench(Path folder, PrintStream out, PrintStream err) {
    this.folder = folder;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws Exception {
    CodecOptions options = options();
    try (Workspace workspace = Workspace.open(folder, false)) {
      // Before the first class of Hadoop is loaded: from then on the loggers have their file.
      System.setProperty("lab.log", workspace.daemonLog().toString());
      System.setProperty("log4j.configuration", "lab-log4j.properties");
      Coders known = Coders.probe();
      List<CodecCase> cases = CodecPlan.of(options, known);
      CodecResults results;
      try (Progress progress = new Progress(err, System.console() != null)) {
        results =
            new CodecBenchRun(
                    JmhTrial.forked(options.iterations()),
                    options.forks(),
                    progress,
                    workspace::awaitEndAfterSignal)
                .run(known, cases);
      }
      Bootstrap bootstrap = new Bootstrap(SEED);
      out.println(new CodecTextReport(results, bootstrap).render(markdown));
      out.println(Machine.line());
      if (json != null) {
        Files.writeString(
            json, new CodecJsonReport(Machine.facts(), results, options, bootstrap).render());
      }
      return results.faults().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
  }

  private CodecOptions options() {
    Arguments arguments = new Arguments(spec);
    arguments.requireFile("--json", json);
    int most = Stream.of(Policy.values()).mapToInt(Policy::parityUnits).max().orElseThrow();
    Coders untried = Coders.untried();
    List<String> names = untried.all().stream().map(Coder::name).toList();
    CodecOptions options =
        new CodecOptions(
            arguments.some("--coder", coders, names, Function.identity()),
            arguments.named("--policy", policies, Policy.values(), null),
            arguments.named(
                "--operation",
                operations,
                Operation.values(),
                erasures.isEmpty() ? null : List.of(Operation.DECODE)),
            arguments.some(
                "--erasures",
                erasures,
                IntStream.rangeClosed(1, most).boxed().toList(),
                String::valueOf),
            arguments.some("--cell", cells, CodecCase.CELLS, CodecCase::cellLabel),
            arguments.named("--heat", heats, Heat.values(), null),
            arguments.named("--memory", memories, Memory.values(), null),
            quick,
            (int) arguments.within("--forks", forks, 1, MAX_FORKS),
            (int) arguments.within("--iterations", iterations, 1, MAX_ITERATIONS));
    if (!erasures.isEmpty() && options.operations().contains(Operation.ENCODE)) {
      throw arguments.usage("--erasures is for decoding: encoding has none");
    }
    if (CodecPlan.of(options, untried).isEmpty()) {
      throw arguments.usage(
          "nothing to time: no case has all that is asked for; RS-k-m rebuilds at most m, cold cells"
              + " are of 1m, a coder is of one codec");
    }
    return options;
  }
}
