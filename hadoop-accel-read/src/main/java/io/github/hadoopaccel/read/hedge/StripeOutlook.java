package io.github.hadoopaccel.read.hedge;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * What is known of the units of a stripe before it is read. Immutable.
 *
 * @param order every unit, best first
 * @param typicalNanos what a read of that size usually takes; 0 where nothing is known
 * @param loads of the DataNodes of the copies, by the number of the copy
 */
public record StripeOutlook(UnitRanking.Order order, long typicalNanos, List<Double> loads) {
  /** Copies the loads in. */
  public StripeOutlook {
    loads = List.copyOf(loads);
  }

  /** An outlook that knows no more than an order. */
  public static StripeOutlook of(UnitRanking.Order order) {
    return new StripeOutlook(order, 0, List.of());
  }

  /** The same with its units as {@code preference} has them. */
  public StripeOutlook preferring(UnitPreference preference, IntPredicate before) {
    return new StripeOutlook(preference.applied(order, before), typicalNanos, loads);
  }

  /** Load of the DataNode of the copy {@code copyIndex}, 0 where nothing is known. */
  public double load(int copyIndex) {
    return copyIndex < loads.size() ? loads.get(copyIndex) : 0;
  }
}
