package io.github.hadoopaccel.read.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that is wrong with a configuration, collected so that an operator sees it all at once.
 * Not thread-safe: one thread reads one configuration.
 */
public final class Problems {
  private final List<String> lines = new ArrayList<>();

  /** Notes that {@code value} of {@code key}, set in {@code source}, is not {@code expected}. */
  public void add(String key, String value, String source, String expected) {
    lines.add(key + " = \"" + value + "\" (from " + source + "): expected " + expected);
  }

  /** Notes a rule that spans several keys. */
  public void add(String sentence) {
    lines.add(sentence);
  }

  /** The problems so far, one sentence each, in the order they were found. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /**
   * Ends the collection.
   *
   * @throws InvalidConfigurationException naming every problem, if there is any
   */
  public void throwIfAny() {
    if (!lines.isEmpty()) {
      throw new InvalidConfigurationException(lines);
    }
  }
}
