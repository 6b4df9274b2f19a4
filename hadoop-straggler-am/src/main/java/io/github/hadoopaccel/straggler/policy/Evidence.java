package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import java.util.List;

/**
 * What a verdict rests on: each condition with the numbers it was decided by (S0-05). Immutable.
 *
 * @param rateBytesPerSec the attempt's rate
 * @param averageBytesPerSec average rate it was held against; 0 where there was none
 * @param thresholdBytesPerSec rate below which it is slow; 0 where there was none
 * @param remainingMillis estimated time to its end; negative where unknown
 * @param jobRemainingMillis estimated time to the end of the job's maps; negative where unknown
 * @param waitFraction part of its recent time spent waiting for data, 0 to 1
 * @param silentMillis time since it was last heard of
 * @param slowDataNodes slow DataNodes the attempt has read from, by name
 * @param networkLoadFraction load of its node's network, 0 to 1; negative where unknown
 * @param doneFraction fraction of the job's maps that is done
 */
public record Evidence(
    double rateBytesPerSec,
    double averageBytesPerSec,
    double thresholdBytesPerSec,
    long remainingMillis,
    long jobRemainingMillis,
    double waitFraction,
    long silentMillis,
    List<String> slowDataNodes,
    double networkLoadFraction,
    double doneFraction) {

  /** Copies the list. */
  public Evidence {
    slowDataNodes = List.copyOf(slowDataNodes);
  }

  /** What a snapshot alone tells of an attempt that is held against nothing. */
  public static Evidence of(AttemptProgress attempt, JobSnapshot job, List<String> slowDataNodes) {
    return new Evidence(
        attempt.rateBytesPerSec(),
        0,
        0,
        attempt.remainingMillis(attempt.rateBytesPerSec()),
        -1,
        attempt.waitFraction(),
        attempt.silentMillis(job.nowMillis()),
        slowDataNodes,
        attempt.report().networkLoadFraction(),
        job.doneFraction());
  }

  /** Whether the rate is below the threshold. */
  public boolean slow() {
    return rateBytesPerSec < thresholdBytesPerSec;
  }

  /** Whether the load of the node's network is known. */
  public boolean networkLoadKnown() {
    return networkLoadFraction >= 0;
  }
}
