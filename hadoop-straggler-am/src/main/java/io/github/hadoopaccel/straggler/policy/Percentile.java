package io.github.hadoopaccel.straggler.policy;

/**
 * Percentiles of many values in linear time, by selection (Hoare 1961). Every method reorders the
 * values it is given; the result does not depend on their order. Stateless.
 */
final class Percentile {
  private Percentile() {}

  /**
   * The value below which {@code fraction} of the values lie, between two of them in proportion; 0
   * where there are none. Example: a quarter of 20, 80, 100 and 100 lie below 20 + ¾ · 60 = 65.
   *
   * @param fraction 0 to 1
   */
  static double of(double[] values, double fraction) {
    if (values.length == 0) {
      return 0;
    }
    double position = fraction * (values.length - 1);
    int below = (int) position;
    double low = select(values, below);
    if (below == position) {
      return low;
    }
    double high = Double.POSITIVE_INFINITY;
    for (int i = below + 1; i < values.length; i++) {
      high = Math.min(high, values[i]);
    }
    return low + (position - below) * (high - low);
  }

  /** The middle value, the lower of two; 0 where there are none. */
  static double lowerMedian(double[] values) {
    return values.length == 0 ? 0 : select(values, (values.length - 1) / 2);
  }

  /** The middle value, the higher of two; 0 where there are none. */
  static double upperMedian(double[] values) {
    return values.length == 0 ? 0 : select(values, values.length / 2);
  }

  /** The value that {@code rank} others come before; those right of it are not below it. */
  private static double select(double[] values, int rank) {
    int from = 0;
    int to = values.length - 1;
    while (from < to) {
      double pivot = middle(values[from], values[(from + to) >>> 1], values[to]);
      int left = from;
      int right = to;
      while (left <= right) {
        while (values[left] < pivot) {
          left++;
        }
        while (values[right] > pivot) {
          right--;
        }
        if (left <= right) {
          double swapped = values[left];
          values[left++] = values[right];
          values[right--] = swapped;
        }
      }
      if (rank <= right) {
        to = right;
      } else if (rank >= left) {
        from = left;
      } else {
        return values[rank];
      }
    }
    return values[rank];
  }

  private static double middle(double a, double b, double c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
