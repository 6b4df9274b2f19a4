package io.github.hadoopaccel.straggler.doctor;

import io.github.hadoopaccel.read.config.ReadKeys;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether the configured order hides the fast coders from DataNodes and stock clients, or a key
 * keeps them from accelerated streams; see {@link RightOrder}. Where ISA-L is not the fastest the
 * order is left to {@link TimingCheck}. Used for one codec.
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
    check.preference();
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
                    .with("used", String.valueOf(facts.stock().coder()))
                    .with("streams", String.valueOf(facts.streams().coder())))
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
    if (facts.isalFastest() && facts.nativeLoads() && !facts.nativeEnabled()) {
      warn(
          "ISA-L loads, but " + NATIVE_ENABLED + " = false keeps it from being used.",
          Remedy.core(NATIVE_ENABLED, "true"));
    }
  }

  private void names() {
    if (facts.order().isEmpty()) {
      warn(
          facts.property()
              + " is empty: "
              + (facts.stock().isMade()
                  ? "which coder DataNodes and stock clients use is left to chance."
                  : "Hadoop makes no coder of an empty list."),
          rightOrder());
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

  private void preference() {
    if (facts.keptOnJava()) {
      String key = ReadKeys.PREFER_ACCEL_CODER.name();
      warn(
          key
              + " = false keeps accelerated streams on Hadoop's Java coder, as ISA-L is not used"
              + " here. Set it to true, or name "
              + facts.accelCoder()
              + " in the order.",
          AccelKeys.remedy(key, "true"),
          rightOrder());
    }
  }

  /** Hadoop's own default; there this project's reader puts its coder before Java's by itself. */
  private void untouched() {
    String message =
        facts.property()
            + " is Hadoop's default: DataNodes and stock clients never use "
            + facts.accelCoder()
            + (facts.preferAccel() ? " (accelerated streams do by themselves)" : "");
    if (facts.nativeLoads()) {
      add(
          Finding.note(
              ID, sentence(message + ", which matters where ISA-L does not load."), rightOrder()));
    } else {
      warn(message + ", and ISA-L does not load here.", rightOrder());
    }
  }

  private void order() {
    if (facts.order().isEmpty() || facts.keptOnJava()) {
      return;
    }
    if (facts.untouched()) {
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
    String uses =
        "DataNodes and stock clients use "
            + facts.stock()
            + ", accelerated streams use "
            + facts.streams();
    boolean nativeExpected = facts.isalFastest() && facts.nativeLoads();
    if (!facts.stock().isMade() || !facts.streams().isMade()) {
      add(
          Finding.error(
              ID,
              sentence(
                  uses
                      + ": who has none rebuilds no unit, so that it reads no file with one lost."),
              rightOrder()));
    } else if (!findings.isEmpty() && findings.get(0).severity() == Severity.WARNING) {
      findings.set(0, findings.get(0).and("Here " + uses + "."));
    } else if (nativeExpected && !facts.stock().is(facts.nativeCoder())) {
      warn(uses + ", although " + facts.nativeCoder() + " is first and ISA-L loads.");
    } else {
      add(Finding.ok(ID, sentence(uses + ".")));
    }
  }

  private Remedy rightOrder() {
    return Remedy.core(facts.property(), String.join(",", RightOrder.of(facts.codec())));
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
