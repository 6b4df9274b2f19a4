package io.github.hadoopaccel.straggler.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the jar is where those look for it who are told to use its classes. */
final class InstallCheck {
  static final String ID = "install";

  private InstallCheck() {}

  /**
   * Says which of the three ways it is.
   *
   * @param onClient whether commands of this machine such as {@code hdfs dfs} find the jar
   */
  static List<Finding> findings(SetupFacts setup, Visibility visibility, boolean onClient) {
    String needed = HookedProperty.FILE_SYSTEM.remedy().value();
    Optional<InstallWay> way = visibility.way(needed);
    List<Finding> findings = new ArrayList<>();
    if (way.isPresent()) {
      findings.add(
          Finding.ok(ID, "Tasks find the jar: " + way.get() + ", " + visibility.found(needed))
              .with("way", way.get().ordinal() + 1));
    } else if (setup.anyOurs()) {
      findings.add(missing(visibility));
    } else {
      findings.add(
          Finding.note(
              ID,
              (visibility.complete()
                      ? "Tasks do not find the jar (searched: "
                      : "The jar was not found where it was looked for (searched: ")
                  + visibility.described()
                  + "). For one job give it with -libjars and HADOOP_CLASSPATH; for all, copy it"
                  + " into share/hadoop/common/lib of every node."));
    }
    if (setup.isOurs(HookedProperty.FILE_SYSTEM) && !onClient) {
      findings.add(client(setup.hooked().get(HookedProperty.FILE_SYSTEM)));
    }
    return findings;
  }

  private static Finding missing(Visibility visibility) {
    String message =
        "The configuration names classes of this project, but the jar "
            + (visibility.complete()
                ? "is missing on this node: tasks do not find it"
                : "was not found where it was looked for")
            + " (searched: "
            + visibility.described()
            + "). Copy it into share/hadoop/common/lib of every node, give it to the job with"
            + " -libjars, or add it to the framework archive.";
    Remedy remedy = visibility.jarOnClassPath();
    return visibility.complete()
        ? Finding.error(ID, message, remedy)
        : Finding.warning(ID, message, remedy);
  }

  /** HADOOP_CLASSPATH is a variable of the environment; no property of a site file mends this. */
  private static Finding client(Setting setting) {
    String names =
        setting.property()
            + " (from "
            + setting.source()
            + ") names a class that Hadoop's commands on this machine do not find";
    return setting.inSiteFile()
        ? Finding.error(
            ID,
            names
                + ", so that hdfs dfs fails. Copy the jar into share/hadoop/common/lib or name it in"
                + " HADOOP_CLASSPATH.")
        : Finding.warning(
            ID, names + ". Name the jar in HADOOP_CLASSPATH where the job is submitted.");
  }
}
