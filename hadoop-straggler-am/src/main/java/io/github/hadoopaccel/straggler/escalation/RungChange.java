package io.github.hadoopaccel.straggler.escalation;

import java.util.Objects;

/**
 * One step up or down of a task's ladder, with the effect of the step that ends with it. Immutable.
 *
 * @param attemptId the attempt that is hurried more or less: the second one where a side of the
 *     change is {@link Rung#SPECULATION_ACCELERATED}, else the one the ladder stands for
 * @param from where the task was
 * @param to where it is now; the same as {@code from} where only h changed
 * @param extraUnits h from now on; 0 when {@code to} is CAREFUL
 * @param rateBeforeBytesPerSec rate of the attempt when the step that ends now began
 * @param rateAfterBytesPerSec its rate now, or the last one known of an attempt that ended
 * @param tookMillis how long the step that ends now lasted; 0 for the first one
 * @param reason why, in a short sentence for logs
 */
public record RungChange(
    String attemptId,
    Rung from,
    Rung to,
    int extraUnits,
    double rateBeforeBytesPerSec,
    double rateAfterBytesPerSec,
    long tookMillis,
    String reason) {
  /** Checks that all is given. */
  public RungChange {
    Objects.requireNonNull(attemptId, "attemptId");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(reason, "reason");
  }

  /** Whether the task was not hurried before. */
  public boolean begins() {
    return from == Rung.CAREFUL && to != Rung.CAREFUL;
  }

  /** Whether the task is not hurried any more. */
  public boolean ends() {
    return from != Rung.CAREFUL && to == Rung.CAREFUL;
  }
}
