package io.github.hadoopaccel.straggler.escalation;

import java.util.Objects;
import java.util.Set;

/**
 * A second attempt that is wanted, on another node than those of the task's attempts. Immutable.
 *
 * @param taskIndex number of the map
 * @param originalAttemptId the attempt it is to overtake
 * @param hostsToAvoid nodes on which attempts of the task run, as far as they are known
 */
public record SpeculationWish(int taskIndex, String originalAttemptId, Set<String> hostsToAvoid) {
  /** Copies the set. */
  public SpeculationWish {
    Objects.requireNonNull(originalAttemptId, "originalAttemptId");
    hostsToAvoid = Set.copyOf(hostsToAvoid);
  }
}
