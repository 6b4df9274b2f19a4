package io.github.hadoopaccel.straggler.escalation;

/**
 * What a second attempt costs the job's extra bytes: its split, which it reads again. Immutable.
 *
 * @param taskIndex number of the map
 * @param bytes of the split; negative where an earlier charge is given back, since the second
 *     attempt did not start
 */
public record SpeculationCharge(int taskIndex, long bytes) {}
