package io.github.hadoopaccel.straggler.doctor;

/**
 * A property as this machine sets it.
 *
 * @param value or {@code null} where it is not set
 * @param source where it was set, such as {@code core-site.xml}; {@code null} where it is not
 */
record Setting(String property, String value, String source) {
  boolean isSet() {
    return value != null;
  }
}
