package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.straggler.config.SelectionSettings;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import java.util.Arrays;
import java.util.List;

/**
 * Which candidates are accelerated where only so many may be (seed S0-06): at most {@link
 * SelectionSettings#limit} of them, the most urgent or pseudo-random ones. Immutable.
 *
 * <p>A candidate that is accelerated already comes before all others, so that the choice does not
 * swing between attempts that are much alike. Example: 20 % of ten candidates are two; the slowest
 * one and the second slowest, or, where the fifth slowest is accelerated already, that one and the
 * slowest.
 */
final class Selection {
  private final SelectionSettings settings;
  private final PseudoRandomOrder random;

  /** Selects among attempts of one job. */
  Selection(SelectionSettings settings, String jobId) {
    this.settings = settings;
    this.random = new PseudoRandomOrder(settings.seed(), jobId);
  }

  /**
   * Marks the selected ones, each at its place in {@code candidates}.
   *
   * @param ranks of the candidates: the lowest is the most urgent; equal ones come in the order of
   *     their tasks
   */
  boolean[] select(List<AttemptProgress> candidates, long[] ranks) {
    int size = candidates.size();
    int limit = settings.limit(size);
    boolean[] selected = new boolean[size];
    if (limit == size) {
      Arrays.fill(selected, true);
      return selected;
    }
    long[] order = settings.random() ? places(candidates) : ranks;
    boolean[] accelerated = new boolean[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      accelerated[i] = candidates.get(i).report().posture() == Posture.ACCELERATED;
      count += accelerated[i] ? 1 : 0;
    }
    int kept = Math.min(count, limit);
    mark(candidates, order, accelerated, true, kept, selected);
    mark(candidates, order, accelerated, false, limit - kept, selected);
    return selected;
  }

  private long[] places(List<AttemptProgress> candidates) {
    long[] places = new long[candidates.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = random.place(candidates.get(i).name());
    }
    return places;
  }

  /** Marks the {@code count} first of those in {@code group}. */
  private static void mark(
      List<AttemptProgress> candidates,
      long[] order,
      boolean[] groups,
      boolean group,
      int count,
      boolean[] selected) {
    if (count == 0) {
      return;
    }
    long last = lowest(count, order, groups, group);
    int left = count;
    long[] ties = new long[order.length];
    int tied = 0;
    for (int i = 0; i < order.length; i++) {
      if (groups[i] != group) {
        continue;
      }
      if (order[i] < last) {
        selected[i] = true;
        left--;
      } else if (order[i] == last) {
        ties[tied++] = PseudoRandomOrder.number(candidates.get(i).name());
      }
    }
    Arrays.sort(ties, 0, tied);
    long lastTie = ties[left - 1];
    for (int i = 0; i < order.length; i++) {
      if (groups[i] == group
          && order[i] == last
          && PseudoRandomOrder.number(candidates.get(i).name()) <= lastTie) {
        selected[i] = true;
      }
    }
  }

  /** The {@code count}-th lowest of the order of those in {@code group}. */
  private static long lowest(int count, long[] order, boolean[] groups, boolean group) {
    long[] sorted = new long[order.length];
    int size = 0;
    for (int i = 0; i < order.length; i++) {
      if (groups[i] == group) {
        sorted[size++] = order[i];
      }
    }
    Arrays.sort(sorted, 0, size);
    return sorted[count - 1];
  }
}
