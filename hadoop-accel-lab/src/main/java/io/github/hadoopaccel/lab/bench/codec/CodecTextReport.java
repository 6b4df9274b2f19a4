package io.github.hadoopaccel.lab.bench.codec;

import io.github.hadoopaccel.lab.bench.Bootstrap;
import io.github.hadoopaccel.lab.bench.Estimate;
import io.github.hadoopaccel.lab.bench.Requirement.Answer;
import io.github.hadoopaccel.lab.bench.Requirement.Verdict;
import io.github.hadoopaccel.lab.bench.Table;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Memory;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Operation;
import io.github.hadoopaccel.lab.bench.codec.CodecCase.Route;
import io.github.hadoopaccel.lab.bench.codec.Coders.Coder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The results for people: tables with a column for each coder, then what must hold. */
final class CodecTextReport {
  private static final String NOTHING = "-";

  private static final String LEGEND =
      """

      MB/s: the median, of the k units that are read; ±: half of its 95 % interval, none with one
      measurement. hot: one stripe again and again; cold: 16 stripes of 1 MiB cells in turn. heap,
      direct: the memory of all units; a native coder copies what is on the heap. x itself: the
      reading path's decoder over the coder called directly, in the memory that it likes best.
      """;

  private final CodecResults results;
  private final Bootstrap bootstrap;

  /** A report of {@code results}. */
  CodecTextReport(CodecResults results, Bootstrap bootstrap) {
    this.results = results;
    this.bootstrap = bootstrap;
  }

  /** The report. */
  String render(boolean markdown) {
    String heading = markdown ? "\n### " : "\n";
    StringBuilder text = new StringBuilder();
    for (Policy policy : Policy.values()) {
      for (Operation operation : Operation.values()) {
        List<CodecCase> direct = cases(policy, operation, Route.CODER);
        if (!direct.isEmpty()) {
          text.append(heading).append(policy.label()).append(' ').append(operation.label());
          text.append(", MB/s of input\n\n").append(coders(policy, direct).render(markdown));
        }
      }
      List<CodecCase> reader = cases(policy, Operation.DECODE, Route.READER);
      if (!reader.isEmpty()) {
        text.append(heading).append(policy.label());
        text.append(" decode by the reading path, MB/s of input and over the coder itself\n\n");
        text.append(reader(policy, reader).render(markdown));
      }
    }
    text.append(LEGEND);
    text.append(heading).append("coders\n\n").append(coders().render(markdown));
    text.append(heading).append("what must hold when 2 units of RS-6-3 are rebuilt, ");
    text.append("cells of 1 MiB\n\n");
    text.append(verdicts(CodecRequirements.evaluate(results, bootstrap)).render(markdown));
    results.faults().forEach(fault -> text.append("\nFAULT: ").append(fault).append('\n'));
    return text.toString();
  }

  private List<CodecCase> cases(Policy policy, Operation operation, Route route) {
    return results.all().stream()
        .map(CodecResult::what)
        .filter(each -> each.policy() == policy && each.operation() == operation)
        .filter(each -> each.route() == route)
        .toList();
  }

  /** The coders that were timed, in their order. */
  private List<Coder> timed(Policy policy, Predicate<Coder> isTimed) {
    return results.coders().all().stream()
        .filter(coder -> coder.codec().equals(policy.codec()) && isTimed.test(coder))
        .toList();
  }

  private Table coders(Policy policy, List<CodecCase> cases) {
    List<Coder> coders = timed(policy, coder -> isAmong(cases, coder));
    List<String> headings = new ArrayList<>(List.of("erased", "cell", "heat", "memory"));
    for (Coder coder : coders) {
      headings.add(coder.name());
      if (!coder.name().equals(policy.javaCoder())) {
        headings.add("x " + policy.javaCoder());
      }
    }
    Table table = new Table(4, headings.toArray(String[]::new));
    Set<CodecCase> rows = new LinkedHashSet<>();
    cases.forEach(each -> rows.add(each.with(policy.javaCoder(), Route.CODER, each.memory())));
    for (CodecCase java : rows) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  java.erasures() == 0 ? NOTHING : String.valueOf(java.erasures()),
                  CodecCase.cellLabel(java.cellBytes()),
                  java.heat().label(),
                  java.memory().label()));
      for (Coder coder : coders) {
        CodecCase own = java.with(coder.name(), Route.CODER, java.memory());
        row.add(throughput(own));
        if (!own.equals(java)) {
          row.add(ratio(own, java));
        }
      }
      table.add(row.toArray(String[]::new));
    }
    return table;
  }

  private Table reader(Policy policy, List<CodecCase> cases) {
    List<Coder> coders = timed(policy, coder -> isAmong(cases, coder));
    List<String> headings = new ArrayList<>(List.of("erased", "cell", "heat"));
    for (Coder coder : coders) {
      headings.add("on " + coder.name() + ", " + coder.preferred().label());
      headings.add("x itself");
    }
    Table table = new Table(3, headings.toArray(String[]::new));
    Set<CodecCase> rows = new LinkedHashSet<>();
    cases.forEach(each -> rows.add(each.with(policy.javaCoder(), Route.READER, Memory.HEAP)));
    for (CodecCase any : rows) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  String.valueOf(any.erasures()),
                  CodecCase.cellLabel(any.cellBytes()),
                  any.heat().label()));
      for (Coder coder : coders) {
        CodecCase own = any.with(coder.name(), Route.READER, coder.preferred());
        row.add(throughput(own));
        row.add(ratio(own, own.with(coder.name(), Route.CODER, coder.preferred())));
      }
      table.add(row.toArray(String[]::new));
    }
    return table;
  }

  private static boolean isAmong(List<CodecCase> cases, Coder coder) {
    return cases.stream().anyMatch(each -> each.coder().equals(coder.name()));
  }

  /** The median and half of its interval. */
  private String throughput(CodecCase what) {
    return results
        .find(what)
        .map(
            result -> {
              Estimate estimate = bootstrap.ofMedian(result.megabytesPerSec());
              return String.format(
                  Locale.ROOT,
                  "%.0f ±%.0f %%",
                  estimate.value(),
                  50 * (estimate.high() - estimate.low()) / estimate.value());
            })
        .orElse(NOTHING);
  }

  private String ratio(CodecCase what, CodecCase to) {
    return results
        .ratio(what, to, bootstrap)
        .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio.value()))
        .orElse(NOTHING);
  }

  private Table coders() {
    Table table = new Table(4, "codec", "coder", "available", "reading path");
    for (Coder coder : results.coders().all()) {
      boolean chosen = coder.name().equals(results.coders().chosen().get(coder.codec()));
      table.add(
          coder.codec(),
          coder.name(),
          coder.problem().map(problem -> "no: " + problem).orElse("yes"),
          chosen ? "takes it" : "");
    }
    return table;
  }

  private static Table verdicts(List<Verdict> verdicts) {
    Table table = new Table(2, "figure", "required", "measured", "interval", "holds");
    for (Verdict verdict : verdicts) {
      Optional<String> measured = verdict.measuredText();
      table.add(
          verdict.requirement().text(),
          verdict.requirement().required(),
          measured.orElse(NOTHING),
          verdict.intervalText().orElse(NOTHING),
          verdict.answer() == Answer.NOT_MEASURED ? "not run" : verdict.answer().label());
    }
    return table;
  }
}
