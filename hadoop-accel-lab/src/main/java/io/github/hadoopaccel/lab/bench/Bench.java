package io.github.hadoopaccel.lab.bench;

import io.github.hadoopaccel.lab.bench.am.AmBench;
import io.github.hadoopaccel.lab.bench.codec.CodecBench;
import io.github.hadoopaccel.lab.bench.jmh.JmhBench;
import io.github.hadoopaccel.lab.bench.read.ReadBench;
import io.github.hadoopaccel.lab.soak.Soak;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs one of the benchmarks, each a subcommand. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    version = "hadoop-accel benchmarks",
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Measures or strains the accelerated file system, or the ApplicationMaster hook, on this"
            + " machine.")
public final class Bench implements Runnable {
  @Spec private CommandSpec spec;

  private Bench() {}

  /**
   * Runs a benchmark and ends the JVM with its exit code.
   *
   * @param arguments an empty folder to work in, which is removed, then the command line
   */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    int code = commandLine(folder, System.out, System.err).execute(rest);
    removeUnused(folder);
    System.out.flush();
    System.err.flush();
    // Not exit(): the cluster still runs, and Hadoop's shutdown hooks would write into a folder
    // that is gone.
    Runtime.getRuntime().halt(code);
  }

  /** The folder, if no benchmark came as far as using it; one that is to be kept has a log. */
  private static void removeUnused(Path folder) {
    if (!Files.exists(folder) || Files.exists(folder.resolve("daemons.log"))) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      System.err.println("bench: " + folder + " is left behind: " + e.getMessage());
    }
  }

  static CommandLine commandLine(Path folder, PrintStream out, PrintStream err) {
    return new CommandLine(new Bench())
        .addSubcommand(new Soak(folder, out, err))
        .addSubcommand(new ReadBench(folder, out, err))
        .addSubcommand(new CodecBench(folder, out, err))
        .addSubcommand(new AmBench(folder, out, err))
        .addSubcommand(new JmhBench())
        .setParameterExceptionHandler(
            (wrong, given) -> {
              err.println("bench: " + wrong.getMessage() + " (see --help)");
              return CommandLine.ExitCode.USAGE;
            });
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which benchmark?");
  }
}
