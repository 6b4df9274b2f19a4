package io.github.hadoopaccel.lab.bench.codec;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Times one case with JMH.
 *
 * @param forks JVMs, each new and with the arguments of this one; 0 for this one itself
 */
record JmhTrial(int forks, int warmUps, long warmUpMillis, int iterations, long iterationMillis) {
  /** A JVM of its own for each case, so that no case meets what another taught the compiler. */
  static JmhTrial forked(int iterations) {
    return new JmhTrial(1, 2, 500, iterations, 300);
  }

  /** What it takes, without the start of the JVM. */
  long millis() {
    return warmUps * warmUpMillis + iterations * iterationMillis;
  }

  /**
   * Times {@code what}.
   *
   * @return nanoseconds of a call, the mean of each iteration
   * @throws RunnerException if the case fails
   */
  List<Double> nanosPerCall(CodecCase what) throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include("^" + Pattern.quote(CodecBenchmark.class.getName() + ".code") + "$")
                .param(CodecBenchmark.PARAMETER, what.toString())
                .forks(forks)
                .warmupIterations(warmUps)
                .warmupTime(TimeValue.milliseconds(warmUpMillis))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(iterationMillis))
                .timeUnit(TimeUnit.NANOSECONDS)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build())
        .run().stream()
            .flatMap(result -> result.getBenchmarkResults().stream())
            .flatMap(result -> result.getIterationResults().stream())
            .map(IterationResult::getPrimaryResult)
            .map(result -> result.getScore())
            .toList();
  }
}
