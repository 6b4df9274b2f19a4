package io.github.hadoopaccel.lab.soak;

import io.github.hadoopaccel.lab.soak.Tally.Count;
import io.github.hadoopaccel.read.hadoop.LiveReads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a soak ended.
 *
 * @param seconds how long it read
 * @param hadoopVersion of the cluster and the client
 * @param live what was held after everything was closed
 * @param maxThreads most threads that may read units
 * @param heapQuarter heap in use after a quarter of the time
 * @param heapEnd heap in use at the end, while the readers still ran
 * @param aborted why it ended early, or null
 */
record SoakResult(
    long seed,
    double seconds,
    String hadoopVersion,
    Map<Count, Long> counts,
    Map<Way, Long> ways,
    LiveReads live,
    int maxThreads,
    HeapUse heapQuarter,
    HeapUse heapEnd,
    String aborted) {

  SoakResult {
    counts = Map.copyOf(counts);
    ways = Map.copyOf(ways);
  }

  /** What was wrong, one line each; empty if nothing was. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (Count count : List.of(Count.WRONG_BYTES, Count.BROKEN_READS, Count.UNEXPECTED_ERRORS)) {
      if (counts.getOrDefault(count, 0L) > 0) {
        faults.add(counts.get(count) + " " + count.text());
      }
    }
    if (counts.getOrDefault(Count.VERIFIED_BYTES, 0L) == 0) {
      faults.add("nothing was read");
    }
    if (!live.isNothing()) {
      faults.add("held after everything was closed: " + live);
    }
    if (live.threads() > maxThreads) {
      faults.add(live.threads() + " threads, allowed are " + maxThreads);
    }
    if (heapEnd.hasGrownSince(heapQuarter)) {
      faults.add("the heap has grown from " + heapQuarter + " to " + heapEnd);
    }
    if (aborted != null) {
      faults.add("ended early: " + aborted);
    }
    return faults;
  }

  boolean passed() {
    return faults().isEmpty();
  }

  private Map<String, Object> rows() {
    Map<String, Object> rows = new LinkedHashMap<>();
    rows.put("seed", seed);
    rows.put("hadoop", hadoopVersion);
    rows.put("seconds", Math.round(seconds));
    for (Count count : Count.values()) {
      rows.put(count.text(), counts.getOrDefault(count, 0L));
    }
    for (Way way : Way.values()) {
      rows.put("operations " + way, ways.getOrDefault(way, 0L));
    }
    rows.put("unit reads left", live.unitReads());
    rows.put("block readers left", live.openReaders());
    rows.put("buffers left", live.buffers());
    rows.put("threads left", live.threads());
    rows.put("threads allowed", maxThreads);
    rows.put("heap after a quarter, bytes", heapQuarter.bytes());
    rows.put("heap at the end, bytes", heapEnd.bytes());
    rows.put(
        "DataNodes stopped in between", heapEnd.dataNodeStarts() - heapQuarter.dataNodeStarts());
    rows.put("objects of the reading side after a quarter", heapQuarter.readObjects());
    rows.put("objects of the reading side at the end", heapEnd.readObjects());
    return rows;
  }

  /** The result for people. */
  String text() {
    StringBuilder text = new StringBuilder();
    rows()
        .forEach(
            (name, value) ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        value instanceof Number && !name.equals("seed")
                            ? "%-52s %,18d%n"
                            : "%-52s %18s%n",
                        name,
                        value)));
    List<String> faults = faults();
    faults.forEach(fault -> text.append("FAULT: ").append(fault).append(System.lineSeparator()));
    return text.append(faults.isEmpty() ? "passed" : "FAILED").toString();
  }

  /** The result as a JSON object of numbers and strings; the faults are an array. */
  String json() {
    StringBuilder text = new StringBuilder("{\n");
    rows()
        .forEach(
            (name, value) ->
                text.append("  ")
                    .append(quoted(name))
                    .append(": ")
                    .append(value instanceof Number ? value : quoted(String.valueOf(value)))
                    .append(",\n"));
    text.append("  \"faults\": [")
        .append(String.join(", ", faults().stream().map(SoakResult::quoted).toList()))
        .append("],\n");
    return text.append("  \"passed\": ").append(passed()).append("\n}\n").toString();
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
