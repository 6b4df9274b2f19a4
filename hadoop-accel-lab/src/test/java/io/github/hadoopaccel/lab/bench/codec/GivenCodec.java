package io.github.hadoopaccel.lab.bench.codec;

import io.github.hadoopaccel.lab.bench.codec.CodecCase.Heat;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Memory;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Operation;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Route;
import io.github.hadoopaccel.lab.bench.codec.Coders.Coder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Coders, options and results made up for tests. */
final class GivenCodec {
  private GivenCodec() {}

  /** Three coders of each codec, all there but the native one of XOR. */
  static Coders coders() {
    return new Coders(
        List.of(
            coder("rs", "rs_java", Memory.HEAP),
            coder("rs", "rs_accel", Memory.HEAP),
            coder("rs", "rs_native", Memory.DIRECT),
            coder("xor", "xor_java", Memory.HEAP),
            coder("xor", "xor_accel", Memory.HEAP),
            new Coder("xor", "xor_native", Memory.DIRECT, Optional.of("no library"))),
        Map.of("rs", "rs_native", "xor", "xor_accel"));
  }

  private static Coder coder(String codec, String name, Memory preferred) {
    return new Coder(codec, name, preferred, Optional.empty());
  }

  /** Everything that there is. */
  static CodecOptions options(boolean quick) {
    return options(List.of(Memory.values()), quick);
  }

  /** Everything in this memory. */
  static CodecOptions options(List<Memory> memories, boolean quick) {
    return new CodecOptions(
        coders().all().stream().map(Coder::name).toList(),
        List.of(Policy.values()),
        List.of(Operation.values()),
        List.of(1, 2, 3, 4),
        CodecCase.CELLS,
        List.of(Heat.values()),
        memories,
        quick,
        1,
        5);
  }

  /** A result of three iterations at the same pace. */
  static CodecResult result(CodecCase what, double megabytesPerSec) {
    return new CodecResult(what, Collections.nCopies(3, what.inputBytes() * 1e3 / megabytesPerSec));
  }

  /** A quick run in which Hadoop's coder in Java makes 100 MB/s. */
  static CodecResults results(double accelCold, double accelHot, double called, double reader) {
    List<CodecResult> results = new ArrayList<>();
    for (CodecCase what : CodecPlan.of(options(true), coders())) {
      double pace = 100;
      if (what.route() == Route.READER) {
        pace = reader;
      } else if (what.coder().endsWith("_accel")) {
        pace = what.heat() == Heat.COLD ? accelCold : accelHot;
      } else if (what.coder().endsWith(Coders.NATIVE)) {
        pace = called;
      }
      results.add(result(what, pace));
    }
    return new CodecResults(coders(), results, List.of());
  }
}
