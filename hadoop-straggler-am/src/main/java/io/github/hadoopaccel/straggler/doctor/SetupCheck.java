package io.github.hadoopaccel.straggler.doctor;

import io.github.hadoopaccel.read.config.AccelKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether Hadoop is told to use this project, and its keys are right. */
final class SetupCheck {
  static final String ID = "settings";

  private SetupCheck() {}

  static List<Finding> findings(SetupFacts facts) {
    List<Finding> findings = new ArrayList<>();
    if (facts.anyMeant()) {
      for (HookedProperty each : HookedProperty.values()) {
        hooked(facts, each).ifPresent(findings::add);
      }
    } else {
      findings.add(nothing(facts));
    }
    if (!facts.readEnabled()) {
      findings.add(switchedOff("accel.read.enabled", "files are read by the stock stream"));
    }
    if (!facts.stragglerEnabled()) {
      findings.add(switchedOff("accel.straggler.enabled", "nobody directs the tasks"));
    }
    facts.problems().forEach(line -> findings.add(problem(line)));
    for (String key : facts.unknownKeys()) {
      findings.add(Finding.note(ID, key + " is no key of this version; it does nothing."));
    }
    if (findings.isEmpty()) {
      findings.add(Finding.ok(ID, "Hadoop is told to use this project: " + where(facts)));
    }
    return findings;
  }

  private static Finding nothing(SetupFacts facts) {
    return Finding.warning(
        ID,
        "Nothing is configured: Hadoop reads without this project. Set these properties, in the"
            + " site files, or with -D for one job.",
        Arrays.stream(HookedProperty.values()).map(HookedProperty::remedy).toArray(Remedy[]::new));
  }

  private static Optional<Finding> hooked(SetupFacts facts, HookedProperty property) {
    if (facts.isOurs(property)) {
      return Optional.empty();
    }
    Setting setting = facts.hooked().get(property);
    if (property != HookedProperty.SPECULATOR && facts.isMistaken(property)) {
      return Optional.of(property.mistaken(ID, setting));
    }
    String is =
        setting.property()
            + (setting.isSet()
                ? " = " + setting.value() + " (from " + setting.source() + ")"
                : " is not set");
    return switch (property) {
      case FILE_SYSTEM ->
          Optional.of(
              Finding.warning(
                  ID,
                  is
                      + ": only what uses this project's InputFormat or FileContext is read past"
                      + " slow DataNodes, if anything.",
                  property.remedy()));
      case FILE_CONTEXT ->
          Optional.of(
              Finding.note(
                  ID, is + ": programs that use FileContext read as ever.", property.remedy()));
      case INPUT_FORMAT ->
          Optional.of(
              Finding.note(
                  ID,
                  is
                      + ": splits may cut stripes, and jobs that name no InputFormat tell the"
                      + " ApplicationMaster nothing of their reading.",
                  property.remedy()));
      case SPECULATOR -> Optional.empty();
    };
  }

  private static Finding switchedOff(String key, String effect) {
    return Finding.warning(
        ID, key + " = false: " + effect + ".", AccelKeys.remedy(key, Boolean.TRUE.toString()));
  }

  private static Finding problem(String line) {
    Remedy[] remedies =
        AccelKeys.all()
            .filter(key -> line.startsWith(key.name() + " = "))
            .map(SetupCheck::toDefault)
            .toArray(Remedy[]::new);
    return Finding.error(ID, line + ". Jobs with it are refused.", remedies);
  }

  private static Remedy toDefault(AccelKey<?> key) {
    return AccelKeys.remedy(key.name(), key.defaultText());
  }

  private static String where(SetupFacts facts) {
    return Arrays.stream(HookedProperty.values())
            .filter(facts::isOurs)
            .map(each -> facts.hooked().get(each))
            .map(each -> each.property() + " (from " + each.source() + ")")
            .collect(Collectors.joining(", "))
        + ".";
  }
}
