package io.github.hadoopaccel.lab.bench.am;

import java.util.List;
import java.util.Optional;

/**
 * What a benchmark of the hook is to do.
 *
 * @param sizes numbers of running attempts, ascending
 * @param policy of the hook; empty for its default
 * @param connections of the reporting tasks
 * @param perSec rate of the paced reports
 * @param quick whether to measure for a short time only
 */
record AmOptions(
    List<Integer> sizes, Optional<String> policy, int connections, int perSec, boolean quick) {
  /** The sizes there are. */
  static final List<Integer> SIZES = List.of(1000, 3000, 10_000, 30_000, 100_000);

  AmOptions {
    sizes = List.copyOf(sizes);
  }

  /** The most attempts of all. */
  int largest() {
    return sizes.get(sizes.size() - 1);
  }

  /** Scans to be timed at each size. */
  int scans() {
    return quick ? 7 : 21;
  }

  /** Rounds in which events are timed. */
  int handleRounds() {
    return quick ? 5 : 11;
  }

  /** Spans of time of which reports are counted, for each way to send them. */
  int windows() {
    return quick ? 4 : 8;
  }

  /** Their length. */
  double windowSeconds() {
    return quick ? 2 : 4;
  }
}
