package io.github.hadoopaccel.straggler.progress;

import java.util.Objects;

/**
 * What the ApplicationMaster itself knows of an attempt. Immutable.
 *
 * @param host node the attempt runs on; empty where it is not known
 * @param progressFraction the attempt's progress, 0 to 1; negative where it is not known
 * @param priority how much may be done to hurry it
 */
public record TaskFacts(String host, double progressFraction, Priority priority) {
  /** Nothing is known. */
  public static final TaskFacts UNKNOWN = new TaskFacts("", -1, Priority.NORMAL);

  /** Checks that all is given. */
  public TaskFacts {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(priority, "priority");
  }
}
