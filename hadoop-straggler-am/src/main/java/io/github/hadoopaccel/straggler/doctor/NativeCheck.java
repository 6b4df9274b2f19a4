package io.github.hadoopaccel.straggler.doctor;

import java.util.List;

/** Whether Hadoop's native library and ISA-L are there. */
final class NativeCheck {
  static final String ID = "native";

  /** What Hadoop sets by itself; a value of ours replaces it. */
  private static final String ENVIRONMENT = "LD_LIBRARY_PATH=$HADOOP_COMMON_HOME/lib/native";

  private NativeCheck() {}

  static List<Finding> findings(NativeFacts facts) {
    return List.of(
        finding(facts)
            .with("libhadoop", facts.hadoopLoaded())
            .with("builtWithIsal", facts.builtWithIsal())
            .with("isal", facts.isalLoaded()));
  }

  private static Finding finding(NativeFacts facts) {
    if (facts.isalLoaded()) {
      return Finding.ok(
          ID, "libhadoop is loaded, and ISA-L with it (" + facts.isalLibrary() + ").");
    }
    if (!facts.hadoopLoaded()) {
      return Finding.warning(
          ID,
          "libhadoop is not loaded, so units are rebuilt in Java. Install Hadoop's native library"
              + " and libisal2, and name the library's folder in java.library.path (here: "
              + facts.libraryPath()
              + "), for tasks with the property below, unless it is Hadoop's lib/native.",
          folder("libhadoop"));
    }
    if (!facts.builtWithIsal()) {
      return Finding.warning(
          ID,
          "libhadoop is loaded but was built without ISA-L, so units are rebuilt in Java. Install a"
              + " libhadoop that was built with -Drequire.isal, and libisal2.");
    }
    return Finding.warning(
        ID,
        "libhadoop is loaded, but ISA-L is not ("
            + facts.isalFailure()
            + "), so units are rebuilt in Java. Install libisal2 on this node, where the loader"
            + " finds it by itself, or name its folder in LD_LIBRARY_PATH, for tasks with the"
            + " property below.",
        folder("libisal.so.2"));
  }

  private static Remedy folder(String library) {
    return Remedy.mapred("mapreduce.admin.user.env", ENVIRONMENT + ":/folder/of/" + library);
  }
}
