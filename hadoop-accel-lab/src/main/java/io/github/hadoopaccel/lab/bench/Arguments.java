package io.github.hadoopaccel.lab.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks what was given on the command line of a benchmark, and says what is wrong with it. */
public final class Arguments {
  private final CommandSpec spec;

  /** The command line of the command {@code spec}. */
  public Arguments(CommandSpec spec) {
    this.spec = spec;
  }

  /**
   * The values of these names in the order of {@code values}, each once.
   *
   * @param otherwise what is meant where nothing is named; null for all
   */
  public <T extends Named> List<T> named(
      String option, List<String> labels, T[] values, List<T> otherwise) {
    if (labels.isEmpty() && otherwise != null) {
      return otherwise;
    }
    return some(option, labels, List.of(values), Named::label);
  }

  /** Those of {@code all} with these names, in the order of {@code all}; all if none is named. */
  public <T> List<T> some(
      String option, List<String> names, List<T> all, Function<T, String> nameOf) {
    List<String> known = all.stream().map(nameOf).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw usage(
            "%s = %s: expected some of %s".formatted(option, name, String.join(", ", known)));
      }
    }
    return all.stream().filter(v -> names.isEmpty() || names.contains(nameOf.apply(v))).toList();
  }

  /** Requires a file, unless null, that can be written. */
  public void requireFile(String option, Path file) {
    if (file != null
        && (Files.isDirectory(file) || !Files.isDirectory(file.toAbsolutePath().getParent()))) {
      throw usage(option + " = " + file + ": not a file in an existing folder");
    }
  }

  /** Requires a number of a range. */
  public long within(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw usage("%s = %d: expected %d to %d".formatted(option, value, least, most));
    }
    return value;
  }

  /** What is thrown where the command line is wrong. */
  public ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
