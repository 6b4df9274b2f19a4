package io.github.hadoopaccel.straggler.doctor;

import io.github.hadoopaccel.straggler.am.AccelPreemptionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether ApplicationMasters create the hook. */
final class HookCheck {
  static final String ID = "hook";
  static final String SPECULATION = "speculation";

  private HookCheck() {}

  static List<Finding> findings(HookFacts facts, SetupFacts setup, Visibility visibility) {
    List<Finding> findings = new ArrayList<>();
    boolean set = setup.isOurs(HookedProperty.SPECULATOR);
    findings.add(set ? visible(visibility) : unset(setup));
    boolean off = !facts.mapSpeculation() && !facts.reduceSpeculation();
    if (off && facts.byPreemptionPolicy()) {
      findings.add(
          Finding.ok(
              SPECULATION,
              "Speculative execution is off; the hook is created as preemption policy."));
    } else if (off) {
      findings.add(
          Finding.of(
              SPECULATION,
              set ? Severity.WARNING : Severity.NOTE,
              "Speculative execution is off for maps and reduces: the ApplicationMaster never"
                  + " creates the hook. Where it is to stay off, set"
                  + " yarn.app.mapreduce.am.preemption.policy to "
                  + AccelPreemptionPolicy.class.getName()
                  + " instead.",
              Remedy.mapred("mapreduce.map.speculative", "true")));
    } else if (set) {
      findings.add(
          Finding.ok(SPECULATION, "Speculative execution is on, so that the hook is created."));
    }
    if (set && !facts.framework().equals("yarn")) {
      findings.add(
          Finding.note(
              ID,
              "mapreduce.framework.name = "
                  + facts.framework()
                  + ": jobs of this machine run without an ApplicationMaster.",
              Remedy.mapred("mapreduce.framework.name", "yarn")));
    }
    return findings;
  }

  private static Finding visible(Visibility visibility) {
    String hook = HookedProperty.SPECULATOR.remedy().value();
    Optional<InstallWay> way = visibility.way(hook);
    if (way.isPresent()) {
      return Finding.ok(ID, "The ApplicationMaster finds the hook: " + visibility.found(hook));
    }
    if (visibility.hidden().contains(hook) && visibility.withJob().containsKey(hook)) {
      return Finding.of(
          ID,
          visibility.complete() ? Severity.ERROR : Severity.WARNING,
          "mapreduce.job.classloader.system.classes makes the job's class loader look for the hook"
              + " on the node alone, where it "
              + (visibility.complete()
                  ? "is not: every job fails."
                  : "was not found where it was looked for (searched: "
                      + visibility.described()
                      + ").")
              + " Take io.github.hadoopaccel out of the list, or out of use with the property"
              + " below.",
          Remedy.mapred("mapreduce.job.classloader", "false"));
    }
    String message =
        HookedProperty.SPECULATOR.property()
            + (visibility.complete()
                ? " names a class that the ApplicationMaster does not find: jobs fail when it"
                    + " starts. Searched: "
                : " names a class that was not found where it was looked for. Searched: ")
            + visibility.described()
            + (visibility.complete() ? ". Give" : ". If it is nowhere else, give")
            + " the jar to the job with -libjars or put it on the nodes.";
    Remedy remedy = visibility.jarOnClassPath();
    return visibility.complete()
        ? Finding.error(ID, message, remedy)
        : Finding.warning(ID, message, remedy);
  }

  private static Finding unset(SetupFacts setup) {
    Setting setting = setup.hooked().get(HookedProperty.SPECULATOR);
    if (setup.isMistaken(HookedProperty.SPECULATOR)) {
      return HookedProperty.SPECULATOR.mistaken(ID, setting);
    }
    return Finding.of(
        ID,
        setup.anyOurs() ? Severity.WARNING : Severity.NOTE,
        setting.property()
            + (setting.isSet() ? " = " + setting.value() : " is not set")
            + ": no ApplicationMaster tells the tasks that hold a job back to read more.",
        HookedProperty.SPECULATOR.remedy());
  }
}
