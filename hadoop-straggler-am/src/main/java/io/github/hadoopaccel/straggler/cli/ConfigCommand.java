package io.github.hadoopaccel.straggler.cli;

import io.github.hadoopaccel.straggler.doctor.AccelKeys;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code config}: the keys as this machine's configuration sets them, and what is wrong with them.
 */
@Command(
    name = "config",
    description = "Print every accel key with its value, where it was set, and its default.")
final class ConfigCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Option(names = "--check", description = "Print only what is wrong.")
  private boolean check;

  @Option(names = "--markdown", hidden = true, description = "Print docs/CONFIGURATION.md.")
  private boolean markdown;

  @Option(
      names = "-D",
      paramLabel = "<key=value>",
      description = "Set a key for this run, as Hadoop's own -D before the command.")
  private Map<String, String> overrides = Map.of();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (markdown) {
      out.print(ConfigurationPage.markdown());
      return 0;
    }
    Configuration conf = new Configuration(main.getConf());
    overrides.forEach((key, value) -> conf.set(key, value, "the command line"));
    if (!check) {
      ConfigTable.print(conf, out);
    }
    List<String> lines = AccelKeys.problems(conf);
    lines.forEach(spec.commandLine().getErr()::println);
    AccelKeys.unknown(conf)
        .forEach(key -> out.println("Note: " + key + " is no key of this version."));
    if (check && lines.isEmpty()) {
      out.println("The configuration is valid.");
    }
    return lines.isEmpty() ? 0 : Main.WRONG;
  }
}
