package io.github.hadoopaccel.straggler.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the class path of tasks and ApplicationMasters, seen from this node, holds this project's
 * classes. Each map goes from a class name to the file or entry that holds it.
 *
 * @param onNode found by {@code mapreduce.application.classpath} and, without a framework archive,
 *     {@code yarn.application.classpath}
 * @param inArchive found in the framework archive by {@code mapreduce.application.classpath}
 * @param withJob found in the jars of {@code -libjars} and the distributed cache
 * @param archive the framework archive, or {@code null}
 * @param archiveFailure why the archive could not be searched, or {@code null}
 * @param searched the class path entries that were searched, as configured
 * @param unresolved variables in them that this process does not know
 * @param unread jars of the job that were not looked into, as they are not on this machine
 * @param hidden classes that {@code mapreduce.job.classloader} looks for on the node alone
 * @param applicationClassPath value of {@code mapreduce.application.classpath}, or its default
 */
record Visibility(
    Map<String, String> onNode,
    Map<String, String> inArchive,
    Map<String, String> withJob,
    String archive,
    String archiveFailure,
    List<String> searched,
    List<String> unresolved,
    List<String> unread,
    List<String> hidden,
    String applicationClassPath) {

  private static final String JAR = "/path/to/hadoop-accel.jar";

  Visibility {
    onNode = Map.copyOf(onNode);
    inArchive = Map.copyOf(inArchive);
    withJob = Map.copyOf(withJob);
    searched = List.copyOf(searched);
    unresolved = List.copyOf(unresolved);
    unread = List.copyOf(unread);
    hidden = List.copyOf(hidden);
  }

  /** The way in which tasks get the class, the one that wins where there are several. */
  Optional<InstallWay> way(String className) {
    if (inArchive.containsKey(className)) {
      return Optional.of(InstallWay.ARCHIVE);
    }
    if (onNode.containsKey(className)) {
      return Optional.of(InstallWay.NODES);
    }
    return withJob.containsKey(className) && !hidden.contains(className)
        ? Optional.of(InstallWay.JOB)
        : Optional.empty();
  }

  /** The file or entry by which {@link #way} finds the class. */
  String place(String className) {
    return way(className)
        .map(
            way ->
                switch (way) {
                  case ARCHIVE -> inArchive.get(className);
                  case NODES -> onNode.get(className);
                  case JOB -> withJob.get(className);
                })
        .orElse("nowhere");
  }

  /** The same as a sentence, with what was not looked at. */
  String found(String className) {
    return place(className)
        + "."
        + (way(className).equals(Optional.of(InstallWay.NODES))
            ? " Only this node was looked at: the others must have it too."
            : "");
  }

  /** What brings the jar to tasks from a folder of the node. */
  Remedy jarOnClassPath() {
    return Remedy.mapred("mapreduce.application.classpath", applicationClassPath + "," + JAR);
  }

  /** Whether the search was complete, so that what was not found is not there. */
  boolean complete() {
    return unresolved.isEmpty() && unread.isEmpty() && archiveFailure == null;
  }

  /** For people: what was searched. */
  String described() {
    StringBuilder text = new StringBuilder(String.join(", ", searched));
    if (archive != null) {
      text.append(", the archive ").append(archive);
      if (archiveFailure != null) {
        text.append(" (not read: ").append(archiveFailure).append(')');
      }
    }
    if (!unresolved.isEmpty()) {
      text.append("; not known here: ").append(String.join(", ", unresolved));
    }
    if (!unread.isEmpty()) {
      text.append("; not looked into: ").append(String.join(", ", unread));
    }
    return text.toString();
  }
}
