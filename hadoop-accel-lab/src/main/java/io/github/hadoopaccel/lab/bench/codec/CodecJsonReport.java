package io.github.hadoopaccel.lab.bench.codec;

import io.github.hadoopaccel.lab.bench.Bootstrap;
import io.github.hadoopaccel.lab.bench.Estimate;
import io.github.hadoopaccel.lab.bench.Json;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Route;
import io.github.hadoopaccel.lab.bench.codec.Coders.Coder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The results as JSON: with every iteration and what must hold. Names no host and no path. */
final class CodecJsonReport {
  private final Map<String, Object> facts;
  private final CodecResults results;
  private final CodecOptions options;
  private final Bootstrap bootstrap;

  /**
   * A report.
   *
   * @param facts about the machine
   */
  CodecJsonReport(
      Map<String, Object> facts, CodecResults results, CodecOptions options, Bootstrap bootstrap) {
    this.facts = new LinkedHashMap<>(facts);
    this.results = results;
    this.options = options;
    this.bootstrap = bootstrap;
  }

  /** The report. */
  String render() throws IOException {
    Map<String, Object> top = new LinkedHashMap<>(facts);
    top.put("forks", options.forks());
    top.put("iterations", options.iterations());
    top.put("coders", results.coders().all().stream().map(this::coder).toList());
    top.put("faults", results.faults());
    top.put("results", results.all().stream().map(this::result).toList());
    top.put(
        "requirements",
        CodecRequirements.evaluate(results, bootstrap).stream().map(Json::verdict).toList());
    return Json.of(top);
  }

  private Map<String, Object> coder(Coder coder) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("codec", coder.codec());
    fields.put("name", coder.name());
    fields.put("available", coder.isAvailable());
    fields.put("problem", coder.problem().orElse(null));
    fields.put(
        "takenByReadingPath", coder.name().equals(results.coders().chosen().get(coder.codec())));
    return fields;
  }

  private Map<String, Object> result(CodecResult result) {
    CodecCase what = result.what();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("coder", what.coder());
    fields.put("route", what.route().label());
    fields.put("operation", what.operation().label());
    fields.put("policy", what.policy().label());
    fields.put("erasures", what.erasures());
    fields.put("cellBytes", what.cellBytes());
    fields.put("heat", what.heat().label());
    fields.put("memory", what.memory().label());
    fields.put("inputBytes", what.inputBytes());
    fields.put("megabytesPerSec", estimate(bootstrap.ofMedian(result.megabytesPerSec())));
    CodecCase java = what.with(what.policy().javaCoder(), Route.CODER, what.memory());
    fields.put("overJava", results.ratio(what, java, bootstrap).map(this::estimate).orElse(null));
    CodecCase itself = what.with(what.coder(), Route.CODER, what.memory());
    fields.put(
        "overItself",
        what.route() == Route.CODER
            ? null
            : results.ratio(what, itself, bootstrap).map(this::estimate).orElse(null));
    fields.put("nanosPerCall", result.nanosPerCall());
    return fields;
  }

  private Map<String, Object> estimate(Estimate estimate) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Json.putEstimate(fields, estimate);
    return fields;
  }
}
