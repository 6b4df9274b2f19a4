package io.github.hadoopaccel.lab.bench.am;

import io.github.hadoopaccel.lab.bench.Estimate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Everything that was measured.
 *
 * @param rpc empty if it was not measured
 * @param faults what failed, and how
 */
record AmResults(
    List<SizeResult> sizes,
    List<HandleTimes> handle,
    Optional<RpcResult> rpc,
    List<String> faults) {
  AmResults {
    sizes = List.copyOf(sizes);
    handle = List.copyOf(handle);
    faults = List.copyOf(faults);
  }

  Optional<SizeResult> of(int attempts) {
    return sizes.stream().filter(each -> each.attempts() == attempts).findFirst();
  }

  Optional<HandleTimes> of(EventKind kind, boolean hook) {
    return handle.stream().filter(each -> each.kind() == kind && each.hook() == hook).findFirst();
  }

  /** What the hook takes for an event beyond what DefaultSpeculator takes, round by round. */
  Optional<double[]> ownMicros(EventKind kind) {
    Optional<List<Double>> with = of(kind, true).map(HandleTimes::medianMicros);
    Optional<List<Double>> without = of(kind, false).map(HandleTimes::medianMicros);
    return with.isEmpty() || without.isEmpty()
        ? Optional.empty()
        : Optional.of(
            IntStream.range(0, with.get().size())
                .mapToDouble(i -> with.get().get(i) - without.get().get(i))
                .toArray());
  }

  /** How a cost grows with the attempts; empty for fewer than three sizes. */
  Optional<Estimate> exponent(ToDoubleFunction<SizeResult> cost) {
    Map<Integer, Double> costs = new TreeMap<>();
    sizes.forEach(each -> costs.put(each.attempts(), cost.applyAsDouble(each)));
    return costs.size() < 3 ? Optional.empty() : Optional.of(PowerLaw.exponent(costs));
  }
}
