package io.github.hadoopaccel.lab.bench.read;

import static io.github.hadoopaccel.lab.bench.Requirement.Direction.AT_LEAST;
import static io.github.hadoopaccel.lab.bench.Requirement.Direction.AT_MOST;
import static io.github.hadoopaccel.lab.bench.Requirement.Format.MILLIS;
import static io.github.hadoopaccel.lab.bench.Requirement.Format.PERCENT;
import static io.github.hadoopaccel.lab.bench.Requirement.Format.RATIO;
import static io.github.hadoopaccel.lab.bench.read.Api.PREAD_1M;
import static io.github.hadoopaccel.lab.bench.read.Api.PREAD_4K;
import static io.github.hadoopaccel.lab.bench.read.Api.SEQUENTIAL;
import static io.github.hadoopaccel.lab.bench.read.Api.SEQUENTIAL_WORKING;
import static io.github.hadoopaccel.lab.bench.read.Api.VECTORED;
import static io.github.hadoopaccel.lab.bench.read.Scenario.HEALTHY;
import static io.github.hadoopaccel.lab.bench.read.Scenario.HUNG_1;
import static io.github.hadoopaccel.lab.bench.read.Scenario.OVERLOAD;
import static io.github.hadoopaccel.lab.bench.read.Scenario.SLOW_1;
import static io.github.hadoopaccel.lab.bench.read.Scenario.SLOW_2;
import static io.github.hadoopaccel.lab.bench.read.Scenario.SLOW_3;
import static io.github.hadoopaccel.lab.bench.read.Scenario.STALLS;

import io.github.hadoopaccel.lab.bench.Bootstrap;
import io.github.hadoopaccel.lab.bench.Estimate;
import io.github.hadoopaccel.lab.bench.Requirement;
import io.github.hadoopaccel.lab.bench.Requirement.Direction;
import io.github.hadoopaccel.lab.bench.Requirement.Format;
import io.github.hadoopaccel.lab.bench.Requirement.Measure;
import io.github.hadoopaccel.lab.bench.Requirement.Verdict;
import io.github.hadoopaccel.lab.bench.read.Latency.Quantile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;

/**
 * What must hold for the reader with the default policy. Extra bytes are those that it received;
 * what DataNodes sent beyond stands beside it in the tables, and depends on how much of what was
 * sent lay in socket buffers when a sample ended.
 */
final class Requirements {
  private static final ReaderKind READER = ReaderKind.ADAPTIVE;

  private static final List<Requirement<Results>> ALL = all();

  private Requirements() {}

  /** Evaluates all of them. */
  static List<Verdict> evaluate(Results results, Bootstrap bootstrap) {
    return ALL.stream().map(each -> each.evaluate(results, bootstrap)).toList();
  }

  private static List<Requirement<Results>> all() {
    List<Requirement<Results>> all = new ArrayList<>();
    all.add(
        new Requirement<>(
            text(HEALTHY, SEQUENTIAL, "MB/s over stock"),
            AT_LEAST,
            1.00,
            OptionalDouble.of(0.97),
            RATIO,
            overStock(HEALTHY, SEQUENTIAL, Sample::megabytesPerSec)));
    addExtraBytes(all, HEALTHY, SEQUENTIAL, 0.005);
    all.add(
        row(
            text(HEALTHY, SEQUENTIAL, "CPU per GB over stock"),
            AT_MOST,
            1.1,
            RATIO,
            overStock(HEALTHY, SEQUENTIAL, Sample::cpuSecondsPerGigabyte)));
    all.add(throughput(HEALTHY, SEQUENTIAL_WORKING, 1.3));
    for (Api api : List.of(PREAD_1M, PREAD_4K)) {
      for (Quantile quantile : List.of(Quantile.P50, Quantile.P90, Quantile.P99)) {
        all.add(
            row(
                text(HEALTHY, api, quantile.label() + " over stock"),
                AT_MOST,
                1.0,
                RATIO,
                overStock(HEALTHY, api, millis(quantile))));
      }
      addExtraBytes(all, HEALTHY, api, 0.01);
    }
    addSlow(all, SLOW_1, 0.90, 0.02);
    addSlow(all, SLOW_2, 0.85, 0.03);
    addSlow(all, SLOW_3, 0.80, 0.04);
    all.add(
        row(
            text(SLOW_1, PREAD_1M, "p90 over own healthy"),
            AT_MOST,
            2,
            RATIO,
            overHealthy(SLOW_1, PREAD_1M, millis(Quantile.P90))));
    addExtraBytes(all, SLOW_1, PREAD_1M, 0.7);
    for (Api api : Api.values()) {
      all.add(row(text(HUNG_1, api, "longest call"), AT_MOST, 300, MILLIS, longest(HUNG_1, api)));
    }
    for (Api api : List.of(SEQUENTIAL, PREAD_1M)) {
      all.add(
          row(
              text(STALLS, api, "stock's p99.9 over its own"),
              AT_LEAST,
              30,
              RATIO,
              gain(STALLS, api, Quantile.P999)));
      addExtraBytes(all, STALLS, api, 0.03);
    }
    all.add(throughput(OVERLOAD, SEQUENTIAL, 0.98));
    addExtraBytes(all, OVERLOAD, SEQUENTIAL, 0.05);
    all.add(throughput(HEALTHY, VECTORED, 1.5));
    return List.copyOf(all);
  }

