package io.github.hadoopaccel.lab.bench.am;

import io.github.hadoopaccel.lab.bench.am.RpcLoad.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Made-up results of the hook's benchmark. */
final class GivenAm {
  private GivenAm() {}

  static AmOptions options(boolean quick) {
    return new AmOptions(AmOptions.SIZES, Optional.of("quantcast"), 300, 10_000, quick);
  }

  /**
   * Results of all sizes.
   *
   * @param scanMillis at 100,000 attempts, in proportion at fewer
   * @param handleMicros of the hook; DefaultSpeculator takes 1 less
   */
  static AmResults results(
      double scanMillis,
      double bytesPerAttempt,
      double handleMicros,
      double perSec,
      double p99Millis) {
    List<SizeResult> sizes = new ArrayList<>();
    for (int size : AmOptions.SIZES) {
      double scan = scanMillis * size / AmRequirements.ATTEMPTS;
      sizes.add(new SizeResult(size, List.of(scan, scan), bytesPerAttempt * size, 500.0 * size));
    }
    RpcLoad closed = load(Kind.CLOSED, 0, new RpcWindow(2, (long) (2 * perSec), 1, 2, 3));
    RpcLoad paced = load(Kind.PACED, 10_000, new RpcWindow(2, 20_000, 1, p99Millis, 2 * p99Millis));
    return new AmResults(
        sizes,
        List.of(times(true, handleMicros), times(false, handleMicros - 1)),
        Optional.of(new RpcResult(300, List.of(closed, paced))),
        List.of());
  }

  private static RpcLoad load(Kind kind, int perSec, RpcWindow window) {
    return new RpcLoad(kind, 300, perSec, List.of(window, window), 30, 15);
  }

  private static HandleTimes times(boolean hook, double micros) {
    List<Double> rounds = Collections.nCopies(3, micros);
    return new HandleTimes(EventKind.MIXED, hook, rounds, rounds, rounds);
  }
}
