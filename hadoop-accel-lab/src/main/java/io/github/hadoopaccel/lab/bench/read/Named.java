package io.github.hadoopaccel.lab.bench.read;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A value of an enum that has a name on the command line, in tables and in the JSON. */
interface Named {
  /** The name. */
  String label();

  /** The value of this name. */
  static <T extends Named> Optional<T> find(T[] values, String label) {
    return Arrays.stream(values).filter(value -> value.label().equals(label)).findFirst();
  }

  /** All names, for people. */
  static String labels(Named[] values) {
    return Arrays.stream(values).map(Named::label).collect(Collectors.joining(", "));
  }
}
