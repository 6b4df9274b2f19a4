package io.github.hadoopaccel.read.signal;

import java.util.Objects;

/**
 * What one task has seen of one DataNode, smoothed over its recent reads. Immutable.
 *
 * @param dataNode transfer address, {@code host:port}
 * @param reads unit reads that ended or were abandoned, since the task began
 * @param bytes bytes received from it, since the task began
 * @param bytesPerSec recent bandwidth while a read was under way; 0 when nothing has arrived
 * @param latencyMillis recent mean time of a unit read, abandoned ones included as far as they got
 * @param pendingMillis how long its oldest unit read has been under way at this moment; 0 for none
 */
public record DataNodeSample(
    String dataNode,
    long reads,
    long bytes,
    double bytesPerSec,
    double latencyMillis,
    long pendingMillis) {

  /** Checks the ranges; counts, rates and times are never negative. */
  public DataNodeSample {
    Objects.requireNonNull(dataNode, "dataNode");
    SignalRange.requireCount("reads", reads);
    SignalRange.requireCount("bytes", bytes);
    SignalRange.requireRate("bytesPerSec", bytesPerSec);
    SignalRange.requireRate("latencyMillis", latencyMillis);
    SignalRange.requireCount("pendingMillis", pendingMillis);
  }
}
