package io.github.hadoopaccel.lab.bench.read;

import io.github.hadoopaccel.lab.bench.Bootstrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * Everything that one reader did by one API in one scenario.
 *
 * @param samples in the order of their rounds, at least one
 * @param latency of the calls of all samples together
 */
record Result(
    Scenario scenario, ReaderKind reader, Api api, List<Sample> samples, Latency latency) {
  Result {
    samples = List.copyOf(samples);
  }

  /** A figure of each sample. */
  double[] each(ToDoubleFunction<Sample> figure) {
    return samples.stream().mapToDouble(figure).toArray();
  }

  double medianMegabytesPerSec() {
    return Bootstrap.median(each(Sample::megabytesPerSec));
  }

  double medianCpuSecondsPerGigabyte() {
    return Bootstrap.median(each(Sample::cpuSecondsPerGigabyte));
  }

  boolean capped() {
    return samples.stream().anyMatch(Sample::capped);
  }

  long usefulBytes() {
    return samples.stream().mapToLong(Sample::usefulBytes).sum();
  }

  /** What the DataNodes sent beyond the useful bytes, as a fraction of these; NaN without any. */
  double sentExtraFraction() {
    long sent = samples.stream().mapToLong(Sample::sentBytes).sum();
    return extra(sent);
  }

  /** The same as the reader's own statistics see it; empty if it keeps none, or read nothing. */
  Optional<Double> receivedExtraFraction() {
    if (usefulBytes() == 0 || samples.stream().anyMatch(sample -> sample.receivedBytes() < 0)) {
      return Optional.empty();
    }
    return Optional.of(extra(samples.stream().mapToLong(Sample::receivedBytes).sum()));
  }

  private double extra(long bytes) {
    return (double) (bytes - usefulBytes()) / usefulBytes();
  }

  /** A comparison with the sample of the same round of {@code other}, for each round of both. */
  double[] pairs(Result other, ToDoubleBiFunction<Sample, Sample> comparison) {
    List<Double> pairs = new ArrayList<>();
    for (Sample sample : samples) {
      for (Sample partner : other.samples) {
        if (partner.round() == sample.round()) {
          pairs.add(comparison.applyAsDouble(sample, partner));
        }
      }
    }
    return pairs.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
