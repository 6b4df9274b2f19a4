package io.github.hadoopaccel.lab.bench.read;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * All results of a benchmark.
 *
 * @param limitMegabytesPerSec of bare loopback connections, one for each round; empty if it was not
 *     measured
 * @param faults what was wrong with reads, one line each
 */
record Results(List<Result> all, List<Double> limitMegabytesPerSec, List<String> faults) {
  Results {
    all = List.copyOf(all);
    limitMegabytesPerSec = List.copyOf(limitMegabytesPerSec);
    faults = List.copyOf(faults);
  }

  /** The result of one reader, if it was measured. */
  Optional<Result> find(Scenario scenario, ReaderKind reader, Api api) {
    return all.stream()
        .filter(r -> r.scenario() == scenario && r.reader() == reader && r.api() == api)
        .findFirst();
  }

  /**
   * A figure over that of the stock reader, round by round; empty without rounds that have both.
   */
  Optional<double[]> pairsWithStock(Result result, ToDoubleFunction<Sample> figure) {
    return find(result.scenario(), ReaderKind.STOCK, result.api())
        .map(
            stock ->
                result.pairs(
                    stock,
                    (ours, theirs) -> figure.applyAsDouble(ours) / figure.applyAsDouble(theirs)))
        .filter(pairs -> pairs.length > 0);
  }
}
