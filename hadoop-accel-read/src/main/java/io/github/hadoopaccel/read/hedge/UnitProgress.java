package io.github.hadoopaccel.read.hedge;

/**
 * How an outstanding unit read stands, for a hedge policy. All times count from its start.
 * Immutable.
 *
 * @param elapsedNanos time it has taken so far
 * @param deadlineNanos when the consumer needs it; 0 or less where the consumer waits already
 * @param typicalNanos what such a read usually takes over all DataNodes; 0 where nothing is known
 * @param load of its DataNode, 0 to below 1: how long reads wait there beyond the typical time
 */
public record UnitProgress(long elapsedNanos, long deadlineNanos, long typicalNanos, double load) {

  /** A read of which nothing is known but its age, for a consumer that waits. */
  public static UnitProgress after(long elapsedNanos) {
    return new UnitProgress(elapsedNanos, 0, 0, 0);
  }
}
