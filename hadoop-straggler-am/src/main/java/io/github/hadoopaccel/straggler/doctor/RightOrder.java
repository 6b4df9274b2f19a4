package io.github.hadoopaccel.straggler.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The order of a codec's coders that remedies name, as {@code conf/core-site.xml} has it. For
 * {@code rs}, ISA-L where it loads, this jar's coder where not, Hadoop's as the last resort. For
 * {@code xor} this jar's first: Hadoop's native XOR is slower.
 */
final class RightOrder {
  /** Two coders within this ratio count as equal: what a busy machine adds to a short timing. */
  static final double WORTH_CHANGING = 1.5;

  private static final Map<String, List<String>> ORDERS =
      Map.of(
          "rs", List.of("rs_native", "rs_accel", "rs_java"),
          "xor", List.of("xor_accel", "xor_native", "xor_java"));

  private RightOrder() {}

  /** The order where nothing was timed; of another codec than ours, Hadoop's Java coder. */
  static List<String> of(String codec) {
    return ORDERS.getOrDefault(codec, List.of(codec + "_java"));
  }

  /**
   * The same without what cannot be used. Where the fastest coder of this machine is not the first
   * one of it that is available, the order by speed, with those that are not available at the end.
   */
  static List<String> of(String codec, List<CoderTiming> timings) {
    List<String> right = new ArrayList<>(of(codec));
    timings.stream().filter(each -> !each.usable()).map(CoderTiming::coder).forEach(right::remove);
    List<CoderTiming> bySpeed =
        timings.stream()
            .filter(CoderTiming::usable)
            .sorted(Comparator.comparingDouble(CoderTiming::megabytesPerSec).reversed())
            .toList();
    Optional<CoderTiming> first =
        right.stream()
            .flatMap(name -> bySpeed.stream().filter(each -> each.coder().equals(name)))
            .filter(CoderTiming::available)
            .findFirst();
    boolean byOurs =
        bySpeed.stream().noneMatch(CoderTiming::available)
            || first.isPresent() && !bySpeed.get(0).isFasterThan(first.get());
    return byOurs ? List.copyOf(right) : bySpeed.stream().map(CoderTiming::coder).toList();
  }
}
