package io.github.hadoopaccel.straggler.doctor;

/** How much a finding matters, in rising order. */
public enum Severity {
  /** As it should be. */
  OK,
  /** Worth knowing; nothing has to be done. */
  NOTE,
  /** Works, but slower than it could or with something missing. */
  WARNING,
  /** Something does not work. */
  ERROR
}
