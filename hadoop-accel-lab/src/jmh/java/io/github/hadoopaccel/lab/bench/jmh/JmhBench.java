package io.github.hadoopaccel.lab.bench.jmh;

import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command that runs the JMH benchmarks, each in a JVM of its own. */
@Command(
    name = "jmh",
    mixinStandardHelpOptions = true,
    description = "Times the pure parts of the reading side, without a cluster.")
public final class JmhBench implements Callable<Integer> {
  private static final int WARM_UPS = 3;
  private static final int MEASUREMENTS = 5;

  @Parameters(
      arity = "0..1",
      paramLabel = "REGEX",
      defaultValue = ".*",
      description = "Only benchmarks whose name has a match (default: all).")
  private String include;

  @Override
  public Integer call() throws Exception {
    new Runner(
            new OptionsBuilder()
                .include(include)
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(MEASUREMENTS)
                .measurementTime(TimeValue.seconds(1))
                .build())
        .run();
    return CommandLine.ExitCode.OK;
  }
}
