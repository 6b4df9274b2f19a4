package io.github.hadoopaccel.lab.bench.read;

import io.github.hadoopaccel.lab.bench.Bootstrap;
import io.github.hadoopaccel.lab.bench.Estimate;
import io.github.hadoopaccel.lab.bench.Requirement;
import io.github.hadoopaccel.lab.bench.Requirement.Verdict;
import io.github.hadoopaccel.lab.bench.Table;
import io.github.hadoopaccel.lab.bench.read.Latency.Quantile;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The results for people: a table for each scenario, then what must hold. */
final class TextReport {
  private static final String NOTHING = "-";

  private final Results results;
  private final BenchOptions options;
  private final Bootstrap bootstrap;

  /** A report of {@code results}. */
  TextReport(Results results, BenchOptions options) {
    this.results = results;
    this.options = options;
    this.bootstrap = new Bootstrap(options.seed());
  }

  /** The report. */
  String render(boolean markdown) {
    String heading = markdown ? "### " : "";
    StringBuilder text = new StringBuilder();
    for (Scenario scenario : options.scenarios()) {
      text.append('\n').append(heading).append(scenario.label()).append(": ");
      text.append(scenario.description()).append("\n\n");
      text.append(table(scenario).render(markdown));
      if (scenario == Scenario.HEALTHY && !results.limitMegabytesPerSec().isEmpty()) {
        text.append(
            String.format(
                Locale.ROOT,
                "%nbare loopback connections, without HDFS and coder: %.0f MB/s%n",
                limit()));
      }
      if (scenario == Scenario.HUNG_1) {
        text.append("\nstock and plain in one round only: their reads wait for good\n");
      }
    }
    text.append('\n').append(heading).append("what must hold, for ");
    text.append(ReaderKind.ADAPTIVE.label()).append("\n\n");
    text.append(verdicts(Requirements.evaluate(results, bootstrap)).render(markdown));
    results.faults().forEach(fault -> text.append("\nFAULT: ").append(fault));
    return text.toString();
  }

  private double limit() {
    return Bootstrap.median(
        results.limitMegabytesPerSec().stream().mapToDouble(Double::doubleValue).toArray());
  }

  private Table table(Scenario scenario) {
    Table table =
        new Table(
            2,
            "api",
            "reader",
            "MB/s",
            "x stock",
            "interval",
            "p50 ms",
            "p90",
            "p99",
            "p99.9",
            "max",
            "calls",
            "CPU s/GB",
            "extra",
            "sent extra",
            "capped");
    for (Api api : options.apis()) {
      for (ReaderKind reader : options.readers()) {
        results.find(scenario, reader, api).ifPresent(result -> table.add(row(result)));
      }
    }
    return table;
  }

  private String[] row(Result result) {
    Optional<Estimate> ratio =
        results.pairsWithStock(result, Sample::megabytesPerSec).map(bootstrap::ofMedian);
    long capped = result.samples().stream().filter(Sample::capped).count();
    String[] start = {
      result.api().label(),
      result.reader().label(),
      number("%.1f", result.medianMegabytesPerSec()),
      ratio.map(r -> number("%.2f", r.value())).orElse(NOTHING),
      ratio
          .filter(r -> Double.isFinite(r.low()) && Double.isFinite(r.high()))
          .map(r -> number("%.2f", r.low()) + " to " + number("%.2f", r.high()))
          .orElse(NOTHING),
    };
    String[] latency =
        Arrays.stream(Quantile.values())
            .map(quantile -> number("%.2f", quantile.millis(result.latency())))
            .toArray(String[]::new);
    String[] end = {
      String.valueOf(result.latency().calls()),
      number("%.2f", result.medianCpuSecondsPerGigabyte()),
      result.receivedExtraFraction().map(f -> number("%.2f %%", 100 * f)).orElse(NOTHING),
      number("%.2f %%", 100 * result.sentExtraFraction()),
      capped == 0 ? "" : capped + " of " + result.samples().size()
    };
    return Stream.of(start, latency, end).flatMap(Arrays::stream).toArray(String[]::new);
  }

  private static Table verdicts(List<Verdict> verdicts) {
    Table table = new Table(2, "figure", "required", "measured", "interval", "holds");
    for (Verdict verdict : verdicts) {
      Requirement<?> requirement = verdict.requirement();
      table.add(
          requirement.text(),
          requirement.required(),
          verdict.measuredText().orElse(NOTHING),
          verdict.intervalText().orElse(NOTHING),
          verdict.answer().label());
    }
    return table;
  }

  private static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : NOTHING;
  }
}
