package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.hedge.Md1Queue;
import io.github.hadoopaccel.read.hedge.ReadTimes;
import io.github.hadoopaccel.read.hedge.StripeOutlook;
import io.github.hadoopaccel.read.hedge.UnitCopy;
import io.github.hadoopaccel.read.hedge.UnitHolder;
import io.github.hadoopaccel.read.hedge.UnitRanking;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * What the streams of a JVM know of the DataNodes, from all reads of all of them: who is slow, how
 * long reads take, how loaded the cluster is, what rebuilding costs. Thread-safe; guarded by this.
 */
public final class Scoreboard {
  private static final double DECODE_WEIGHT = 1.0 / 8;

  private final UnitRanking ranking;
  private final ReadTimes times = new ReadTimes();
  private double decodeNanosPerByte;

  /** A scoreboard that knows what {@code ranking} knows. */
  public Scoreboard(UnitRanking ranking) {
    this.ranking = ranking;
  }

  /**
   * What is to be expected of the units of a band.
   *
   * @param holders of each unit, by its index; empty where a unit has none
   * @param read which units will be read if they are good
   * @param unwelcome DataNodes to read last whatever is known of them
   */
  synchronized StripeOutlook outlook(
      StripeRange band,
      List<List<UnitHolder>> holders,
      IntPredicate read,
      Set<String> unwelcome,
      long nowNanos) {
    long typicalNanos = times.typicalNanos(band.rows());
    UnitRanking.Order order =
        ranking.rank(holders, read, typicalNanos, rebuildNanos(band.rows()), unwelcome, nowNanos);
    if (band.wantedUnits() < band.presentDataUnits()) {
      order = order.withSecondReads(band::isWanted);
    }
    List<Double> loads = new ArrayList<>(order.copies().size());
    for (UnitCopy copy : order.copies()) {
      UnitHolder holder = copy.holder();
      loads.add(holder == null ? 0 : Md1Queue.loadForMeanWait(ranking.slowness(holder) - 1));
    }
    return new StripeOutlook(order, typicalNanos, loads);
  }

  private long rebuildNanos(long bytes) {
    return (long) (decodeNanosPerByte * bytes);
  }

  /**
   * A unit was read, or its read abandoned.
   *
   * @param bytes that were asked for
   * @param peersNanos median of its stripe, or 0 where it was read alone
   * @param arrived false if it was abandoned
   */
  synchronized void unitRead(
      UnitHolder holder,
      long bytes,
      long tookNanos,
      long peersNanos,
      boolean arrived,
      long nowNanos) {
    long usual = peersNanos > 0 ? peersNanos : times.typicalNanos(bytes);
    if (arrived) {
      times.add(bytes, tookNanos, nowNanos);
    }
    if (usual > 0) {
      ranking.observe(holder, tookNanos, usual, rebuildNanos(bytes), arrived, nowNanos);
    }
  }

  /** A unit was not read after all, or not long enough to tell anything. */
  synchronized void notRead(UnitHolder holder, long nowNanos) {
    ranking.notRead(holder, nowNanos);
  }

  /** A read of a unit failed. */
  synchronized void unitFailed(UnitHolder holder, long nowNanos) {
    ranking.failed(holder, nowNanos);
  }

  /** Rebuilding {@code bytes} of units took {@code nanos}. */
  synchronized void decoded(long bytes, long nanos) {
    double cost = (double) nanos / Math.max(1, bytes);
    decodeNanosPerByte += DECODE_WEIGHT * (cost - decodeNanosPerByte);
  }

  /** Load of the DataNodes, 0 to below 1. */
  public synchronized double load(long nowNanos) {
    return times.load(nowNanos);
  }
}
