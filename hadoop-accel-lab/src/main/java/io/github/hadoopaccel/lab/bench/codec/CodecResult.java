package io.github.hadoopaccel.lab.bench.codec;

import io.github.hadoopaccel.lab.bench.Bootstrap;
import java.util.List;

/**
 * What was measured of a case.
 *
 * @param nanosPerCall the mean of each iteration, of all forks
 */
record CodecResult(CodecCase what, List<Double> nanosPerCall) {
  CodecResult {
    nanosPerCall = List.copyOf(nanosPerCall);
  }

  /** Input bytes over time, of each iteration. */
  double[] megabytesPerSec() {
    return nanosPerCall.stream().mapToDouble(nanos -> what.inputBytes() * 1e3 / nanos).toArray();
  }

  double medianMegabytesPerSec() {
    return Bootstrap.median(megabytesPerSec());
  }
}
