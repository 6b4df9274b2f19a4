package io.github.hadoopaccel.read.metrics;

import io.github.hadoopaccel.read.signal.DataNodeSample;
import io.github.hadoopaccel.read.signal.ReadReport;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Latency and bandwidth of each DataNode as this task saw them (S0-04), smoothed with weight one
 * half for the newest read. Bounded: beyond {@link #MAX_DATA_NODES} new DataNodes are not followed.
 * Not thread-safe; the owner guards it.
 */
final class DataNodeLog {
  private static final int MAX_DATA_NODES = 10_000;
  private static final double WEIGHT = 0.5;

  private final Map<String, Entry> entries = new HashMap<>();

  private static final class Entry {
    long reads;
    long bytes;
    double bytesPerSec;
    double latencyMillis;
  }

  void add(String dataNode, long bytes, long nanos) {
    boolean full = entries.size() >= MAX_DATA_NODES;
    if (dataNode == null || full && !entries.containsKey(dataNode)) {
      return;
    }
    Entry entry = entries.computeIfAbsent(dataNode, name -> new Entry());
    double weight = entry.reads == 0 ? 1 : WEIGHT;
    double seconds = Math.max(1, nanos) / 1e9;
    entry.reads++;
    entry.bytes += bytes;
    entry.bytesPerSec += weight * (bytes / seconds - entry.bytesPerSec);
    entry.latencyMillis += weight * (seconds * 1e3 - entry.latencyMillis);
  }

  /** The DataNodes with the most reads, at most as many as a report may hold. */
  List<DataNodeSample> samples() {
    return entries.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, Entry> each) -> each.getValue().reads)
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .limit(ReadReport.MAX_DATA_NODES)
        .map(each -> sample(each.getKey(), each.getValue()))
        .toList();
  }

  private static DataNodeSample sample(String dataNode, Entry entry) {
    return new DataNodeSample(
        dataNode, entry.reads, entry.bytes, entry.bytesPerSec, entry.latencyMillis, 0);
  }
}
