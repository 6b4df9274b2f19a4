package io.github.hadoopaccel.lab.bench.read;

import io.github.hadoopaccel.lab.bench.read.BenchPlan.Step;
import io.github.hadoopaccel.lab.demo.Progress;
import io.github.hadoopaccel.read.hadoop.LiveReads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** One read benchmark on a cluster: takes the samples of its plan in their order. Used once. */
final class ReadBenchRun {
  private static final int SETTLE_ROUNDS = 300;
  private static final long SETTLE_MILLIS = 100;
  private static final int HISTOGRAM_DIGITS = 3;

  private final BenchOptions options;
  private final BenchPlan plan;
  private final BenchCluster cluster;
  private final Progress progress;
  private final Sampler sampler;
  private final List<Result> results = new ArrayList<>();
  private final List<Double> limits = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final long beganNanos = System.nanoTime();
  private int taken;

  /** A run of the plan that follows from the options. */
  ReadBenchRun(BenchOptions options, BenchCluster cluster, Progress progress) {
    this.options = options;
    this.plan = BenchPlan.of(options);
    this.cluster = cluster;
    this.progress = progress;
    this.sampler = new Sampler(cluster, options);
  }

  /** The samples of one reader by one API, as they come in. */
  private static final class Collected {
    private final List<Sample> samples = new ArrayList<>();
    private final Histogram nanos = new Histogram(HISTOGRAM_DIGITS);
  }

  /**
   * Measures.
   *
   * @param folder for the file that the limit is measured with
   */
  Results run(Path folder) throws IOException, InterruptedException {
    if (options.scenarios().contains(Scenario.OVERLOAD)) {
      progress.phase("measuring the paces of the DataNodes");
      cluster.measureHealthyPaces();
    }
    measure(Scenario.HEALTHY, plan.warmUp(), "warming up", null);
    try (LoopbackLimit limit =
        new LoopbackLimit(folder.resolve("limit.bin"), options.fileBytes())) {
      limit.measureMegabytesPerSec();
      for (Scenario scenario : options.scenarios()) {
        Map<Step, Collected> collected =
            measure(scenario, plan.of(scenario), scenario.label(), limit);
        collected.forEach(
            (key, each) ->
                results.add(
                    new Result(
                        key.scenario(),
                        key.reader(),
                        key.api(),
                        each.samples,
                        Latency.of(each.nanos))));
      }
    }
    LiveReads live = settled();
    if (!live.isNothing()) {
      faults.add("held after everything was closed: " + live);
    }
    return new Results(results, limits, faults);
  }

  /** Takes the steps of a scenario with readers of its own; by step with round 0. */
  private Map<Step, Collected> measure(
      Scenario scenario, List<Step> steps, String phase, LoopbackLimit limit)
      throws IOException, InterruptedException {
    progress.phase(phase);
    Map<Step, Collected> collected = new LinkedHashMap<>();
    Map<ReaderKind, FileSystem> readers = new EnumMap<>(ReaderKind.class);
    Condition condition = null;
    try {
      for (ReaderKind reader : options.readers()) {
        Configuration conf =
            reader.configure(
                cluster.configuration(),
                "bench-" + phase + "-" + reader.label(),
                options.definitions());
        readers.put(reader, FileSystem.newInstance(cluster.uri(), conf));
      }
      if (scenario == Scenario.OVERLOAD) {
        learnCalmTimes(readers);
      }
      condition = Condition.start(scenario, cluster, options.seed());
      int round = -1;
      for (Step step : steps) {
        if (limit != null && scenario == Scenario.HEALTHY && step.round() != round) {
          limits.add(limit.measureMegabytesPerSec());
        }
        round = step.round();
        progress.detail(detail(step));
        Sampler.Taken sample = sampler.take(step, readers.get(step.reader()));
        taken++;
        Step key = new Step(step.scenario(), 0, step.api(), step.reader());
        Collected all = collected.computeIfAbsent(key, k -> new Collected());
        all.samples.add(sample.sample());
        all.nanos.add(sample.nanos());
        if (sample.failure() != null) {
          fault(step, sample.failure());
        }
      }
    } finally {
      if (condition != null) {
        condition.close();
      }
      for (FileSystem reader : readers.values()) {
        reader.close();
      }
    }
    return collected;
  }

  /** An overload begins on a calm cluster, and readers know by then what calm is. */
  private void learnCalmTimes(Map<ReaderKind, FileSystem> readers)
      throws IOException, InterruptedException {
    for (Map.Entry<ReaderKind, FileSystem> reader : readers.entrySet()) {
      sampler.take(
          new Step(Scenario.HEALTHY, 0, Api.SEQUENTIAL, reader.getKey()), reader.getValue());
    }
  }

  private void fault(Step step, IOException failure) {
    String text =
        "%s %s, %s, round %d: %s"
            .formatted(
                step.scenario().label(),
                step.api().label(),
                step.reader().label(),
                step.round(),
                failure);
    faults.add(text);
    progress.line("FAULT: " + text);
  }

  private String detail(Step step) {
    double perSample = (System.nanoTime() - beganNanos) / 1e9 / Math.max(1, taken);
    return String.format(
        Locale.ROOT,
        "sample %d of %d: round %d, %s by %s; about %.0f min left",
        taken + 1,
        plan.size(),
        step.round(),
        step.api().label(),
        step.reader().label(),
        Math.ceil(perSample * (plan.size() - taken) / 60));
  }

  /** What is held once abandoned reads have had time to stop. */
  private static LiveReads settled() throws InterruptedException {
    LiveReads live = LiveReads.inThisJvm();
    for (int i = 0; i < SETTLE_ROUNDS && !live.isNothing(); i++) {
      TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
      live = LiveReads.inThisJvm();
    }
    return live;
  }
}
