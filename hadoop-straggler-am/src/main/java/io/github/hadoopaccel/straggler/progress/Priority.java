package io.github.hadoopaccel.straggler.progress;

/** How much may be done to hurry a task (seed S0-12), the most first. */
public enum Priority {
  /** Accelerated, and given a second attempt, as soon as it holds the job back. */
  CRITICAL,
  /** Hurried rung by rung. */
  NORMAL,
  /** Accelerated, but never given a second attempt. */
  LOW,
  /** Left alone. */
  NONE
}
