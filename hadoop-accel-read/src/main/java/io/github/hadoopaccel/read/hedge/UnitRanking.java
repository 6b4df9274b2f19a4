package io.github.hadoopaccel.read.hedge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Ranks the units of a block group by how their holders did against their peers, so that a slow one
 * is read last and costs no hedge stripe after stripe (after the slow-unit avoidance measured for
 * RS-6-3). Not thread-safe; the owner guards it.
 *
 * <p>Each unit read is compared with what its peers took: the median of its own stripe, or the
 * typical time of such a read where it was read alone. The slowness of a holder is the moving
 * average (weight one half) of that ratio, so it does not depend on read sizes or on the load of
 * the whole cluster. What a read took beyond its peers counts only where it is more than rebuilding
 * the unit would cost: a position that saves a decode is worth that much waiting.
 *
 * <p>From {@code slowFactor} on a holder is avoided for the probe interval, and until its slowness
 * is below (1 + {@code slowFactor}) / 2. It takes three slow reads in a row, since a single one may
 * be the fault of this client or of chance. A read that was abandoned after twice the median counts
 * as two, since it lost to a hedge that began later, and a failed one as three. After the interval
 * one reader that wants the unit tries it again; each time it is still slow the interval doubles,
 * up to 32 times.
 *
 * <p>A holder is avoided only for reads that it would delay by more than what makes a read slow: a
 * small read past a holder of little bandwidth takes no harm, and reading k units instead of one
 * would do some.
 *
 * <p>DataNodes are scored as a whole and by storage: a storage that has not been read yet is taken
 * to be like its DataNode.
 *
 * <p>Example: slow factor 3, a holder that takes 500 ms three times where the median takes 50 ms:
 * ratio 10, slowness (1 + 10) / 2 = 5.5, then 7.75, then 8.875, avoided. A probe takes 50 ms: ratio
 * 1 sets the slowness to 1, and it is read again. Had the probe taken 150 ms, ratio 3, the slowness
 * of (8.875 + 3) / 2 = 5.9375 would have kept it avoided.
 */
public final class UnitRanking {
  private static final double WEIGHT = 0.5;

  /** A hung holder is not infinitely slow: it must be able to come back. */
  private static final double MAX_RATIO = 1000;

  /** With two, readers on a busy 2-core machine avoided healthy DataNodes (scripts/bench read). */
  private static final int STRIKES = 3;

  /** So that two lost reads, which a new task's budget pays for, are enough. */
  private static final int STRIKES_OF_A_LOSER = 2;

  /** That of the peer rule by which hedges begin. */
  private static final double LATE_RATIO = 2;

  private static final int MAX_DOUBLINGS = 5;

  /** As many as the largest clusters have; beyond it everything is forgotten. */
  private static final int MAX_HOLDERS = 10_000;

  private final double slowFactor;
  private final long minExcessNanos;
  private final long probeIntervalNanos;
  private final Map<UnitHolder, Score> scores = new HashMap<>();

  private static final class Score {
    double slowness = 1;
    int strikes;
    boolean slow;
    boolean probing;
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
   * @param copies of the units, by their number
   */
  public record Order(List<Integer> order, int goodUnits, int locatedUnits, List<UnitCopy> copies) {
    /** Copies the lists in. */
    public Order {
      order = List.copyOf(order);
      copies = List.copyOf(copies);
    }

    /** Units of which there is one copy each, wherever that is. */
    public Order(List<Integer> order, int goodUnits, int locatedUnits) {
      this(order, goodUnits, locatedUnits, oneCopyEach(order, goodUnits));
    }

    /** The same with a second read of the best copy of each of {@code units} that is good. */
    public Order withSecondReads(IntPredicate units) {
      List<UnitCopy> all = new ArrayList<>(copies);
      for (UnitCopy copy : copies.subList(0, order.size())) {
        if (copy.good() && units.test(copy.unitIndex())) {
          all.add(new UnitCopy(all.size(), copy.unitIndex(), copy.holder(), true, true));
        }
      }
      return new Order(order, goodUnits, locatedUnits, all);
    }

    private static List<UnitCopy> oneCopyEach(List<Integer> order, int goodUnits) {
      return IntStream.range(0, order.size())
          .mapToObj(unit -> new UnitCopy(unit, unit, null, order.indexOf(unit) < goodUnits))
          .toList();
    }
  }

