package io.github.hadoopaccel.straggler.cli;

import io.github.hadoopaccel.read.config.AccelKey;
import io.github.hadoopaccel.read.config.ConfigurationCheck;
import io.github.hadoopaccel.read.config.Problems;
import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.straggler.config.StragglerKeys;
import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.policy.StragglerPolicies;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    Problems problems = problems(conf);
    List<String> lines = problems.lines();
    lines.forEach(spec.commandLine().getErr()::println);
    unknownKeys(conf).forEach(key -> out.println("Note: " + key + " is no key of this version."));
    if (check && lines.isEmpty()) {
      out.println("The configuration is valid.");
    }
    return lines.isEmpty() ? 0 : Main.WRONG;
  }

  private static Problems problems(Configuration conf) {
    Problems problems = new Problems();
    ConfigurationCheck.checkAll(conf, problems);
    StragglerSettings settings = StragglerSettings.read(conf, new Problems());
    StragglerPolicies.find(settings.policy(), conf.getClassLoader(), problems);
    return problems;
  }

  private static Set<String> unknownKeys(Configuration conf) {
    Map<String, String> set = new TreeMap<>(conf.getPropsWithPrefix("accel."));
    Set<String> known =
        Stream.concat(ReadKeys.ALL.stream(), StragglerKeys.ALL.stream())
            .map(AccelKey::name)
            .collect(Collectors.toSet());
    return set.keySet().stream()
        .map(suffix -> "accel." + suffix)
        .filter(key -> !known.contains(key))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
