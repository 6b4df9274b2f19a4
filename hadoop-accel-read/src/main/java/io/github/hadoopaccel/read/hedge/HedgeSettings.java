package io.github.hadoopaccel.read.hedge;

/**
 * The checked {@code accel.hedge.} keys that hedge policies are made from. Immutable.
 *
 * @param minDelayNanos shortest time before a unit is late
 * @param unknownDelayNanos time before a unit is late of which nothing is known
 * @param stuckDelayNanos time after which a unit counts as failed
 * @param fixedDelayNanos time before a unit is late under {@code fixed-delay}
 * @param peerMultiple multiple of the median arrival after which a unit is late
 * @param missProbability from which on a late unit matters
 * @param extraUnits units beyond k that {@code always} requests at once
 */
public record HedgeSettings(
    long minDelayNanos,
    long unknownDelayNanos,
    long stuckDelayNanos,
    long fixedDelayNanos,
    double peerMultiple,
    double missProbability,
    int extraUnits) {}
