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

  Remedy remedy() {
    return new Remedy(property, classes.get(0), file);
  }
}
