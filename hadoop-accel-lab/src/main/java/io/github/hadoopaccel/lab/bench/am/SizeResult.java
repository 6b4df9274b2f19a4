package io.github.hadoopaccel.lab.bench.am;

import io.github.hadoopaccel.lab.bench.Bootstrap;
import java.util.List;

/**
 * What a number of running attempts costs.
 *
 * @param scanMillis the time of each scan
 * @param hookBytes live heap of the hook, without that of the job that stands in for Hadoop's
 * @param jobBytes live heap of the latter
 */
record SizeResult(int attempts, List<Double> scanMillis, double hookBytes, double jobBytes) {
  SizeResult {
    scanMillis = List.copyOf(scanMillis);
  }

  double[] scans() {
    return scanMillis.stream().mapToDouble(Double::doubleValue).toArray();
  }

  double medianScanMillis() {
    return Bootstrap.median(scans());
  }

  double bytesPerAttempt() {
    return hookBytes / attempts;
  }
}
