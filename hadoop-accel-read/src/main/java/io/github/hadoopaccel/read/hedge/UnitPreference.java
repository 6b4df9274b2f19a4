package io.github.hadoopaccel.read.hedge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Which units of a block group a task attempt reads first where all of them are good (seed S0-13):
 * an original and a speculative attempt of one task that both read accelerated share as few
 * DataNodes as k and m allow. Each attempt begins m units after the one before it. Immutable.
 *
 * <p>Example, the k units that are read before the bar, the extra ones after it:
 *
 * <pre>
 *   RS-6-3, attempt 0:  0 1 2 3 4 5 | 6 7 8
 *           attempt 1:  3 4 5 6 7 8 | 0 1 2
 *           attempt 2:  6 7 8 0 1 2 | 3 4 5
 *           attempt 3:  as attempt 0
 *   RS-3-2, attempt 1:  2 3 4 | 0 1
 * </pre>
 *
 * <p>Two attempts in a row have 2k - (k+m) = k - m of their k units in common, which is the least
 * there can be, or none where m is at least k.
 *
 * @param firstUnit the unit that is preferred to all others
 * @param units k+m
 */
public record UnitPreference(int firstUnit, int units) {

  /**
   * The preference of a task attempt.
   *
   * @param attemptNumber 0 for the first attempt of the task; the ones that an ApplicationMaster
   *     makes after a restart are numbered from 1000, which will do as well
   */
  public static UnitPreference ofAttempt(int attemptNumber, int dataUnits, int parityUnits) {
    int units = dataUnits + parityUnits;
    return new UnitPreference((int) ((long) parityUnits * attemptNumber % units), units);
  }

  /** Place of a unit among all, 0 for the first. */
  public int placeOf(int unitIndex) {
    return Math.floorMod(unitIndex - firstUnit, units);
  }

  /**
   * The same order with its good units as preferred; those that are avoided or have no location
   * stay where they are.
   *
   * @param before units that stay before the others, such as the wanted ones of a part of a stripe
   */
  public UnitRanking.Order applied(UnitRanking.Order order, IntPredicate before) {
    List<Integer> preferred = new ArrayList<>(order.order());
    preferred
        .subList(0, order.goodUnits())
        .sort(
            Comparator.comparing((Integer unit) -> !before.test(unit))
                .thenComparingInt(this::placeOf));
    return new UnitRanking.Order(
        preferred, order.goodUnits(), order.locatedUnits(), order.copies());
  }
}
