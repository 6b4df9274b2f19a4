package io.github.hadoopaccel.straggler.escalation;

import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What the ladders of all tasks want after one look at the job. Immutable.
 *
 * @param orders by attempt; whoever is not named reads carefully by itself, with {@code
 *     ownBudgetShare} of its own budget
 * @param accelerated the attempts that are ordered to be accelerated
 * @param wishes second attempts to be asked for
 * @param charges what second attempts cost, or give back
 * @param changes what moved, in the order in which it did
 * @param ownBudgetShare share of its own budget that whoever is not named goes on earning, 0 to 1:
 *     below 1 when most are to leave it to another
 */
public record LadderStep(
    Map<String, ReadOrder> orders,
    List<AttemptProgress> accelerated,
    List<SpeculationWish> wishes,
    List<SpeculationCharge> charges,
    List<RungChange> changes,
    double ownBudgetShare) {
  /** Takes {@code orders} over as it is, since it may be large; copies the lists. */
  public LadderStep {
    orders = Collections.unmodifiableMap(orders);
    accelerated = List.copyOf(accelerated);
    wishes = List.copyOf(wishes);
    charges = List.copyOf(charges);
    changes = List.copyOf(changes);
  }
}
