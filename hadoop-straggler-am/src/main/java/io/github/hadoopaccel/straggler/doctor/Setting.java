package io.github.hadoopaccel.straggler.doctor;

/**
 * A property as this machine sets it.
 *
 * @param value or {@code null} where it is not set
 * @param source where it was set, such as {@code core-site.xml}; {@code null} where it is not
 */
record Setting(String property, String value, String source) {
  /** Whether every program of this machine sees it, not only this run. */
  boolean inSiteFile() {
    return source != null && source.endsWith(".xml");
  }

  boolean isSet() {
    return value != null;
  }
}
