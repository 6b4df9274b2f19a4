package io.github.hadoopaccel.read.metrics;

import io.github.hadoopaccel.read.signal.DataNodeSample;
import io.github.hadoopaccel.read.signal.ReadReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Latency and bandwidth of each DataNode as this task saw them (S0-04), smoothed with weight one
 * half for the newest read, and what runs on it at this moment. Bounded: beyond {@link
 * #MAX_DATA_NODES} new DataNodes are not followed, and no more reads run than there are threads.
 * Not thread-safe; the owner guards it.
 */
final class DataNodeLog {
  private static final int MAX_DATA_NODES = 10_000;
  private static final double WEIGHT = 0.5;

  /** Whoever holds a read up now is told of before all others, then who served most. */
  private static final Comparator<DataNodeSample> BUSIEST_FIRST =
      Comparator.comparing((DataNodeSample sample) -> sample.pendingMillis() == 0)
          .thenComparing(Comparator.comparingLong(DataNodeSample::reads).reversed())
          .thenComparing(DataNodeSample::dataNode);

  private final Map<String, Entry> entries = new HashMap<>();
  private final Set<UnitRun> running = new LinkedHashSet<>();

  private static final class Entry {
    static final Entry EMPTY = new Entry();

    long reads;
    long bytes;
    double bytesPerSec;
    double latencyMillis;
  }

  UnitRun begin(String dataNode, long nowNanos) {
    UnitRun run = new UnitRun(dataNode, nowNanos);
    running.add(run);
    return run;
  }

  /** It ended without telling anything of its DataNode. */
  void end(UnitRun run) {
    running.remove(run);
  }

  /** It ended, or was stopped late, with {@code bytes} received. */
  void end(UnitRun run, long bytes, long nowNanos) {
    running.remove(run);
    String dataNode = run.dataNode();
    if (entries.size() >= MAX_DATA_NODES && !entries.containsKey(dataNode)) {
      return;
    }
    Entry entry = entries.computeIfAbsent(dataNode, name -> new Entry());
    double weight = entry.reads == 0 ? 1 : WEIGHT;
    double seconds = Math.max(1, nowNanos - run.beganNanos()) / 1e9;
    entry.reads++;
    entry.bytes += bytes;
    entry.bytesPerSec += weight * (bytes / seconds - entry.bytesPerSec);
    entry.latencyMillis += weight * (seconds * 1e3 - entry.latencyMillis);
  }

  /**
   * The DataNodes that are read from at this moment, then those with the most reads; at most as
   * many as a report may hold.
   */
  List<DataNodeSample> samples(long nowNanos) {
    Map<String, Long> pending = pendingMillis(nowNanos);
    List<DataNodeSample> samples = new ArrayList<>(entries.size() + pending.size());
    entries.forEach(
        (dataNode, entry) -> samples.add(sample(dataNode, entry, pending.remove(dataNode))));
    pending.forEach((dataNode, millis) -> samples.add(sample(dataNode, Entry.EMPTY, millis)));
    samples.sort(BUSIEST_FIRST);
    return samples.subList(0, Math.min(samples.size(), ReadReport.MAX_DATA_NODES));
  }

  private Map<String, Long> pendingMillis(long nowNanos) {
    Map<String, Long> pending = new HashMap<>();
    for (UnitRun run : running) {
      long millis = TimeUnit.NANOSECONDS.toMillis(nowNanos - run.beganNanos());
      pending.merge(run.dataNode(), Math.max(1, millis), Math::max);
    }
    return pending;
  }

  private static DataNodeSample sample(String dataNode, Entry entry, Long pendingMillis) {
    return new DataNodeSample(
        dataNode,
        entry.reads,
        entry.bytes,
        entry.bytesPerSec,
        entry.latencyMillis,
        pendingMillis == null ? 0 : pendingMillis);
  }
}
