package io.github.hadoopaccel.straggler.doctor;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether the configured order hides the fast coders. The right one is native, accel, java: ISA-L
 * where it loads, this jar's coder where not, Hadoop's as the last resort. Where ISA-L is not the
 * fastest the order is left to {@link TimingCheck}. Used for one codec.
 */
final class CoderCheck {
  static final String ID = "coder-order";
  static final String NATIVE_ENABLED = "io.erasurecode.codec.native.enabled";

  private final CoderFacts facts;
  private final List<Finding> findings = new ArrayList<>();

  private CoderCheck(CoderFacts facts) {
    this.facts = facts;
  }

  static List<Finding> findings(CoderFacts facts) {
    CoderCheck check = new CoderCheck(facts);
    check.services();
    check.nativeSwitch();
    check.names();
    if (facts.isalFastest()) {
      check.order();
    }
    check.use();
    return check.findings.stream()
        .map(
            finding ->
                finding
                    .with("codec", facts.codec())
                    .with("order", facts.order())
                    .with("used", String.valueOf(facts.used())))
        .toList();
  }

  private void services() {
    if (!facts.registered().contains(facts.accelCoder())) {
      warn(
          facts.accelCoder()
              + " is registered by nobody: the services of this jar (META-INF/services) are not"
              + " visible. Put the released jar on the class path as it is.");
    }
  }

  private void nativeSwitch() {
    if (facts.nativeLoads() && !facts.nativeEnabled()) {
      warn(
          "ISA-L loads, but " + NATIVE_ENABLED + " = false keeps it from being used.",
          Remedy.core(NATIVE_ENABLED, "true"));
    }
  }

  private void names() {
    if (facts.order().isEmpty()) {
      warn(facts.property() + " is empty: which coder is used is left to chance.", rightOrder());
      return;
    }
    Set<String> unknown = new LinkedHashSet<>(facts.order());
    facts.registered().forEach(unknown::remove);
    unknown.remove(facts.accelCoder());
    if (!unknown.isEmpty()) {
      warn(
          facts.property()
              + " names "
              + quoted(unknown)
              + ", which no coder is called. There are: "
              + String.join(", ", facts.registered())
              + ".",
          rightOrder());
    }
  }

  /** Hadoop's own default; there this project's reader puts its coder before Java's by itself. */
  private void untouched() {
    String message =
        facts.property()
            + " is Hadoop's default: DataNodes and stock clients never use "
            + facts.accelCoder();
    if (facts.nativeLoads()) {
      add(
          Finding.note(
              ID, sentence(message + ", which matters where ISA-L does not load."), rightOrder()));
    } else {
      warn(message + ", and ISA-L does not load here.", rightOrder());
    }
  }

  private void order() {
    if (facts.order().isEmpty()) {
      return;
    }
    if (facts.order().equals(List.of(facts.nativeCoder(), facts.javaCoder()))) {
      untouched();
      return;
    }
    int accel = facts.order().indexOf(facts.accelCoder());
    int java = facts.order().indexOf(facts.javaCoder());
    int fast = facts.order().indexOf(facts.nativeCoder());
    boolean nativeHidden = fast < 0 || accel >= 0 && accel < fast || java >= 0 && java < fast;
    if (nativeHidden && facts.nativeLoads()) {
      warn(hidden(facts.nativeCoder(), fast) + " although ISA-L loads.", rightOrder());
    } else if (accel < 0 || java >= 0 && java < accel) {
      warn(hidden(facts.accelCoder(), accel) + ".", rightOrder());
    }
  }

  private String hidden(String coder, int index) {
    return facts.property()
        + " = "
        + String.join(",", facts.order())
        + (index < 0 ? " leaves out " : " puts slower coders before ")
        + coder;
  }

  private void use() {
    if (facts.used() == null) {
      add(
          Finding.error(
              ID,
              sentence("no coder can be made (" + facts.usedClass() + "): nothing is rebuilt."),
              rightOrder()));
      return;
    }
    if (!findings.isEmpty() && findings.get(0).severity() == Severity.WARNING) {
      return;
    }
    String used = facts.used() + " is used (" + facts.usedClass() + ")";
    if (facts.isalFastest() && facts.nativeLoads() && !facts.used().equals(facts.nativeCoder())) {
      warn(used + " although " + facts.nativeCoder() + " is first and ISA-L loads.");
    } else {
      add(Finding.ok(ID, sentence(used + ".")));
    }
  }

  private Remedy rightOrder() {
    String order =
        facts.isalFastest()
            ? String.join(",", facts.nativeCoder(), facts.accelCoder(), facts.javaCoder())
            : String.join(",", facts.accelCoder(), facts.nativeCoder(), facts.javaCoder());
    return Remedy.core(facts.property(), order);
  }

  private void warn(String message, Remedy... remedies) {
    add(Finding.warning(ID, sentence(message), remedies));
  }

  private void add(Finding finding) {
    findings.add(finding);
  }

  private String sentence(String message) {
    return "codec " + facts.codec() + ": " + message;
  }

  private static String quoted(Set<String> names) {
    return "\"" + String.join("\", \"", names) + "\"";
  }
}
