package io.github.hadoopaccel.straggler.doctor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why something failed, in one line. */
final class Reason {
  /** What the JVM remembers of a failed class initializer, when the class is used again. */
  private static final Pattern INITIALIZER =
      Pattern.compile("Exception [\\w.$]+: (.*) \\[in thread \".*\"]");

  private Reason() {}

  /** The first line of the innermost cause that says anything, else the name of its class. */
  static String of(Throwable failure) {
    String reason = failure.getClass().getSimpleName();
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      String message = cause.getMessage();
      if (message != null && !message.isBlank()) {
        reason = message.strip().lines().findFirst().orElse(reason);
        Matcher initializer = INITIALIZER.matcher(reason);
        if (initializer.matches()) {
          reason = initializer.group(1);
        } else if (cause instanceof ClassNotFoundException || cause instanceof LinkageError) {
          reason = cause.getClass().getSimpleName() + ": " + reason;
        }
      }
      cause = cause.getCause();
    }
    return reason;
  }
}
