package io.github.hadoopaccel.straggler.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.apache.hadoop.conf.Configured;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The main class of the jar. Hadoop's generic options ({@code -conf}, {@code -D}, {@code -fs} …) go
 * before the command. Exit code 0 means done, 2 that what was asked for is wrong; {@code doctor}
 * and {@code top} have more.
 */
@Command(
    name = "hadoop jar hadoop-accel.jar",
    synopsisSubcommandLabel = "<command>",
    description = "Reads erasure-coded HDFS files at the pace of their good DataNodes.",
    subcommands = {
      ConfigCommand.class,
      DoctorCommand.class,
      TopCommand.class,
      VersionCommand.class
    })
public final class Main extends Configured implements Tool {
  /** Exit code for a wrong command line or configuration. */
  static final int WRONG = 2;

  private final PrintWriter out;
  private final PrintWriter err;

  Main(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    int code = call(args, out, err);
    out.flush();
    err.flush();
    System.exit(code);
  }

  static int call(String[] args, PrintWriter out, PrintWriter err) {
    try {
      return ToolRunner.run(new JobConf(), new Main(out, err), args);
    } catch (Exception e) {
      err.println(e.getMessage() == null ? e.toString() : e.getMessage());
      return WRONG;
    }
  }

  /**
   * Runs the command that {@code args} name.
   *
   * @return the exit code
   */
  @Override
  public int run(String[] args) {
    CommandLine command = new CommandLine(this).setOut(out).setErr(err);
    command.setParameterExceptionHandler(Main::explain);
    command.setExecutionExceptionHandler(
        (e, line, result) -> {
          err.println(e.getMessage() == null ? e.toString() : e.getMessage());
          return WRONG;
        });
    if (args.length == 0) {
      command.usage(err);
      return WRONG;
    }
    return command.execute(args);
  }

  private static int explain(CommandLine.ParameterException e, String[] args) {
    e.getCommandLine()
        .getErr()
        .println(
            e.getMessage()
                + ". The commands are: "
                + String.join(", ", topLevel(e.getCommandLine()).getSubcommands().keySet())
                + ".");
    return WRONG;
  }

  private static CommandLine topLevel(CommandLine command) {
    return command.getParent() == null ? command : topLevel(command.getParent());
  }
}
