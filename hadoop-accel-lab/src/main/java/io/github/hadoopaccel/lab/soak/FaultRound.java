package io.github.hadoopaccel.lab.soak;

import java.util.List;

/**
 * What the saboteur does from one healthy state of the cluster to the next.
 *
 * @param victims numbers of the DataNodes whose units all count as bad until the round is over
 * @param fates what happens to each victim, in the same order
 * @param slow numbers of the DataNodes that send slowly; slow is not bad, so they may be any
 * @param slowBytesPerSec how slowly
 * @param leadMillis time between the slowing and the first fate, and between fates
 * @param holdMillis time from the last fate to the repair
 * @param damageSeed decides which blocks are damaged, and how
 */
record FaultRound(
    List<Integer> victims,
    List<Fate> fates,
    List<Integer> slow,
    long slowBytesPerSec,
    long leadMillis,
    long holdMillis,
    long damageSeed) {

  /** What can happen to a victim. */
  enum Fate {
    /** It stops; the NameNode has not noticed and still names it. */
    KILLED,
    /** It stops, and the NameNode knows. */
    DEAD,
    /** It stops and comes back within the round. */
    RESTARTED,
    /** Stored blocks are changed, cut or removed under a running DataNode. */
    DAMAGED,
    /** First damaged, then stopped and started again with the damage. */
    DAMAGED_AND_RESTARTED
  }

  FaultRound {
    victims = List.copyOf(victims);
    fates = List.copyOf(fates);
    slow = List.copyOf(slow);
    if (victims.size() != fates.size()) {
      throw new IllegalArgumentException(
          victims.size() + " victims with " + fates.size() + " fates");
    }
  }
}
