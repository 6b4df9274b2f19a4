package io.github.hadoopaccel.lab.bench;

import java.util.Arrays;
import java.util.Optional;

/** A value of an enum that has a name on the command line, in tables and in the JSON. */
public interface Named {
  /** The name. */
  String label();

  /** The value of this name. */
  static <T extends Named> Optional<T> find(T[] values, String label) {
    return Arrays.stream(values).filter(value -> value.label().equals(label)).findFirst();
  }
}