  private static void addSlow(
      List<Requirement<Results>> all,
      Scenario scenario,
      double healthyFraction,
      double extraFraction) {
    all.add(
        row(
            text(scenario, SEQUENTIAL, "MB/s over own healthy"),
            AT_LEAST,
            healthyFraction,
            RATIO,
            overHealthy(scenario, SEQUENTIAL, Sample::megabytesPerSec)));
    all.add(throughput(scenario, SEQUENTIAL, 10));
    addExtraBytes(all, scenario, SEQUENTIAL, extraFraction);
  }

  private static void addExtraBytes(
      List<Requirement<Results>> all, Scenario scenario, Api api, double fraction) {
    all.add(
        row(
            text(scenario, api, "extra bytes received"),
            AT_MOST,
            fraction,
            PERCENT,
            (results, bootstrap) ->
                results
                    .find(scenario, READER, api)
                    .flatMap(Result::receivedExtraFraction)
                    .map(Estimate::exactly)));
  }

  private static Requirement<Results> throughput(Scenario scenario, Api api, double least) {
    return row(
        text(scenario, api, "MB/s over stock"),
        AT_LEAST,
        least,
        RATIO,
        overStock(scenario, api, Sample::megabytesPerSec));
  }

  private static Requirement<Results> row(
      String text, Direction direction, double limit, Format format, Measure<Results> measure) {
    return new Requirement<>(text, direction, limit, OptionalDouble.empty(), format, measure);
  }

  private static String text(Scenario scenario, Api api, String figure) {
    return scenario.label() + " " + api.label() + ": " + figure;
  }

  private static ToDoubleFunction<Sample> millis(Quantile quantile) {
    return sample -> quantile.millis(sample.latency());
  }

  private static Measure<Results> overStock(
      Scenario scenario, Api api, ToDoubleFunction<Sample> figure) {
    return (results, bootstrap) ->
        results
            .find(scenario, READER, api)
            .flatMap(result -> results.pairsWithStock(result, figure))
            .map(bootstrap::ofMedian);
  }

  private static Measure<Results> overHealthy(
      Scenario scenario, Api api, ToDoubleFunction<Sample> figure) {
    return (results, bootstrap) ->
        both(
            results.find(scenario, READER, api),
            results.find(HEALTHY, READER, api),
            (own, healthy) -> bootstrap.ofRatioOfMedians(own.each(figure), healthy.each(figure)));
  }

  private static Measure<Results> longest(Scenario scenario, Api api) {
    return (results, bootstrap) ->
        results
            .find(scenario, READER, api)
            .map(result -> Estimate.exactly(result.latency().maxMillis()));
  }

  private static Measure<Results> gain(Scenario scenario, Api api, Quantile quantile) {
    return (results, bootstrap) ->
        both(
            results.find(scenario, READER, api),
            results.find(scenario, ReaderKind.STOCK, api),
            (own, stock) ->
                Estimate.exactly(
                    quantile.millis(stock.latency()) / quantile.millis(own.latency())));
  }

  private static Optional<Estimate> both(
      Optional<Result> own, Optional<Result> other, BiFunction<Result, Result, Estimate> figure) {
    return own.flatMap(o -> other.map(t -> figure.apply(o, t)));
  }
}
