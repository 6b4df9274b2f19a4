package io.github.hadoopaccel.lab.bench.read;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a read benchmark is to do.
 *
 * @param pairs measured rounds
 * @param fileBytes length of the file
 * @param blockBytes length of an internal block; a block group has six of data
 * @param reads positioned reads of a sample; a tenth as many vectored ones, at least 2
 * @param cap after which a sample is ended
 * @param workMillisPerMegabyte what the working consumer takes for each 1,000,000 bytes
 * @param seed of content, offsets, stalls and intervals
 * @param definitions further settings of the accelerated readers
 */
record BenchOptions(
    List<Scenario> scenarios,
    List<ReaderKind> readers,
    List<Api> apis,
    int pairs,
    long fileBytes,
    long blockBytes,
    int reads,
    Duration cap,
    double workMillisPerMegabyte,
    long seed,
    Map<String, String> definitions) {
  BenchOptions {
    scenarios = List.copyOf(scenarios);
    readers = List.copyOf(readers);
    apis = List.copyOf(apis);
    definitions = Map.copyOf(definitions);
  }

  /** Vectored calls of a sample. */
  int vectoredCalls() {
    return Math.max(2, reads / 10);
  }

  /** Bytes that the working consumer reads. */
  long workingBytes() {
    return Math.max(1, fileBytes / 4);
  }
}
