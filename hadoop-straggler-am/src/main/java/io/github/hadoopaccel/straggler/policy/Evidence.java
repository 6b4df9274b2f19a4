package io.github.hadoopaccel.straggler.policy;

import java.util.List;

/**
 * What a verdict rests on: each condition with the numbers it was decided by (S0-05). Immutable.
 *
 * @param rateBytesPerSec the attempt's rate
 * @param averageBytesPerSec average rate it was held against; 0 where there was none
 * @param thresholdBytesPerSec rate below which it is slow; 0 where there was none
 * @param slowDataNodes slow DataNodes the attempt has read from, by name
 * @param networkLoadFraction load of its node's network, 0 to 1; negative where unknown
 * @param doneFraction fraction of the job's maps that is done
 */
public record Evidence(
    double rateBytesPerSec,
    double averageBytesPerSec,
    double thresholdBytesPerSec,
    List<String> slowDataNodes,
    double networkLoadFraction,
    double doneFraction) {

  /** Copies the list. */
  public Evidence {
    slowDataNodes = List.copyOf(slowDataNodes);
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
