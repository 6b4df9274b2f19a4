package io.github.hadoopaccel.lab.bench.am;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long reports took, by the span of time in which they belong. Thread-safe. */
final class Recorder {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final int DIGITS = 3;

  private final long startNanos;
  private final long windowNanos;
  private final List<Histogram> histograms = new ArrayList<>();

  /** Of spans one after the other. */
  Recorder(long startNanos, double windowSeconds, int windows) {
    this.startNanos = startNanos;
    this.windowNanos = (long) (windowSeconds * 1e9);
    for (int i = 0; i < windows; i++) {
      histograms.add(new ConcurrentHistogram(LONGEST_NANOS, DIGITS));
    }
  }

  /** When the first span begins. */
  long startNanos() {
    return startNanos;
  }

  /** When the last span ends. */
  long endNanos() {
    return startNanos + histograms.size() * windowNanos;
  }

  /** Notes a report; one that belongs in no span is left out. */
  void record(long whenNanos, long nanos) {
    long window = Math.floorDiv(whenNanos - startNanos, windowNanos);
    if (window >= 0 && window < histograms.size()) {
      histograms.get((int) window).recordValue(Math.min(LONGEST_NANOS, Math.max(0, nanos)));
    }
  }

  /** What was noted. */
  List<RpcWindow> windows() {
    return histograms.stream().map(each -> RpcWindow.of(windowNanos / 1e9, each)).toList();
  }
}
