package io.github.hadoopaccel.lab.bench.am;

import org.HdrHistogram.Histogram;

/**
 * The reports of a span of time.
 *
 * @param seconds its length
 * @param reports how many were answered, or due, in it
 */
record RpcWindow(
    double seconds, long reports, double p50Millis, double p99Millis, double maxMillis) {

  /** What a histogram of nanoseconds says. */
  static RpcWindow of(double seconds, Histogram nanos) {
    return new RpcWindow(
        seconds,
        nanos.getTotalCount(),
        nanos.getValueAtPercentile(50) / 1e6,
        nanos.getValueAtPercentile(99) / 1e6,
        nanos.getMaxValue() / 1e6);
  }

  double reportsPerSec() {
    return reports / seconds;
  }

  /** A line that {@link #parse} reads. */
  String line() {
    return seconds + " " + reports + " " + p50Millis + " " + p99Millis + " " + maxMillis;
  }

  /** Reads a line. */
  static RpcWindow parse(String line) {
    String[] fields = line.trim().split(" ");
    return new RpcWindow(
        Double.parseDouble(fields[0]),
        Long.parseLong(fields[1]),
        Double.parseDouble(fields[2]),
        Double.parseDouble(fields[3]),
        Double.parseDouble(fields[4]));
  }
}
