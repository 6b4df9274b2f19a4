package io.github.hadoopaccel.read.hedge;

import java.util.Objects;
import java.util.Set;

/**
 * How a task is to read while somebody who sees the whole job says so. Immutable.
 *
 * @param posture of the next stripes
 * @param extraUnits h, where that is ACCELERATED
 * @param ownBudgetShare share of its own budget that the task goes on earning, 0 to 1
 * @param avoidedDataNodes transfer addresses of DataNodes to read last
 * @param unitSubset which units are preferred, counted as task attempts are; {@link #OWN_SUBSET}
 *     leaves that to the task
 */
public record DirectedReading(
    Posture posture,
    int extraUnits,
    double ownBudgetShare,
    Set<String> avoidedDataNodes,
    int unitSubset) {
  /** The attempt prefers units by its own number. */
  public static final int OWN_SUBSET = -1;

  /**
   * Copies the DataNodes in.
   *
   * @throws IllegalArgumentException unless the share is 0 to 1 and the subset at least -1
   */
  public DirectedReading {
    Objects.requireNonNull(posture, "posture");
    avoidedDataNodes = Set.copyOf(avoidedDataNodes);
    if (!(ownBudgetShare >= 0 && ownBudgetShare <= 1) || unitSubset < OWN_SUBSET) {
      throw new IllegalArgumentException(
          "ownBudgetShare = "
              + ownBudgetShare
              + ", unitSubset = "
              + unitSubset
              + ": expected a share of 0 to 1 and a subset of at least "
              + OWN_SUBSET);
    }
  }

  /** Nothing but a posture: the whole budget, every DataNode, the task's own units. */
  public DirectedReading(Posture posture, int extraUnits) {
    this(posture, extraUnits, 1, Set.of(), OWN_SUBSET);
  }

  /** Whether the task's own number says which units are preferred. */
  public boolean prefersOwnSubset() {
    return unitSubset == OWN_SUBSET;
  }
}
