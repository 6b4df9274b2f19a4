package io.github.hadoopaccel.straggler.scan;

import io.github.hadoopaccel.straggler.policy.Verdict;

/** What a scan changed about one attempt. */
public sealed interface BoardChange {
  /** The attempt. */
  String attemptId();

  /**
   * The attempt was not accelerated and is from now on.
   *
   * @param verdict why
   */
  record Flagged(String attemptId, Verdict.Accelerate verdict) implements BoardChange {}

  /**
   * The attempt was accelerated and is no more.
   *
   * @param reason the verdict that let the directive lapse, or that the attempt has ended
   */
  record Lapsed(String attemptId, String reason) implements BoardChange {}
}