  /**
   * A ranking that knows nothing yet.
   *
   * @param slowFactor ratio to the peers from which a holder is slow, above 1
   * @param minExcessNanos a read that took less than this beyond its peers is never slow
   * @param probeIntervalNanos time until a slow holder is tried again
   */
  public UnitRanking(double slowFactor, long minExcessNanos, long probeIntervalNanos) {
    this.slowFactor = slowFactor;
    this.minExcessNanos = minExcessNanos;
    this.probeIntervalNanos = probeIntervalNanos;
  }

  /**
   * Takes in one unit read.
   *
   * @param holder who served it
   * @param tookNanos how long it took, or has taken so far if it was abandoned
   * @param peersNanos what its peers took, see the class comment
   * @param rebuildNanos what rebuilding the unit would cost
   * @param alone whether it was read alone: then nobody knows who else was slow at that moment,
   *     such as this client, and a single slow read is no proof
   * @param arrived false for an abandoned read, which can prove a holder slow but not good
   */
  public void observe(
      UnitHolder holder,
      long tookNanos,
      long peersNanos,
      long rebuildNanos,
      boolean arrived,
      long nowNanos) {
    double ratio =
        tookNanos - peersNanos < Math.max(minExcessNanos, rebuildNanos)
            ? 1
            : Math.min(MAX_RATIO, (double) tookNanos / Math.max(1, peersNanos));
    if (!arrived) {
      if (ratio < LATE_RATIO) {
        return;
      }
      // It would have taken longer than it was given: how much longer, nobody waited to see.
      ratio = Math.max(ratio, 2 * slowFactor);
    }
    take(holder, ratio, arrived ? 1 : STRIKES_OF_A_LOSER, nowNanos);
  }

  /** Takes in a failed unit read: the holder is avoided as if it had been very slow. */
  public void failed(UnitHolder holder, long nowNanos) {
    for (UnitHolder each : levels(holder)) {
      Score score = score(each);
      score.slowness = MAX_RATIO;
      score.strikes = STRIKES;
      judge(score, nowNanos);
    }
  }

  /** A holder that was to be tried again was not read after all: the next reader may. */
  public void notRead(UnitHolder holder, long nowNanos) {
    for (UnitHolder each : levels(holder)) {
      Score score = scores.get(each);
      if (score != null && score.probing) {
        score.probing = false;
        score.avoidUntilNanos = nowNanos;
      }
    }
  }

  private void take(UnitHolder holder, double ratio, int strikes, long nowNanos) {
    for (UnitHolder each : levels(holder)) {
      Score score = score(each);
      score.strikes = ratio < slowFactor ? 0 : Math.min(STRIKES, score.strikes + strikes);
      if (ratio == 1) {
        score.slowness = 1;
      } else {
        score.slowness += WEIGHT * (ratio - score.slowness);
      }
      judge(score, nowNanos);
    }
  }

  private static Set<UnitHolder> levels(UnitHolder holder) {
    return holder.storage().isEmpty() ? Set.of(holder) : Set.of(holder, holder.wholeDataNode());
  }

  private void judge(Score score, long nowNanos) {
    double limit = score.slow ? (1 + slowFactor) / 2 : slowFactor;
    if (score.slowness < limit) {
      score.slow = false;
      score.failedProbes = 0;
      return;
    }
    if (!score.slow && score.strikes < STRIKES) {
      return;
    }
    if (score.avoidedAt(nowNanos) && !score.probing) {
      return;
    }
    score.failedProbes = score.slow ? Math.min(MAX_DOUBLINGS, score.failedProbes + 1) : 0;
    score.slow = true;
    avoid(score, nowNanos);
  }

  private void avoid(Score score, long nowNanos) {
    score.probing = false;
    score.avoidUntilNanos = nowNanos + (probeIntervalNanos << score.failedProbes);
  }

  private Score score(UnitHolder holder) {
    if (scores.size() >= MAX_HOLDERS && !scores.containsKey(holder)) {
      scores.clear();
    }
    return scores.computeIfAbsent(holder, name -> new Score());
  }

  /** The score that speaks for {@code holder}, or null if nothing is known. */
  private Score known(UnitHolder holder) {
    Score own = scores.get(holder);
    return own != null ? own : scores.get(holder.wholeDataNode());
  }

