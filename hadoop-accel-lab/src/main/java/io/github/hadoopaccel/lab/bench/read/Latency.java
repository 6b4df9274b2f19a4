package io.github.hadoopaccel.lab.bench.read;

import io.github.hadoopaccel.lab.bench.Named;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * How long calls took, in milliseconds.
 *
 * @param calls how many, unfinished ones included with the time they had taken so far
 */
record Latency(
    long calls,
    double p50Millis,
    double p90Millis,
    double p99Millis,
    double p999Millis,
    double maxMillis) {

  /** What a histogram of nanoseconds says. */
  static Latency of(Histogram nanos) {
    return new Latency(
        nanos.getTotalCount(),
        nanos.getValueAtPercentile(50) / 1e6,
        nanos.getValueAtPercentile(90) / 1e6,
        nanos.getValueAtPercentile(99) / 1e6,
        nanos.getValueAtPercentile(99.9) / 1e6,
        nanos.getMaxValue() / 1e6);
  }

  /** The figures that are compared with those of the stock reader. */
  enum Quantile implements Named {
    P50("p50", Latency::p50Millis),
    P90("p90", Latency::p90Millis),
    P99("p99", Latency::p99Millis),
    P999("p99.9", Latency::p999Millis),
    MAX("max", Latency::maxMillis);

    private final String label;
    private final ToDoubleFunction<Latency> millis;

    Quantile(String label, ToDoubleFunction<Latency> millis) {
      this.label = label;
      this.millis = millis;
    }

    @Override
    public String label() {
      return label;
    }

    double millis(Latency latency) {
      return millis.applyAsDouble(latency);
    }
  }
}
