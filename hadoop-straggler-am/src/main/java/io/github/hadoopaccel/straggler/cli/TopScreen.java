package io.github.hadoopaccel.straggler.cli;

import io.github.hadoopaccel.straggler.report.Amount;
import io.github.hadoopaccel.straggler.report.AttemptStatus;
import io.github.hadoopaccel.straggler.report.JobTotals;
import io.github.hadoopaccel.straggler.report.SlowDataNode;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What {@code top} shows, as lines of text. Reads no clock. Stateless. */
final class TopScreen {
  private static final List<String> ATTEMPT_HEAD =
      List.of(
          "ATTEMPT", "HOST", "AGE", "DONE", "LEFT", "RATE", "WAIT", "POSTURE", "H", "RUNG",
          "SILENT", "WHY");

  /** Columns of words; the others hold numbers and are aligned at their right. */
  private static final Set<String> WORDS =
      Set.of("ATTEMPT", "HOST", "POSTURE", "RUNG", "WHY", "SLOW DATANODE");

  private static final List<String> DATA_NODE_HEAD = List.of("SLOW DATANODE", "RATE", "MEDIAN");

  private TopScreen() {}

  /**
   * The lines, each at most {@code width} long.
   *
   * @param rows most lines; what does not fit is left out from the end
   */
  static List<String> lines(String jobId, TopView view, int width, int rows) {
    List<String> lines = new ArrayList<>();
    view.status().ifPresentOrElse(status -> head(jobId, status, lines), () -> lines.add(jobId));
    view.notActive().ifPresent(off -> lines.add("not active: " + off.reason()));
    view.summary().ifPresent(summary -> ended(summary, lines));
    if (view.status().isEmpty() && view.summary().isEmpty()) {
      lines.add("No state is told yet.");
    }
    if (view.summary().isEmpty()) {
      view.status().ifPresent(status -> tables(status, view, lines));
    }
    return lines.stream().limit(rows).map(line -> cut(line, width)).toList();
  }

  private static void head(String jobId, StragglerEvent.Status status, List<String> lines) {
    JobTotals totals = status.totals();
    lines.add(jobId + "  after " + Amount.time(status.jobElapsedMillis()));
    lines.add(
        String.format(
            Locale.ROOT,
            "maps      %d of %d done, %d running, %d pending",
            totals.mapsDone(),
            totals.mapsTotal(),
            totals.mapsRunning(),
            totals.mapsPending()));
    lines.add(
        String.format(
            Locale.ROOT,
            "attempts  %d reporting, %d accelerated, %d second attempts, %d reports refused",
            totals.attemptsReporting(),
            totals.attemptsAccelerated(),
            totals.attemptsSpeculated(),
            totals.reportsRefused()));
    lines.add(
        String.format(
            Locale.ROOT,
            "bytes     %s useful, %s extra (%.1f %%)",
            Amount.bytes(totals.usefulBytes()),
            Amount.bytes(totals.extraBytes()),
            100 * totals.extraFraction()));
    lines.add(
        String.format(
            Locale.ROOT,
            "budget    %s granted, %s left",
            Amount.bytes(totals.grantedBytes()),
            Amount.bytes(totals.poolBytes())));
  }

  private static void ended(StragglerEvent.Summary summary, List<String> lines) {
    lines.add(
        "ended     after "
            + Amount.time(summary.jobElapsedMillis())
            + summary
                .timeSaved()
                .map(
                    saved ->
                        String.format(
                            Locale.ROOT,
                            "; saved about %s (%s to %s)",
                            Amount.time(saved.estimateMillis()),
                            Amount.time(saved.lowMillis()),
                            Amount.time(saved.highMillis())))
                .orElse("; how much time was saved cannot be told"));
    lines.add(
        String.format(
            Locale.ROOT,
            "          %d attempts reported, %d accelerated, %d second attempts; %s useful,"
                + " %s extra",
            summary.attemptsReported(),
            summary.attemptsFlagged(),
            summary.attemptsSpeculated(),
            Amount.bytes(summary.usefulBytes()),
            Amount.bytes(summary.extraBytes())));
  }

  private static void tables(StragglerEvent.Status status, TopView view, List<String> lines) {
    if (!status.slowDataNodes().isEmpty()) {
      List<List<String>> rows = new ArrayList<>();
      rows.add(DATA_NODE_HEAD);
      status.slowDataNodes().forEach(dataNode -> rows.add(row(dataNode)));
      lines.add("");
      lines.addAll(table(rows));
    }
    if (!status.attempts().isEmpty()) {
      List<List<String>> rows = new ArrayList<>();
      rows.add(ATTEMPT_HEAD);
      status.attempts().forEach(attempt -> rows.add(row(attempt, view.reason(attempt.attempt()))));
      lines.add("");
      lines.addAll(table(rows));
    }
  }

  private static List<String> row(SlowDataNode dataNode) {
    return List.of(
        dataNode.name(),
        Amount.rate(dataNode.bytesPerSec()),
        Amount.rate(dataNode.medianBytesPerSec()));
  }

  private static List<String> row(AttemptStatus attempt, String reason) {
    return List.of(
        shortName(attempt.attempt()),
        attempt.host().isEmpty() ? "-" : attempt.host(),
        Amount.time(attempt.ageMillis()),
        attempt.progressFraction() < 0 ? "-" : Amount.percent(attempt.progressFraction()),
        attempt.remainingMillis() < 0 ? "-" : Amount.time(attempt.remainingMillis()),
        Amount.rate(attempt.rateBytesPerSec()),
        Amount.percent(attempt.waitFraction()),
        attempt.posture().name(),
        Integer.toString(attempt.extraUnits()),
        attempt.rung().isEmpty() ? "-" : attempt.rung(),
        Amount.time(attempt.silentMillis()),
        reason);
  }

  /** Without the job, such as {@code m_000007_0}. */
  private static String shortName(String attempt) {
    String[] parts = attempt.split("_", 4);
    return parts.length == 4 ? parts[3] : attempt;
  }

  private static List<String> table(List<List<String>> rows) {
    List<String> head = rows.get(0);
    int[] widths = new int[head.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String padding = " ".repeat(widths[i] - row.get(i).length());
        boolean word = WORDS.contains(head.get(i));
        line.append(i == 0 ? "" : "  ")
            .append(word ? "" : padding)
            .append(row.get(i))
            .append(word ? padding : "");
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** Names and reasons come from elsewhere: what would move the cursor is left out. */
  private static String cut(String line, int width) {
    String plain = line.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= width ? plain : plain.substring(0, width);
  }
}
