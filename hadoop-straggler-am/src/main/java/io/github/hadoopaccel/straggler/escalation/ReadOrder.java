package io.github.hadoopaccel.straggler.escalation;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.Directive;
import java.util.Objects;

/**
 * How one attempt is to read, before it is known how many bytes it is granted. Immutable.
 *
 * @param posture CAREFUL or ACCELERATED
 * @param extraUnits h; 0 when CAREFUL
 * @param weight its share of the extra bytes beside the others; above 0
 * @param unitSubset units to prefer (S0-13), 0 to {@link Directive#MAX_SUBSET} or {@link
 *     Directive#OWN_SUBSET}
 * @param ownBudgetShare share of its own budget it goes on earning, 0 to 1
 */
public record ReadOrder(
    Posture posture, int extraUnits, double weight, int unitSubset, double ownBudgetShare) {
  /** Checks that a posture is given. */
  public ReadOrder {
    Objects.requireNonNull(posture, "posture");
  }

  /** Reads by itself, with {@code ownBudgetShare} of its own budget. */
  static ReadOrder slack(double ownBudgetShare) {
    return new ReadOrder(Posture.CAREFUL, 0, 1, Directive.OWN_SUBSET, ownBudgetShare);
  }

  /** Whether k + h units are to be read at once. */
  public boolean accelerated() {
    return posture == Posture.ACCELERATED;
  }
}
