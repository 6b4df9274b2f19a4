package io.github.hadoopaccel.lab.bench.am;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.metrics2.AbstractMetric;
import org.apache.hadoop.metrics2.MetricsSource;
import org.apache.hadoop.metrics2.impl.MetricsCollectorImpl;
import org.apache.hadoop.metrics2.impl.MetricsRecordImpl;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;

/**
 * How long the scans of the hook of this JVM take: by its metrics, the source {@value #SOURCE}. For
 * one thread.
 */
final class ScanTimes {
  static final String SOURCE = "AccelStraggler";
  static final String SCANS = "Scans";
  static final String LAST_SCAN_MICROS = "LastScanMicros";

  private static final Duration POLL = Duration.ofMillis(4);

  private final Probe probe;

  /** One look. */
  @FunctionalInterface
  interface Probe {
    /** The time of the latest scan that no look has seen before, in nanoseconds. */
    OptionalLong freshNanos();
  }

  ScanTimes(Probe probe) {
    this.probe = probe;
  }

  /**
   * Of the hook that runs now.
   *
   * @throws IllegalStateException if none does
   */
  static ScanTimes ofRunningHook() {
    MetricsSource source = DefaultMetricsSystem.instance().getSource(SOURCE);
    if (source == null) {
      throw new IllegalStateException("no hook publishes metrics as source " + SOURCE);
    }
    return new ScanTimes(new Metrics(source));
  }

  /**
   * Waits for scans.
   *
   * @param skipped how many to leave out first
   * @param patience how long each may be in coming
   * @return their times in milliseconds
   * @throws IOException if one does not come
   */
  List<Double> next(int skipped, int count, Duration patience)
      throws IOException, InterruptedException {
    List<Double> millis = new ArrayList<>();
    int seen = 0;
    long deadline = System.nanoTime() + patience.toNanos();
    while (millis.size() < count) {
      OptionalLong fresh = probe.freshNanos();
      if (fresh.isPresent()) {
        deadline = System.nanoTime() + patience.toNanos();
        if (seen++ >= skipped) {
          millis.add(fresh.getAsLong() / 1e6);
        }
      } else if (System.nanoTime() > deadline) {
        throw new IOException("no scan within " + patience.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    }
    return millis;
  }

  /** By the gauges of a source. */
  static final class Metrics implements Probe {
    private final MetricsSource source;
    private long seen;

    Metrics(MetricsSource source) {
      this.source = source;
      this.seen = value(SCANS).orElse(0);
    }

    @Override
    public OptionalLong freshNanos() {
      long scans = value(SCANS).orElse(seen);
      OptionalLong micros = value(LAST_SCAN_MICROS);
      if (scans == seen || micros.isEmpty()) {
        return OptionalLong.empty();
      }
      seen = scans;
      return OptionalLong.of(TimeUnit.MICROSECONDS.toNanos(micros.getAsLong()));
    }

    private OptionalLong value(String name) {
      MetricsCollectorImpl collector = new MetricsCollectorImpl();
      source.getMetrics(collector, true);
      for (MetricsRecordImpl record : collector.getRecords()) {
        for (AbstractMetric metric : record.metrics()) {
          if (metric.name().equals(name)) {
            return OptionalLong.of(metric.value().longValue());
          }
        }
      }
      return OptionalLong.empty();
    }
  }
}
