package io.github.hadoopaccel.read.signal;

import io.github.hadoopaccel.read.hedge.SplitStamp;
import java.util.Objects;
import java.util.Optional;

/**
 * What an attempt reads, as far as its record reader tells. Immutable.
 *
 * @param path file of the split; empty where it is not known, cut to {@link #MAX_PATH_CHARS}
 * @param splitBytes length of the split; 0 where it is not known
 * @param stamp what the planner knew of the split
 */
public record ReadInput(String path, long splitBytes, Optional<SplitStamp> stamp) {
  /** Longest path, in characters; of a longer one the end is left out. */
  public static final int MAX_PATH_CHARS = 512;

  /** Longest split, in bytes; a longer one is told as this. */
  public static final long MAX_SPLIT_BYTES = SignalRange.MAX_COUNT;

  /** Nothing is known. */
  public static final ReadInput UNKNOWN = new ReadInput("", 0, Optional.empty());

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the field and its value
   */
  public ReadInput {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(stamp, "stamp");
    if (path.length() > MAX_PATH_CHARS) {
      throw new IllegalArgumentException(
          "path holds " + path.length() + " characters, at most " + MAX_PATH_CHARS);
    }
    SignalRange.requireCount("splitBytes", splitBytes);
  }

  /** The same, by another instance of its path. */
  public ReadInput at(String samePath) {
    return new ReadInput(samePath, splitBytes, stamp);
  }
}
