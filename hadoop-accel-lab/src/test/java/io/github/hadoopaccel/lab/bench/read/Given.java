package io.github.hadoopaccel.lab.bench.read;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Options and results made up for tests. */
final class Given {
  private Given() {}

  /** Everything, in three rounds. */
  static BenchOptions options() {
    return new BenchOptions(
        List.of(Scenario.values()),
        List.of(ReaderKind.values()),
        List.of(Api.values()),
        3,
        1 << 20,
        32 << 20,
        10,
        Duration.ofSeconds(1),
        20,
        1,
        Map.of());
  }

  /** Calls that all took so long. */
  static Latency latency(double millis) {
    return new Latency(100, millis, millis, millis, millis, millis);
  }

  /** A sample of 1000 bytes. */
  static Sample sample(int round, double seconds, double cpu, long sent, long received, double ms) {
    return new Sample(round, false, 1000, seconds, cpu, sent, received, latency(ms));
  }

  /** A result of three such samples. */
  static Result result(
      Scenario scenario,
      ReaderKind reader,
      Api api,
      double seconds,
      double cpu,
      long sent,
      long received,
      double millis) {
    List<Sample> samples = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      samples.add(sample(round, seconds, cpu, sent, received, millis));
    }
    return new Result(scenario, reader, api, samples, latency(millis));
  }

  /** Results in every scenario, by every API, of the stock and the adaptive reader. */
  static Results results(
      double stockSeconds,
      double seconds,
      double cpu,
      long received,
      double healthyMillis,
      double faultyMillis) {
    List<Result> all = new ArrayList<>();
    for (Scenario scenario : Scenario.values()) {
      boolean healthy = scenario == Scenario.HEALTHY;
      for (Api api : Api.values()) {
        all.add(
            result(scenario, ReaderKind.STOCK, api, stockSeconds, 1, 1000, -1, healthy ? 1 : 2000));
        all.add(
            result(
                scenario,
                ReaderKind.ADAPTIVE,
                api,
                seconds,
                cpu,
                received,
                received,
                healthy ? healthyMillis : faultyMillis));
      }
    }
    return new Results(all, List.of(), List.of());
  }
}
