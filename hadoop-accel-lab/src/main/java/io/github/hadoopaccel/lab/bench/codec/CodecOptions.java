package io.github.hadoopaccel.lab.bench.codec;

import io.github.hadoopaccel.lab.bench.codec.CodecCase.Heat;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Memory;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Operation;
import java.util.List;

/**
 * What a benchmark of the coders is to do: the cases that have one of each of these.
 *
 * @param erasures numbers of them; encoding, which has none, is not asked
 * @param quick whether to take only the few that tell most
 * @param forks JVMs for each case
 * @param iterations measurements in each of them
 */
record CodecOptions(
    List<String> coders,
    List<Policy> policies,
    List<Operation> operations,
    List<Integer> erasures,
    List<Integer> cells,
    List<Heat> heats,
    List<Memory> memories,
    boolean quick,
    int forks,
    int iterations) {
  CodecOptions {
    coders = List.copyOf(coders);
    policies = List.copyOf(policies);
    operations = List.copyOf(operations);
    erasures = List.copyOf(erasures);
    cells = List.copyOf(cells);
    heats = List.copyOf(heats);
    memories = List.copyOf(memories);
  }
}
