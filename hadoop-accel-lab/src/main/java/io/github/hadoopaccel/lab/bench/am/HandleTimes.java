package io.github.hadoopaccel.lab.bench.am;

import java.util.List;

/**
 * How long a speculator takes for an event; each list has one figure of each round.
 *
 * @param hook whether it is AccelSpeculator; else DefaultSpeculator alone
 * @param medianMicros of calls timed one by one, the clock's own time included
 * @param p99Micros of these
 * @param meanMicros of calls timed in batches
 */
record HandleTimes(
    EventKind kind,
    boolean hook,
    List<Double> medianMicros,
    List<Double> p99Micros,
    List<Double> meanMicros) {
  HandleTimes {
    medianMicros = List.copyOf(medianMicros);
    p99Micros = List.copyOf(p99Micros);
    meanMicros = List.copyOf(meanMicros);
  }

  String speculator() {
    return hook ? "AccelSpeculator" : "DefaultSpeculator";
  }
}
