package io.github.hadoopaccel.straggler.progress;

/** Why a report is refused; each kind is counted. */
public enum Refusal {
  /** The caller holds no token of the job. */
  NO_TOKEN,
  /** The message is damaged, too large or of another version, or a value of it is out of range. */
  MALFORMED,
  /** It names no attempt, or one of another job. */
  NO_ATTEMPT_OF_THE_JOB,
  /** It names an attempt that the ApplicationMaster does not know to run. */
  UNKNOWN_ATTEMPT,
  /** Another reader has spoken for the attempt. */
  ANOTHER_READER,
  /** Its totals, or its age, are smaller than those of the report before. */
  SHRUNK_TOTALS,
  /** It comes too soon after the report before. */
  HURRIED
}
