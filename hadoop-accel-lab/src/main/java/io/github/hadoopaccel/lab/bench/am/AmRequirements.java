package io.github.hadoopaccel.lab.bench.am;

import static io.github.hadoopaccel.lab.bench.Requirement.Direction.AT_LEAST;
import static io.github.hadoopaccel.lab.bench.Requirement.Direction.AT_MOST;

import io.github.hadoopaccel.lab.bench.Bootstrap;
import io.github.hadoopaccel.lab.bench.Estimate;
import io.github.hadoopaccel.lab.bench.Requirement;
import io.github.hadoopaccel.lab.bench.Requirement.Direction;
import io.github.hadoopaccel.lab.bench.Requirement.Format;
import io.github.hadoopaccel.lab.bench.Requirement.Measure;
import io.github.hadoopaccel.lab.bench.Requirement.Verdict;
import io.github.hadoopaccel.lab.bench.am.RpcLoad.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What must hold of the hook in an ApplicationMaster with 100,000 running attempts. */
final class AmRequirements {
  static final int ATTEMPTS = 100_000;
  static final int CONNECTIONS = 300;
  static final int REPORTS_PER_SEC = 10_000;

  private static final List<Requirement<AmResults>> ALL =
      List.of(
          row(
              "one scan",
              AT_MOST,
              50,
              Format.MILLIS,
              (results, bootstrap) ->
                  results.of(ATTEMPTS).map(each -> bootstrap.ofMedian(each.scans()))),
          row(
              "live heap of an attempt",
              AT_MOST,
              1024,
              Format.BYTES,
              (results, bootstrap) ->
                  results.of(ATTEMPTS).map(each -> Estimate.exactly(each.bytesPerAttempt()))),
          row(
              "handle(), median",
              AT_MOST,
              2,
              Format.MICROS,
              (results, bootstrap) ->
                  results
                      .of(ATTEMPTS)
                      .flatMap(size -> results.of(EventKind.MIXED, true))
                      .map(each -> bootstrap.ofMedian(array(each.medianMicros())))),
          row(
              "of it the hook's own",
              AT_MOST,
              2,
              Format.MICROS,
              (results, bootstrap) ->
                  results
                      .of(ATTEMPTS)
                      .flatMap(size -> results.ownMicros(EventKind.MIXED))
                      .map(bootstrap::ofMedian)),
          row(
              "reports over 300 connections",
              AT_LEAST,
              REPORTS_PER_SEC,
              Format.PER_SEC,
              (results, bootstrap) ->
                  load(results, Kind.CLOSED)
                      .map(each -> bootstrap.ofMedian(each.each(RpcWindow::reportsPerSec)))),
          row(
              "p99 of a report at 10,000 /s",
              AT_MOST,
              50,
              Format.MILLIS,
              (results, bootstrap) ->
                  load(results, Kind.PACED)
                      .filter(each -> each.perSec() == REPORTS_PER_SEC)
                      .map(each -> bootstrap.ofMedian(each.each(RpcWindow::p99Millis)))),
          row(
              "exponent of the scan's time",
              AT_MOST,
              1.1,
              Format.EXPONENT,
              (results, bootstrap) -> results.exponent(SizeResult::medianScanMillis)),
          row(
              "exponent of the heap",
              AT_MOST,
              1.1,
              Format.EXPONENT,
              (results, bootstrap) -> results.exponent(SizeResult::hookBytes)));

  private AmRequirements() {}

  /** Evaluates all of them. */
  static List<Verdict> evaluate(AmResults results, Bootstrap bootstrap) {
    return ALL.stream().map(each -> each.evaluate(results, bootstrap)).toList();
  }

  /** The reports, if they came over the connections that are asked for, with all attempts there. */
  private static Optional<RpcLoad> load(AmResults results, Kind kind) {
    return results
        .of(ATTEMPTS)
        .flatMap(size -> results.rpc())
        .filter(each -> each.connections() == CONNECTIONS)
        .flatMap(each -> each.of(kind));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Requirement<AmResults> row(
      String text, Direction direction, double limit, Format format, Measure<AmResults> measure) {
    return new Requirement<>(text, direction, limit, OptionalDouble.empty(), format, measure);
  }
}
