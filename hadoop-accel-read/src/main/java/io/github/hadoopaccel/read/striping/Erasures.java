package io.github.hadoopaccel.read.striping;

import java.util.Arrays;

/**
 * The units to rebuild, ascending. Hadoop's coders give silently wrong bytes for an unsorted
 * request (HADOOP-19180), so there is no way to make an unsorted one. Immutable.
 */
public final class Erasures {
  private static final Erasures NONE = new Erasures(new int[0]);
  private final int[] ascending;

  private Erasures(int[] ascending) {
    this.ascending = ascending;
  }

  /** Nothing to rebuild. */
  public static Erasures none() {
    return NONE;
  }

  /**
   * These units in ascending order, whatever order they come in.
   *
   * @throws IllegalArgumentException if a unit is negative or named twice
   */
  public static Erasures of(int... units) {
    int[] sorted = units.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] < 0 || (i > 0 && sorted[i] == sorted[i - 1])) {
        throw new IllegalArgumentException(
            "erased units " + Arrays.toString(units) + ": expected distinct indexes from 0");
      }
    }
    return sorted.length == 0 ? NONE : new Erasures(sorted);
  }

  /** How many units there are to rebuild. */
  public int count() {
    return ascending.length;
  }

  /** Whether there is nothing to rebuild. */
  public boolean isEmpty() {
    return ascending.length == 0;
  }

  /** A fresh array of the units, ascending. */
  public int[] toArray() {
    return ascending.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Erasures that && Arrays.equals(ascending, that.ascending);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ascending);
  }

  @Override
  public String toString() {
    return Arrays.toString(ascending);
  }
}
