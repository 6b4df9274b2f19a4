package io.github.hadoopaccel.straggler.doctor;

import java.util.Objects;

/**
 * A property whose value mends what was found. Immutable.
 *
 * @param property name of the property
 * @param value what to set it to
 * @param file the site file it belongs into, such as {@code core-site.xml}
 */
public record Remedy(String property, String value, String file) {
  /** Checks that nothing is missing. */
  public Remedy {
    Objects.requireNonNull(property, "property");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(file, "file");
  }

  static Remedy core(String property, String value) {
    return new Remedy(property, value, "core-site.xml");
  }

  static Remedy mapred(String property, String value) {
    return new Remedy(property, value, "mapred-site.xml");
  }
}
