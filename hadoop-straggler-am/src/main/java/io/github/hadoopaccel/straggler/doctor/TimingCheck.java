package io.github.hadoopaccel.straggler.doctor;

import io.github.hadoopaccel.straggler.doctor.CoderFacts.Choice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether the coders in use are about as fast as the fastest, and every one right. Used for one
 * codec.
 */
final class TimingCheck {
  static final String ID = "coder-speed";

  private final CoderFacts facts;
  private final List<CoderTiming> timings;

  private TimingCheck(CoderFacts facts, List<CoderTiming> timings) {
    this.facts = facts;
    this.timings = timings;
  }

  /** What the timings of a codec's coders say. */
  static List<Finding> findings(CoderFacts facts, List<CoderTiming> timings) {
    Map<String, Object> speeds = new LinkedHashMap<>();
    timings.stream()
        .filter(CoderTiming::available)
        .forEach(each -> speeds.put(each.coder(), Math.round(each.megabytesPerSec())));
    return new TimingCheck(facts, timings)
        .findings().stream()
            .map(
                each ->
                    each.with("codec", facts.codec())
                        .with("used", String.valueOf(facts.stock().coder()))
                        .with("streams", String.valueOf(facts.streams().coder()))
                        .with("megabytesPerSec", speeds))
            .toList();
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (CoderTiming each : timings) {
      if (each.end() == CoderTiming.End.THREW) {
        findings.add(threw(each));
      }
    }
    if (findings.stream().noneMatch(each -> each.severity() == Severity.ERROR)) {
      findings.add(speed());
    }
    return findings;
  }

  private Finding threw(CoderTiming coder) {
    boolean used = facts.stock().is(coder.coder()) || facts.streams().is(coder.coder());
    return Finding.of(
        ID,
        used ? Severity.ERROR : Severity.NOTE,
        sentence(
            coder.coder()
                + (used ? ", which is in use," : "")
                + " is not usable: it throws while it decodes ("
                + coder.failure()
                + "). Keep it out of the order. "
                + table()),
        remedies());
  }

  private Finding speed() {
    String wrong =
        timings.stream()
            .filter(each -> each.end() == CoderTiming.End.WRONG_BYTES)
            .map(CoderTiming::coder)
            .collect(Collectors.joining(", "));
    if (!wrong.isEmpty()) {
      return Finding.error(
          ID, sentence(wrong + " rebuilt wrong bytes. Take it out of the order."), remedies());
    }
    Optional<CoderTiming> fastest =
        timings.stream()
            .filter(CoderTiming::available)
            .max(Comparator.comparingDouble(CoderTiming::megabytesPerSec));
    return fastest
        .map(this::against)
        .orElseGet(() -> Finding.error(ID, sentence("no coder could be timed. " + table())));
  }

  /** Slow accelerated streams are what matters most; of the others the order has been judged. */
  private Finding against(CoderTiming fastest) {
    Optional<CoderTiming> slowStock = slower(facts.stock(), fastest);
    Optional<CoderTiming> slowStreams = slower(facts.streams(), fastest);
    if (slowStreams.isPresent()) {
      boolean all = facts.stock().is(facts.streams().coder());
      return Finding.warning(
          ID,
          sentence(
              ratio(fastest, slowStreams.get())
                  + (all
                      ? ", which DataNodes, stock clients and accelerated streams use. "
                      : ", which accelerated streams use. ")
                  + table()),
          remedies(fastest));
    }
    if (slowStock.isPresent()) {
      return Finding.note(
          ID,
          sentence(
              ratio(fastest, slowStock.get())
                  + ", which DataNodes and stock clients use; accelerated streams use "
                  + facts.streams()
                  + ". "
                  + table()),
          remedies(fastest));
    }
    return Finding.ok(ID, sentence(table()));
  }

  private Optional<CoderTiming> slower(Choice choice, CoderTiming fastest) {
    return timings.stream()
        .filter(each -> choice.is(each.coder()) && each.available())
        .filter(fastest::isFasterThan)
        .findFirst();
  }

  private static String ratio(CoderTiming fastest, CoderTiming slow) {
    return String.format(
        Locale.ROOT,
        "%s is %.1f times as fast as %s",
        fastest.coder(),
        fastest.megabytesPerSec() / slow.megabytesPerSec(),
        slow.coder());
  }

  /** The order, unless it is right and native coders are switched off. */
  private Remedy[] remedies(CoderTiming fastest) {
    Remedy[] order = remedies();
    return order.length == 0
            && fastest.coder().equals(facts.nativeCoder())
            && !facts.nativeEnabled()
        ? new Remedy[] {Remedy.core(CoderCheck.NATIVE_ENABLED, "true")}
        : order;
  }

  /** The right order, if there is one that is not set already. */
  private Remedy[] remedies() {
    List<String> right = RightOrder.of(facts.codec(), timings);
    return right.isEmpty() || right.equals(facts.order())
        ? new Remedy[0]
        : new Remedy[] {Remedy.core(facts.property(), String.join(",", right))};
  }

  private String table() {
    return timings.stream().map(this::cell).collect(Collectors.joining(", ")) + ".";
  }

  private String cell(CoderTiming timing) {
    String text =
        switch (timing.end()) {
          case RIGHT, WRONG_BYTES ->
              String.format(Locale.ROOT, "%s %,.0f MB/s", timing.coder(), timing.megabytesPerSec());
          case NOT_MADE -> timing.coder() + " not available (" + timing.failure() + ")";
          case THREW -> timing.coder() + " not usable";
        };
    boolean stock = facts.stock().is(timing.coder());
    boolean streams = facts.streams().is(timing.coder());
    if (stock && streams) {
      return text + " (used)";
    }
    return text
        + (stock ? " (used by DataNodes and stock clients)" : "")
        + (streams ? " (used by accelerated streams)" : "");
  }

  private String sentence(String message) {
    return "codec " + facts.codec() + ": " + message;
  }
}
