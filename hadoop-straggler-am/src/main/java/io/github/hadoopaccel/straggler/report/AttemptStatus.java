package io.github.hadoopaccel.straggler.report;

import io.github.hadoopaccel.read.hedge.Posture;
import java.util.Objects;

/**
 * How a running attempt reads at one moment. Immutable.
 *
 * @param attempt the attempt, {@code attempt_…}
 * @param host where it runs; empty where unknown
 * @param ageMillis time since its first read
 * @param progressFraction how much of it is done, 0 to 1; negative where unknown
 * @param remainingMillis estimated time to its end; negative where unknown, {@link Long#MAX_VALUE}
 *     where it stands still
 * @param rateBytesPerSec its rate
 * @param waitFraction part of its recent time spent waiting for data, 0 to 1
 * @param posture it last reported
 * @param extraUnits h that it is told
 * @param rung name of its rung of the ladder; empty where it is on none
 * @param silentMillis time since it was last heard of
 */
public record AttemptStatus(
    String attempt,
    String host,
    long ageMillis,
    double progressFraction,
    long remainingMillis,
    double rateBytesPerSec,
    double waitFraction,
    Posture posture,
    int extraUnits,
    String rung,
    long silentMillis) {

  /** Checks that all is given. */
  public AttemptStatus {
    Objects.requireNonNull(attempt, "attempt");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(posture, "posture");
    Objects.requireNonNull(rung, "rung");
  }
}
