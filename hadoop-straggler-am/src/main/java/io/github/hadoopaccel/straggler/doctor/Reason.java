package io.github.hadoopaccel.straggler.doctor;

/** Why something failed, in one line. */
final class Reason {
  private Reason() {}

  /** The first line of the innermost cause that says anything, else the name of its class. */
  static String of(Throwable failure) {
    String reason = failure.getClass().getSimpleName();
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      String message = cause.getMessage();
      if (message != null && !message.isBlank()) {
        reason = message.strip().lines().findFirst().orElse(reason);
        if (cause instanceof ClassNotFoundException || cause instanceof LinkageError) {
          reason = cause.getClass().getSimpleName() + ": " + reason;
        }
      }
      cause = cause.getCause();
    }
    return reason;
  }
}
