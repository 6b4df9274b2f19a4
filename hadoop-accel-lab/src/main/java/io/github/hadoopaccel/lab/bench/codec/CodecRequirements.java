package io.github.hadoopaccel.lab.bench.codec;

import static io.github.hadoopaccel.lab.bench.Requirement.Direction.AT_LEAST;
import static io.github.hadoopaccel.lab.bench.Requirement.Format.RATIO;

import io.github.hadoopaccel.lab.bench.Bootstrap;
import io.github.hadoopaccel.lab.bench.Requirement;
import io.github.hadoopaccel.lab.bench.Requirement.Measure;
import io.github.hadoopaccel.lab.bench.Requirement.Verdict;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Heat;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Memory;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Operation;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What must hold when 2 units of RS-6-3 are rebuilt in cells of 1 MiB: the coder without native
 * code is that much faster than Hadoop's, and with ISA-L the reading path, by its own choice, is on
 * it and loses little.
 */
final class CodecRequirements {
  private static final Policy POLICY = Policy.RS_6_3;
  private static final String ACCELERATED = "rs_accel";
  private static final String NATIVE = POLICY.codec() + Coders.NATIVE;

  private static final List<Requirement<CodecResults>> ALL = all();

  private CodecRequirements() {}

  /** Evaluates all of them. */
  static List<Verdict> evaluate(CodecResults results, Bootstrap bootstrap) {
    return ALL.stream().map(each -> each.evaluate(results, bootstrap)).toList();
  }

  private static List<Requirement<CodecResults>> all() {
    List<Requirement<CodecResults>> all = new ArrayList<>();
    for (Memory memory : Memory.values()) {
      all.add(overJava(Heat.COLD, memory, 5));
      all.add(overJava(Heat.HOT, memory, 10));
    }
    for (Heat heat : Heat.values()) {
      CodecCase called = judged(NATIVE, heat, Memory.DIRECT);
      all.add(
          row(
              heat.label() + ": reading path over " + NATIVE,
              0.9,
              (results, bootstrap) ->
                  readingPath(results, called)
                      .flatMap(reader -> results.ratio(reader, called, bootstrap))));
    }
    return List.copyOf(all);
  }

  private static Requirement<CodecResults> overJava(Heat heat, Memory memory, double least) {
    return row(
        heat.label() + " " + memory.label() + ": " + ACCELERATED + " over " + POLICY.javaCoder(),
        least,
        (results, bootstrap) ->
            results.ratio(
                judged(ACCELERATED, heat, memory),
                judged(POLICY.javaCoder(), heat, memory),
                bootstrap));
  }

  /** The reading path on the coder that it takes by itself; empty if that is none of these. */
  private static Optional<CodecCase> readingPath(CodecResults results, CodecCase called) {
    String chosen = results.coders().chosen().get(POLICY.codec());
    return results.coders().all().stream()
        .filter(coder -> coder.name().equals(chosen))
        .findFirst()
        .map(coder -> called.with(coder.name(), Route.READER, coder.preferred()));
  }

  private static CodecCase judged(String coder, Heat heat, Memory memory) {
    return new CodecCase(
        coder,
        Route.CODER,
        Operation.DECODE,
        POLICY,
        CodecPlan.JUDGED_ERASURES,
        CodecCase.LARGE_CELL,
        heat,
        memory);
  }

  private static Requirement<CodecResults> row(
      String text, double least, Measure<CodecResults> measure) {
    return new Requirement<>(text, AT_LEAST, least, OptionalDouble.empty(), RATIO, measure);
  }
}
