package io.github.hadoopaccel.lab.bench.am;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.metrics2.AbstractMetric;
import org.apache.hadoop.metrics2.MetricsSource;
import org.apache.hadoop.metrics2.impl.MetricsCollectorImpl;
import org.apache.hadoop.metrics2.impl.MetricsRecordImpl;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;

/**
 * How long the scans of the hook of this JVM take: by its metrics, the source {@value #SOURCE}, or,
 * for a hook that does not publish them, by the CPU time of its thread {@value #THREAD}, which is
 * less by whatever the scan waits for. For one thread.
 */
final class ScanTimes {
  static final String SOURCE = "HadoopAccel";
  static final String SCANS = "Scans";
  static final String LAST_SCAN_MICROS = "LastScanMicros";
  static final String THREAD = "accel-straggler-watch";

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

  /** Of the hook that runs now. */
  static ScanTimes ofRunningHook() {
    Optional<MetricsSource> source = source();
    return source.isPresent() && new Metrics(source.get()).known()
        ? new ScanTimes(new Metrics(source.get()))
        : new ScanTimes(new CpuTime(threadId()));
  }

  /** Whether the hook publishes the times itself. */
  static boolean published() {
    return source().filter(source -> new Metrics(source).known()).isPresent();
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

  private static Optional<MetricsSource> source() {
    return Optional.ofNullable(DefaultMetricsSystem.instance().getSource(SOURCE));
  }

  private static long threadId() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith(THREAD)) {
        return thread.getThreadId();
      }
    }
    throw new IllegalStateException("the hook has no thread that scans");
  }

  /** By the gauges of a source. */
  static final class Metrics implements Probe {
    private final MetricsSource source;
    private long seen;

    Metrics(MetricsSource source) {
      this.source = source;
      this.seen = value(SCANS).orElse(0);
    }

    boolean known() {
      return value(SCANS).isPresent() && value(LAST_SCAN_MICROS).isPresent();
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

  /** By what a thread has worked between two waits for its next tick. */
  static final class CpuTime implements Probe {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long id;
    private long atRestNanos = -1;

    CpuTime(long id) {
      this.id = id;
    }

    @Override
    public OptionalLong freshNanos() {
      ThreadInfo thread = threads.getThreadInfo(id);
      long cpuNanos = threads.getThreadCpuTime(id);
      boolean waits = thread != null && thread.getThreadState() == Thread.State.TIMED_WAITING;
      if (!waits || cpuNanos == atRestNanos) {
        return OptionalLong.empty();
      }
      long before = atRestNanos;
      atRestNanos = cpuNanos;
      return before < 0 ? OptionalLong.empty() : OptionalLong.of(cpuNanos - before);
    }
  }
}
