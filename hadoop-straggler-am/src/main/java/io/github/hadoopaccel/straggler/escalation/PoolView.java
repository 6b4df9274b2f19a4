package io.github.hadoopaccel.straggler.escalation;

/**
 * What the ladder needs to know of the job's extra bytes. Immutable.
 *
 * @param freeBytes bytes not spent and not promised; negative in debt
 * @param needsMet whether the last grants gave every accelerated attempt all it could use
 */
public record PoolView(long freeBytes, boolean needsMet) {
  /** Whether bytes are left for a higher h. */
  public boolean hasRoom() {
    return needsMet && freeBytes > 0;
  }
}
