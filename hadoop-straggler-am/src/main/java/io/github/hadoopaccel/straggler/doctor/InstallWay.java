package io.github.hadoopaccel.straggler.doctor;

/** The three ways in which a task gets the jar, as the README numbers them. */
enum InstallWay {
  JOB("way 1, with the job (-libjars)"),
  NODES("way 2, on the class path of the node"),
  ARCHIVE("way 3, in the framework archive");

  private final String text;

  InstallWay(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
