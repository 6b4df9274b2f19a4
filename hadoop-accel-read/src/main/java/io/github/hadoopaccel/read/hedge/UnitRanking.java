package io.github.hadoopaccel.read.hedge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ranks the units of a block group by how their DataNodes did against their peers, so that a slow
 * one is read last and costs no hedge stripe after stripe. Not thread-safe; the owner guards it.
 *
 * <p>Each unit read is compared with the median of its own stripe; the slowness of a DataNode is
 * the moving average (weight one half) of that ratio, so it does not depend on read sizes or on the
 * load of the whole cluster. From {@code slowFactor} on the DataNode is avoided for the probe
 * interval; then it is tried again, and each time it is still slow the interval doubles, up to 32
 * times. One good read ends the avoidance. A read that was abandoned after twice the median makes
 * its DataNode slow at once: it lost to a hedge that began later.
 *
 * <p>Example: slow factor 3, a DataNode that takes 500 ms where the median takes 50 ms: ratio 10,
 * slowness (1 + 10) / 2 = 5.5, avoided.
 */
public final class UnitRanking {
  private static final double WEIGHT = 0.5;
  private static final double MAX_RATIO = 100;
  private static final double LATE_RATIO = 2;
  private static final int MAX_DOUBLINGS = 5;
  private static final int MAX_DATA_NODES = 10_000;

  private final double slowFactor;
  private final long minExcessNanos;
  private final long probeIntervalNanos;
  private final Map<String, Score> scores = new HashMap<>();

  private static final class Score {
    double slowness = 1;
    boolean slow;
    int failedProbes;
    long avoidUntilNanos;

    boolean avoidedAt(long nowNanos) {
      return slow && nowNanos - avoidUntilNanos < 0;
    }
  }

  /**
   * The units of one block group, best first.
   *
   * @param order every unit index of the group
   * @param goodUnits how many of them, from the front, are not avoided
   * @param locatedUnits how many of them, from the front, have a DataNode at all
   */
  public record Order(List<Integer> order, int goodUnits, int locatedUnits) {
    /** Copies the order in. */
    public Order {
      order = List.copyOf(order);
    }
  }

  /**
   * A ranking that knows nothing yet.
   *
   * @param slowFactor ratio to the peers from which a DataNode is slow, above 1
   * @param minExcessNanos a read that took less than this beyond the median is never slow
   * @param probeIntervalNanos time until a slow DataNode is tried again
   */
  public UnitRanking(double slowFactor, long minExcessNanos, long probeIntervalNanos) {
    this.slowFactor = slowFactor;
    this.minExcessNanos = minExcessNanos;
    this.probeIntervalNanos = probeIntervalNanos;
  }

  /**
   * Takes in one unit read.
   *
   * @param dataNode who served it
   * @param tookNanos how long it took, or has taken so far if it was abandoned
   * @param medianNanos median of the units of the same stripe that arrived
   * @param arrived false for an abandoned read, which can prove a DataNode slow but not good
   */
  public void observe(
      String dataNode, long tookNanos, long medianNanos, boolean arrived, long nowNanos) {
    double ratio =
        tookNanos - medianNanos < minExcessNanos
            ? 1
            : Math.min(MAX_RATIO, (double) tookNanos / Math.max(1, medianNanos));
    if (!arrived) {
      if (ratio < LATE_RATIO) {
        return;
      }
      // It would have taken longer than it was given: how much longer, nobody waited to see.
      ratio = Math.max(ratio, 2 * slowFactor);
    }
    Score score = score(dataNode);
    if (ratio == 1) {
      score.slowness = 1;
    } else {
      score.slowness += WEIGHT * (ratio - score.slowness);
    }
    judge(score, nowNanos);
  }

  /** Takes in a failed unit read: the DataNode is avoided as if it had been very slow. */
  public void failed(String dataNode, long nowNanos) {
    Score score = score(dataNode);
    score.slowness = MAX_RATIO;
    judge(score, nowNanos);
  }

  private void judge(Score score, long nowNanos) {
    if (score.slowness < slowFactor) {
      score.slow = false;
      score.failedProbes = 0;
      return;
    }
    if (score.avoidedAt(nowNanos)) {
      return;
    }
    score.failedProbes = score.slow ? Math.min(MAX_DOUBLINGS, score.failedProbes + 1) : 0;
    score.slow = true;
    score.avoidUntilNanos = nowNanos + (probeIntervalNanos << score.failedProbes);
  }

  private Score score(String dataNode) {
    if (scores.size() >= MAX_DATA_NODES && !scores.containsKey(dataNode)) {
      scores.clear();
    }
    return scores.computeIfAbsent(dataNode, name -> new Score());
  }

  /**
   * Ranks the units whose DataNodes are {@code dataNodes}, by unit index; a null is a unit without
   * a location and comes last. Good units keep their order, data before parity, since a data unit
   * saves the decode; avoided ones follow, the least slow first.
   */
  public Order rank(List<String> dataNodes, long nowNanos) {
    List<Integer> good = new ArrayList<>();
    List<Integer> avoided = new ArrayList<>();
    List<Integer> absent = new ArrayList<>();
    for (int unit = 0; unit < dataNodes.size(); unit++) {
      String dataNode = dataNodes.get(unit);
      if (dataNode == null) {
        absent.add(unit);
      } else if (isAvoided(dataNode, nowNanos)) {
        avoided.add(unit);
      } else {
        good.add(unit);
      }
    }
    avoided.sort(Comparator.comparingDouble(unit -> scores.get(dataNodes.get(unit)).slowness));
    int goodUnits = good.size();
    good.addAll(avoided);
    int locatedUnits = good.size();
    good.addAll(absent);
    return new Order(good, goodUnits, locatedUnits);
  }

  /** Whether {@code dataNode} is avoided at {@code nowNanos}. */
  public boolean isAvoided(String dataNode, long nowNanos) {
    Score score = scores.get(dataNode);
    return score != null && score.avoidedAt(nowNanos);
  }
}
