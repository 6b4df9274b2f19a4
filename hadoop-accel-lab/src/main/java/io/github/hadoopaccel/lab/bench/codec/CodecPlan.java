package io.github.hadoopaccel.lab.bench.codec;

import io.github.hadoopaccel.lab.bench.codec.CodecCase.Heat;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Memory;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Operation;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Route;
import io.github.hadoopaccel.lab.bench.codec.Coders.Coder;
import java.util.ArrayList;
import java.util.List;

/**
 * The cases of a run. Those that are compared stand side by side, so that they share what else the
 * machine is doing.
 */
final class CodecPlan {
  /** The decode that is judged. */
  static final int JUDGED_ERASURES = 2;

  private final CodecOptions options;
  private final Coders coders;

  private CodecPlan(CodecOptions options, Coders coders) {
    this.options = options;
    this.coders = coders;
  }

  /** The cases that {@code options} ask for and that this machine has coders for. */
  static List<CodecCase> of(CodecOptions options, Coders coders) {
    return new CodecPlan(options, coders).cases();
  }

  private List<CodecCase> cases() {
    List<CodecCase> cases = new ArrayList<>();
    for (Policy policy : options.policies()) {
      for (Operation operation : options.operations()) {
        for (int erasures : erasures(policy, operation)) {
          for (int cell : options.cells()) {
            for (Heat heat : heats(cell)) {
              add(cases, policy, operation, erasures, cell, heat);
            }
          }
        }
      }
    }
    return options.quick() ? cases.stream().filter(CodecPlan::isTelling).toList() : cases;
  }

  private List<Integer> erasures(Policy policy, Operation operation) {
    return operation == Operation.ENCODE
        ? List.of(0)
        : options.erasures().stream().filter(count -> count <= policy.parityUnits()).toList();
  }

  private List<Heat> heats(int cell) {
    return options.heats().stream()
        .filter(heat -> heat == Heat.HOT || cell == CodecCase.LARGE_CELL)
        .toList();
  }

  private void add(
      List<CodecCase> cases,
      Policy policy,
      Operation operation,
      int erasures,
      int cell,
      Heat heat) {
    List<Coder> own =
        coders.all().stream()
            .filter(coder -> coder.codec().equals(policy.codec()) && coder.isAvailable())
            .filter(coder -> options.coders().contains(coder.name()))
            .toList();
    for (Memory memory : options.memories()) {
      for (Coder coder : own) {
        cases.add(
            new CodecCase(
                coder.name(), Route.CODER, operation, policy, erasures, cell, heat, memory));
      }
    }
    if (operation == Operation.DECODE && cell == CodecCase.LARGE_CELL) {
      // Backwards: the native coder has just been called directly, in the memory it likes best.
      for (int i = own.size() - 1; i >= 0; i--) {
        Coder coder = own.get(i);
        if (options.memories().contains(coder.preferred())) {
          cases.add(
              new CodecCase(
                  coder.name(),
                  Route.READER,
                  operation,
                  policy,
                  erasures,
                  cell,
                  heat,
                  coder.preferred()));
        }
      }
    }
  }

  /** The decode that is judged, and one more of each kind. */
  private static boolean isTelling(CodecCase each) {
    if (each.cellBytes() != CodecCase.LARGE_CELL) {
      return false;
    }
    boolean isJava = each.coder().equals(each.policy().javaCoder());
    boolean isColdHeap =
        each.route() == Route.CODER && each.heat() == Heat.COLD && each.memory() == Memory.HEAP;
    return switch (each.policy()) {
      case RS_6_3 ->
          each.operation() == Operation.ENCODE
              ? isColdHeap
              : each.erasures() == JUDGED_ERASURES && !(isJava && each.route() == Route.READER);
      case XOR_2_1 -> each.operation() == Operation.DECODE && isColdHeap;
      default -> false;
    };
  }
}