  /**
   * Ranks units by who holds them. A unit is as good as the best of its copies; one without a
   * location comes last. Good units keep their order, data before parity, since a data unit saves
   * the decode; avoided ones follow, the least slow first. An avoided holder whose time is up is
   * good for this caller alone, who reads it to find out; there is no need to find out where
   * another copy of the unit is good.
   *
   * <p>DataNodes that somebody else wants avoided come last of all that have a location, and are
   * neither judged nor tried again for that: their scores stay as they are.
   *
   * @param holders of each unit, by its index; empty where the unit has no location
   * @param wanted which units the caller reads if they are good: only those can be tried again
   * @param typicalNanos what such a read usually takes; 0 where nothing is known
   * @param rebuildNanos what rebuilding a unit would cost
   * @param unwelcome transfer addresses of the DataNodes that somebody else wants avoided
   */
  public Order rank(
      List<List<UnitHolder>> holders,
      IntPredicate wanted,
      long typicalNanos,
      long rebuildNanos,
      Set<String> unwelcome,
      long nowNanos) {
    Comparator<UnitHolder> leastSlowFirst =
        Comparator.comparing((UnitHolder holder) -> unwelcome.contains(holder.dataNode()))
            .thenComparingDouble(this::slowness);
    double worthNanos = Math.max(minExcessNanos, rebuildNanos);
    List<Integer> good = new ArrayList<>();
    List<Integer> avoided = new ArrayList<>();
    List<Integer> absent = new ArrayList<>();
    List<UnitCopy> copies = new ArrayList<>();
    List<UnitCopy> further = new ArrayList<>();
    for (int unit = 0; unit < holders.size(); unit++) {
      List<UnitHolder> best = new ArrayList<>(holders.get(unit));
      Set<UnitHolder> goodOnes =
          goodFor(best, wanted.test(unit), typicalNanos, worthNanos, unwelcome, nowNanos);
      best.sort(
          Comparator.comparing((UnitHolder holder) -> !goodOnes.contains(holder))
              .thenComparing(leastSlowFirst));
      if (best.isEmpty()) {
        absent.add(unit);
        copies.add(new UnitCopy(unit, unit, null, false));
      } else {
        (goodOnes.isEmpty() ? avoided : good).add(unit);
        copies.add(new UnitCopy(unit, unit, best.get(0), !goodOnes.isEmpty()));
      }
      for (UnitHolder holder : best.subList(Math.min(1, best.size()), best.size())) {
        int index = holders.size() + further.size();
        further.add(new UnitCopy(index, unit, holder, goodOnes.contains(holder)));
      }
    }
    avoided.sort(Comparator.comparing(unit -> copies.get(unit).holder(), leastSlowFirst));
    int goodUnits = good.size();
    good.addAll(avoided);
    int locatedUnits = good.size();
    good.addAll(absent);
    copies.addAll(further);
    return new Order(good, goodUnits, locatedUnits, copies);
  }

  /** Ranks units where nobody else wants any DataNode avoided. */
  public Order rank(
      List<List<UnitHolder>> holders,
      IntPredicate wanted,
      long typicalNanos,
      long rebuildNanos,
      long nowNanos) {
    return rank(holders, wanted, typicalNanos, rebuildNanos, Set.of(), nowNanos);
  }

  /** The holders of a unit that are good; of those that may be tried again the least slow one. */
  private Set<UnitHolder> goodFor(
      List<UnitHolder> holders,
      boolean wanted,
      long typicalNanos,
      double worthNanos,
      Set<String> unwelcome,
      long nowNanos) {
    Set<UnitHolder> good = new HashSet<>();
    UnitHolder leastSlow = null;
    for (UnitHolder holder : holders) {
      if (unwelcome.contains(holder.dataNode())) {
        continue;
      }
      Score score = known(holder);
      if (score == null || !score.slow || isHarmless(score, typicalNanos, worthNanos)) {
        good.add(holder);
      } else if (!score.avoidedAt(nowNanos)
          && (leastSlow == null || score.slowness < slowness(leastSlow))) {
        leastSlow = holder;
      }
    }
    if (good.isEmpty() && wanted && leastSlow != null) {
      Score score = known(leastSlow);
      avoid(score, nowNanos);
      score.probing = true;
      good.add(leastSlow);
    }
    return good;
  }

  /** Whether a read is expected to come so little later than from others. */
  private static boolean isHarmless(Score score, long typicalNanos, double worthNanos) {
    return typicalNanos > 0 && (score.slowness - 1) * typicalNanos < worthNanos;
  }

  /** Whether {@code holder} is avoided at {@code nowNanos}. */
  public boolean isAvoided(UnitHolder holder, long nowNanos) {
    Score score = known(holder);
    return score != null && score.avoidedAt(nowNanos);
  }

  /** Moving average of the ratio to the peers; 1 where nothing is known. */
  public double slowness(UnitHolder holder) {
    Score score = known(holder);
    return score == null ? 1 : score.slowness;
  }
}
