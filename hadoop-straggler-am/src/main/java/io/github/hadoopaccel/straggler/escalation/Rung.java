package io.github.hadoopaccel.straggler.escalation;

/** How far a task is being hurried (seed S0-11), the least first. */
public enum Rung {
  /** Not at all. */
  CAREFUL,
  /** Its attempt reads k + h units at once. */
  ACCELERATED,
  /** A second attempt was asked for or runs; the first stays accelerated. */
  SPECULATED,
  /** The second attempt is accelerated too. */
  SPECULATION_ACCELERATED
}
