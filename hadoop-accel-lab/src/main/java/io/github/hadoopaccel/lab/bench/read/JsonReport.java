package io.github.hadoopaccel.lab.bench.read;

import io.github.hadoopaccel.lab.bench.Bootstrap;
import io.github.hadoopaccel.lab.bench.Json;
import io.github.hadoopaccel.lab.bench.read.Latency.Quantile;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The results as JSON: with every sample and what must hold. Names no host and no path. */
final class JsonReport {
  private final Map<String, Object> facts;
  private final Results results;
  private final BenchOptions options;
  private final Bootstrap bootstrap;

  /**
   * A report.
   *
   * @param facts about the machine and the run
   */
  JsonReport(Map<String, Object> facts, Results results, BenchOptions options) {
    this.facts = new LinkedHashMap<>(facts);
    this.results = results;
    this.options = options;
    this.bootstrap = new Bootstrap(options.seed());
  }

  /** The report. */
  String render() throws IOException {
    Map<String, Object> top = new LinkedHashMap<>(facts);
    top.put("seed", options.seed());
    top.put("fileBytes", options.fileBytes());
    top.put("pairs", options.pairs());
    top.put("reads", options.reads());
    top.put("vectoredCalls", options.vectoredCalls());
    top.put("workingBytes", options.workingBytes());
    top.put("workMillisPerMegabyte", options.workMillisPerMegabyte());
    top.put("capSeconds", options.cap().toMillis() / 1e3);
    top.put("definitions", options.definitions());
    top.put("limitMegabytesPerSec", results.limitMegabytesPerSec());
    top.put("faults", results.faults());
    top.put("results", results.all().stream().map(this::result).toList());
    top.put(
        "requirements",
        Requirements.evaluate(results, bootstrap).stream().map(Json::verdict).toList());
    return Json.of(top);
  }

  private Map<String, Object> result(Result result) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("scenario", result.scenario().label());
    fields.put("reader", result.reader().label());
    fields.put("api", result.api().label());
    fields.put("capped", result.capped());
    fields.put("medianMegabytesPerSec", result.medianMegabytesPerSec());
    fields.put("latencyMillis", latency(result.latency()));
    fields.put("cpuSecondsPerGigabyte", result.medianCpuSecondsPerGigabyte());
    fields.put("usefulBytes", result.usefulBytes());
    fields.put("receivedExtraFraction", result.receivedExtraFraction().orElse(null));
    fields.put("sentExtraFraction", result.sentExtraFraction());
    fields.put("overStock", overStock(result));
    fields.put("samples", result.samples().stream().map(JsonReport::sample).toList());
    return fields;
  }

  private Map<String, Object> overStock(Result result) {
    Map<String, Object> fields = new LinkedHashMap<>();
    putPairs(fields, "megabytesPerSec", result, Sample::megabytesPerSec);
    putPairs(fields, "cpuSecondsPerGigabyte", result, Sample::cpuSecondsPerGigabyte);
    for (Quantile quantile : Quantile.values()) {
      putPairs(fields, quantile.label(), result, sample -> quantile.millis(sample.latency()));
    }
    return fields;
  }

  private void putPairs(
      Map<String, Object> fields, String name, Result result, ToDoubleFunction<Sample> figure) {
    results
        .pairsWithStock(result, figure)
        .ifPresent(
            pairs -> {
              Map<String, Object> ratio = new LinkedHashMap<>();
              Json.putEstimate(ratio, bootstrap.ofMedian(pairs));
              ratio.put("pairs", Arrays.stream(pairs).boxed().toList());
              fields.put(name, ratio);
            });
  }

  private static Map<String, Object> latency(Latency latency) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("calls", latency.calls());
    for (Quantile quantile : Quantile.values()) {
      fields.put(quantile.label(), quantile.millis(latency));
    }
    return fields;
  }

  private static Map<String, Object> sample(Sample sample) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("round", sample.round());
    fields.put("capped", sample.capped());
    fields.put("usefulBytes", sample.usefulBytes());
    fields.put("seconds", sample.seconds());
    fields.put("megabytesPerSec", sample.megabytesPerSec());
    fields.put("cpuSeconds", sample.cpuSeconds());
    fields.put("sentBytes", sample.sentBytes());
    fields.put("receivedBytes", sample.receivedBytes() < 0 ? null : sample.receivedBytes());
    fields.put("latencyMillis", latency(sample.latency()));
    return fields;
  }
}
