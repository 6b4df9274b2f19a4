package io.github.hadoopaccel.straggler.doctor;

import java.util.List;

/** The properties through which Hadoop gets to this project, and the classes that belong there. */
enum HookedProperty {
  FILE_SYSTEM(
      "fs.hdfs.impl",
      "core-site.xml",
      List.of("io.github.hadoopaccel.read.hadoop.AcceleratedFileSystem")),
  FILE_CONTEXT(
      "fs.AbstractFileSystem.hdfs.impl",
      "core-site.xml",
      List.of("io.github.hadoopaccel.read.hadoop.AcceleratedHdfs")),
  INPUT_FORMAT(
      "mapreduce.job.inputformat.class",
      "mapred-site.xml",
      List.of(
          "io.github.hadoopaccel.read.hadoop.AcceleratedTextInputFormat",
          "io.github.hadoopaccel.read.hadoop.AcceleratedInputFormat")),
  SPECULATOR(
      "yarn.app.mapreduce.am.job.speculator.class",
      "mapred-site.xml",
      List.of("io.github.hadoopaccel.straggler.am.AccelSpeculator"));

  /** How the names of classes of the jar begin. */
  private static final List<String> PACKAGES =
      List.of("io.github.hadoopaccel.read.", "io.github.hadoopaccel.straggler.");

  private final String property;
  private final String file;
  private final List<String> classes;

  HookedProperty(String property, String file, List<String> classes) {
    this.property = property;
    this.file = file;
    this.classes = classes;
  }

  String property() {
    return property;
  }

  /** Whether that value is one of this project's classes. */
  boolean isOurs(Setting setting) {
    return setting.isSet() && classes.contains(setting.value().trim());
  }

  /** Whether that value is called like this project's classes and is none that belongs here. */
  boolean isMistaken(Setting setting) {
    return setting.isSet()
        && PACKAGES.stream().anyMatch(setting.value().trim()::startsWith)
        && !isOurs(setting);
  }

  /** What is said of a {@link #isMistaken mistaken} value. */
  Finding mistaken(String check, Setting setting) {
    String broken =
        switch (this) {
          case FILE_SYSTEM -> "whatever opens hdfs: fails";
          case FILE_CONTEXT -> "programs that use FileContext fail";
          case INPUT_FORMAT -> "jobs that name no InputFormat fail";
          case SPECULATOR -> "jobs that speculate fail when their ApplicationMaster starts";
        };
    return Finding.error(
        check,
        property
            + " = "
            + setting.value()
            + " (from "
            + setting.source()
            + ") is none of this project's classes for it, which "
            + (classes.size() == 1 ? "is " : "are ")
            + String.join(" and ", classes)
            + ": "
            + broken
            + ".",
        remedy());
  }

  Remedy remedy() {
    return new Remedy(property, classes.get(0), file);
  }
}
