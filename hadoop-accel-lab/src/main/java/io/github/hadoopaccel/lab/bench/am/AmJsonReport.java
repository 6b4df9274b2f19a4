package io.github.hadoopaccel.lab.bench.am;

import io.github.hadoopaccel.lab.bench.Bootstrap;
import io.github.hadoopaccel.lab.bench.Estimate;
import io.github.hadoopaccel.lab.bench.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The results as JSON: every measurement and what must hold. Names no host and no path. */
final class AmJsonReport {
  private final Map<String, Object> facts;
  private final AmResults results;
  private final AmOptions options;
  private final Bootstrap bootstrap;

  /**
   * A report.
   *
   * @param facts about the machine
   */
  AmJsonReport(
      Map<String, Object> facts, AmResults results, AmOptions options, Bootstrap bootstrap) {
    this.facts = new LinkedHashMap<>(facts);
    this.results = results;
    this.options = options;
    this.bootstrap = bootstrap;
  }

  /** The report. */
  String render() throws IOException {
    Map<String, Object> top = new LinkedHashMap<>(facts);
    top.put("quick", options.quick());
    top.put("policy", options.policy().orElse(null));
    top.put("faults", results.faults());
    top.put("sizes", results.sizes().stream().map(this::size).toList());
    top.put("handle", results.handle().stream().map(this::handle).toList());
    top.put("rpc", results.rpc().map(AmJsonReport::rpc).orElse(null));
    top.put(
        "requirements",
        AmRequirements.evaluate(results, bootstrap).stream().map(Json::verdict).toList());
    return Json.of(top);
  }

  private Map<String, Object> size(SizeResult size) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("attempts", size.attempts());
    fields.put("scanMillis", estimate(bootstrap.ofMedian(size.scans())));
    fields.put("hookBytes", size.hookBytes());
    fields.put("bytesPerAttempt", size.bytesPerAttempt());
    fields.put("jobBytes", size.jobBytes());
    fields.put("scans", size.scanMillis());
    return fields;
  }

  private Map<String, Object> handle(HandleTimes times) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event", times.kind().label());
    fields.put("speculator", times.speculator());
    fields.put(
        "medianMicros",
        estimate(
            bootstrap.ofMedian(
                times.medianMicros().stream().mapToDouble(Double::doubleValue).toArray())));
    fields.put("medians", times.medianMicros());
    fields.put("p99s", times.p99Micros());
    fields.put("batchMeans", times.meanMicros());
    return fields;
  }

  private static Map<String, Object> rpc(RpcResult rpc) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("connections", rpc.connections());
    fields.put("loads", rpc.loads().stream().map(AmJsonReport::load).toList());
    return fields;
  }

  private static Map<String, Object> load(RpcLoad load) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("load", load.kind().label());
    fields.put("openConnections", load.open());
    fields.put("perSec", load.perSec());
    fields.put("hookCpuMicrosPerReport", load.hookCpuMicros());
    fields.put("clientCpuMicrosPerReport", load.clientCpuMicros());
    fields.put("windows", load.windows().stream().map(AmJsonReport::window).toList());
    return fields;
  }

  private static Map<String, Object> window(RpcWindow window) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("seconds", window.seconds());
    fields.put("reports", window.reports());
    fields.put("p50Millis", window.p50Millis());
    fields.put("p99Millis", window.p99Millis());
    fields.put("maxMillis", window.maxMillis());
    return fields;
  }

  private static Map<String, Object> estimate(Estimate estimate) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Json.putEstimate(fields, estimate);
    return fields;
  }
}
