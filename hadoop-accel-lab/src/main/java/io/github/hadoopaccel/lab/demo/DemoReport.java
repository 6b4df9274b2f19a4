package io.github.hadoopaccel.lab.demo;

import io.github.hadoopaccel.lab.demo.RunMeasurement.Accelerated;
import io.github.hadoopaccel.lab.demo.RunMeasurement.AttemptEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The result of a demonstration for people: one column per run, as aligned text or as Markdown. */
final class DemoReport {
  private static final String NOTHING = "-";

  private final long fileBytes;
  private final List<RunMeasurement> runs;

  /**
   * A report.
   *
   * @param fileBytes length of the input
   * @param runs in the order of their columns, at least one; the first is the one that the ratios
   *     refer to
   */
  DemoReport(long fileBytes, List<RunMeasurement> runs) {
    this.fileBytes = fileBytes;
    this.runs = List.copyOf(runs);
  }

  /** The table, the ratios and what happened to attempts, as aligned text. */
  String text() {
    List<List<String>> rows = rows();
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String format = i == 0 ? "%-" + widths[i] + "s" : "  %" + widths[i] + "s";
        line.append(format.formatted(rows.get(r).get(i)));
      }
      text.append(line.toString().stripTrailing()).append('\n');
      if (r == 0) {
        text.append("-".repeat(line.length())).append('\n');
      }
    }
    text.append('\n');
    ratios().forEach(line -> text.append(line).append('\n'));
    events().forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /** The same as Markdown. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    List<List<String>> rows = rows();
    for (int r = 0; r < rows.size(); r++) {
      text.append("| ").append(String.join(" | ", rows.get(r))).append(" |\n");
      if (r == 0) {
        text.append("|---|").append("---:|".repeat(runs.size())).append('\n');
      }
    }
    text.append('\n');
    ratios().forEach(line -> text.append("- ").append(line).append('\n'));
    events().forEach(line -> text.append("- ").append(line).append('\n'));
    return text.toString();
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("", RunMeasurement::name));
    rows.add(row("job time", run -> seconds(run.jobMillis())));
    rows.add(row("map phase", run -> seconds(run.mapPhaseMillis())));
    rows.add(row("slowest map", run -> seconds(run.slowestMapMillis())));
    rows.add(row("map read time, sum", run -> seconds(run.readMillis())));
    rows.add(row("maps", run -> String.valueOf(run.maps())));
    rows.add(
        row(
            "MB/s per map, median",
            run -> String.format(Locale.ROOT, "%.1f", run.medianMapBytesPerSec() / 1e6)));
    rows.add(
        row(
            "sent by DataNodes, beyond the file",
            run -> percent(run.sentBytes() - fileBytes, fileBytes)));
    rows.add(
        row(
            "extra bytes, beyond the useful",
            extra(a -> percent(a.extraBytes(), a.usefulBytes()))));
    rows.add(row("hedges started / won", extra(a -> a.hedgesStarted() + " / " + a.hedgesWon())));
    rows.add(
        row("stripes rebuilt / read", extra(a -> a.stripesDecoded() + " / " + a.stripesRead())));
    rows.add(
        row("streams left to the stock reader", extra(a -> String.valueOf(a.stockFallbacks()))));
    rows.add(row("attempts flagged by the AM", this::flagged));
    rows.add(row("times a posture became accelerated", this::accelerated));
    return rows;
  }

  private List<String> row(String name, Function<RunMeasurement, String> cell) {
    List<String> row = new ArrayList<>();
    row.add(name);
    runs.forEach(run -> row.add(cell.apply(run)));
    return row;
  }

  private static Function<RunMeasurement, String> extra(Function<Accelerated, String> cell) {
    return run -> run.accelerated().map(cell).orElse(NOTHING);
  }

  private String flagged(RunMeasurement run) {
    if (run.accelerated().isEmpty()) {
      return NOTHING;
    }
    return String.valueOf(
        run.events().stream()
            .filter(AttemptEvent::flagged)
            .map(AttemptEvent::attempt)
            .distinct()
            .count());
  }

  private String accelerated(RunMeasurement run) {
    return run.accelerated().map(a -> String.valueOf(a.timesAccelerated())).orElse(NOTHING);
  }

  private List<String> ratios() {
    List<String> lines = new ArrayList<>();
    RunMeasurement base = runs.get(0);
    for (RunMeasurement run : runs.subList(1, runs.size())) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s / %s: map phase %.2f, job time %.2f, map read time %.2f",
              run.name(),
              base.name(),
              ratio(run.mapPhaseMillis(), base.mapPhaseMillis()),
              ratio(run.jobMillis(), base.jobMillis()),
              ratio(run.readMillis(), base.readMillis())));
    }
    return lines;
  }

  private List<String> events() {
    List<String> lines = new ArrayList<>();
    for (RunMeasurement run : runs) {
      for (AttemptEvent event : run.events()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s, %.1f s after its first read: %s",
                event.attempt(),
                event.attemptAgeMillis() / 1e3,
                event.what()));
      }
    }
    return lines;
  }

  private static double ratio(long part, long whole) {
    return (double) part / Math.max(1, whole);
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
  }

  private static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / Math.max(1, whole));
  }
}
