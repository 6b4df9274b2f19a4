package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.straggler.progress.AttemptName;

/**
 * An order of a job's attempts that looks random and is the same each time: an attempt keeps its
 * place whoever comes and goes. Immutable.
 *
 * <p>The place is a mixture of the attempt's numbers and a seed, by the finishing steps of
 * splitmix64 (Steele et al., OOPSLA 2014). These are one to one, so no two attempts share a place.
 */
final class PseudoRandomOrder {
  private final long seed;

  /** The order of one job; {@code seed} picks one of many. */
  PseudoRandomOrder(int seed, String jobId) {
    this.seed = mix(((long) seed << 32) ^ jobId.hashCode());
  }

  /** The attempt's place: the lowest comes first. */
  long place(AttemptName attempt) {
    return mix(seed + number(attempt));
  }

  /** One number for each attempt of a job's maps, or of its reduces, in the order of the tasks. */
  static long number(AttemptName attempt) {
    return ((long) attempt.taskIndex() << 32) | attempt.attemptNumber();
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
