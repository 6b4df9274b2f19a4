package io.github.hadoopaccel.lab.bench.am;

import io.github.hadoopaccel.lab.bench.Bootstrap;
import io.github.hadoopaccel.lab.bench.Estimate;
import io.github.hadoopaccel.lab.bench.Requirement.Answer;
import io.github.hadoopaccel.lab.bench.Requirement.Verdict;
import io.github.hadoopaccel.lab.bench.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The results for people: tables, then what must hold. */
final class AmTextReport {
  private static final String NOTHING = "-";
  private static final double MIB = 1 << 20;

  private static final String LEGEND =
      """

      scan: the look at the job, the policy and the directives; medians, with 95 %% intervals. heap:
      live, after collections, without the job that stands in for Hadoop's (job). Every attempt
      has reported once, on %d of %d DataNodes each. %s
      handle(): events timed one by one, the clock's own time included, and in batches of 1000.
      reports: with the job's token, from a JVM of its own on the same cores; "closed": each
      connection reports when it is answered, through Hadoop's RPC client, or one that speaks the
      same with less CPU; "paced": at a fixed rate, by the latter, timed from when a report was due.
      Quantiles are medians over spans of time. CPU: of each JVM for a report.
      Exponents: b of cost = a x attempts^b, with the interval of the fit; 1 is linear.
      """;

  private static final String PUBLISHED = "Scans are timed by the hook itself, in its metrics.";

  private final AmResults results;
  private final Bootstrap bootstrap;

  /** A report of {@code results}. */
  AmTextReport(AmResults results, Bootstrap bootstrap) {
    this.results = results;
    this.bootstrap = bootstrap;
  }

  /** The report. */
  String render(boolean markdown) {
    String heading = markdown ? "\n### " : "\n";
    StringBuilder text = new StringBuilder();
    if (!results.sizes().isEmpty()) {
      text.append(heading).append("scan and heap\n\n").append(sizes().render(markdown));
    }
    if (!results.handle().isEmpty()) {
      text.append(heading).append("handle(), microseconds\n\n").append(handle().render(markdown));
    }
    results
        .rpc()
        .ifPresent(
            rpc -> text.append(heading).append("reports\n\n").append(rpc(rpc).render(markdown)));
    text.append(LEGEND.formatted(SampleReports.TOUCHED, SampleReports.DATA_NODES, PUBLISHED));
    text.append(heading).append("what must hold with 100,000 running attempts\n\n");
    text.append(verdicts(AmRequirements.evaluate(results, bootstrap)).render(markdown));
    results.faults().forEach(fault -> text.append("\nFAULT: ").append(fault).append('\n'));
    return text.toString();
  }

  private Table sizes() {
    Table table =
        new Table(0, "attempts", "scan ms", "interval", "slowest", "heap MiB", "B/attempt", "job");
    for (SizeResult size : results.sizes()) {
      Estimate scan = bootstrap.ofMedian(size.scans());
      table.add(
          String.format(Locale.ROOT, "%,d", size.attempts()),
          decimals(2, scan.value()),
          decimals(2, scan.low()) + " to " + decimals(2, scan.high()),
          decimals(2, Arrays.stream(size.scans()).max().orElse(Double.NaN)),
          decimals(1, size.hookBytes() / MIB),
          decimals(0, size.bytesPerAttempt()),
          decimals(0, size.jobBytes() / size.attempts()));
    }
    return table;
  }

  private Table handle() {
    Table table = new Table(2, "event", "speculator", "p50", "interval", "p99", "batch mean");
    for (HandleTimes times : results.handle()) {
      Estimate median = bootstrap.ofMedian(array(times.medianMicros()));
      table.add(
          times.kind().label(),
          times.speculator(),
          decimals(2, median.value()),
          decimals(2, median.low()) + " to " + decimals(2, median.high()),
          decimals(2, Bootstrap.median(array(times.p99Micros()))),
          decimals(2, Bootstrap.median(array(times.meanMicros()))));
    }
    return table;
  }

  private static Table rpc(RpcResult rpc) {
    Table table =
        new Table(
            1,
            "load",
            "connections",
            "reports/s",
            "p50 ms",
            "p99 ms",
            "max ms",
            "hook CPU us",
            "tasks'");
    for (RpcLoad load : rpc.loads()) {
      table.add(
          load.kind().label(),
          String.valueOf(load.open()),
          decimals(0, Bootstrap.median(load.each(RpcWindow::reportsPerSec))),
          decimals(1, Bootstrap.median(load.each(RpcWindow::p50Millis))),
          decimals(1, Bootstrap.median(load.each(RpcWindow::p99Millis))),
          decimals(1, Arrays.stream(load.each(RpcWindow::maxMillis)).max().orElse(Double.NaN)),
          decimals(0, load.hookCpuMicros()),
          decimals(0, load.clientCpuMicros()));
    }
    return table;
  }

  private static Table verdicts(List<Verdict> verdicts) {
    Table table = new Table(1, "figure", "required", "measured", "interval", "holds");
    for (Verdict verdict : verdicts) {
      table.add(
          verdict.requirement().text(),
          verdict.requirement().required(),
          verdict.measuredText().orElse(NOTHING),
          verdict.intervalText().orElse(NOTHING),
          verdict.answer() == Answer.NOT_MEASURED ? "not run" : verdict.answer().label());
    }
    return table;
  }

  private static String decimals(int places, double value) {
    return String.format(Locale.ROOT, "%." + places + "f", value);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
