package io.github.hadoopaccel.read.hedge;

/**
 * Finds the split for which a whole job waits. The time of a split goes by its bytes; the others
 * are done when the longest of them is, and when {@code parallelMaps} at a time have read them all:
 *
 * <pre>largest &gt; factor * max(second largest, sum of the others / parallelMaps)</pre>
 *
 * <p>Example: factor 1.5, 100 maps at a time, one split of 2048 MiB beside 300 of 128 MiB. The
 * others take as long as max(128, 384) MiB; 2048 is more than 1.5 * 384 = 576. Beside 1100 of them
 * it would not be: 1.5 * 1408 = 2112. Splits without bytes do not count; where there are fewer than
 * four nothing is gained by it (1 to 3 maps in the simulation of the policies).
 *
 * @param factor at least 1
 * @param parallelMaps maps that run at the same time, at least 1
 */
public record DominantSplit(double factor, int parallelMaps) {
  /** The answer where no split dominates. */
  public static final int NONE = -1;

  private static final int MIN_SPLITS = 4;

  /** Checks the ranges. */
  public DominantSplit {
    if (!(factor >= 1) || parallelMaps < 1) {
      throw new IllegalArgumentException(
          "factor = "
              + factor
              + ", parallelMaps = "
              + parallelMaps
              + ": expected a factor of at least 1 and at least one map");
    }
  }

  /** The index of the dominant split among splits of {@code lengthBytes}, or {@link #NONE}. */
  public int indexAmong(long[] lengthBytes) {
    int largest = NONE;
    int splits = 0;
    long second = 0;
    double sum = 0;
    for (int i = 0; i < lengthBytes.length; i++) {
      sum += lengthBytes[i];
      splits += lengthBytes[i] > 0 ? 1 : 0;
      if (largest == NONE || lengthBytes[i] > lengthBytes[largest]) {
        second = largest == NONE ? 0 : lengthBytes[largest];
        largest = i;
      } else {
        second = Math.max(second, lengthBytes[i]);
      }
    }
    if (splits < MIN_SPLITS) {
      return NONE;
    }
    double rest = Math.max(second, (sum - lengthBytes[largest]) / parallelMaps);
    return lengthBytes[largest] > factor * rest ? largest : NONE;
  }
}
