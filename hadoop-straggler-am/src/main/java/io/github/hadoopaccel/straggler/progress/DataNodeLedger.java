package io.github.hadoopaccel.straggler.progress;

import io.github.hadoopaccel.read.signal.DataNodeSample;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What all attempts together have seen of each DataNode (S0-04), merged as their reports come in.
 *
 * <p>Each report adds the reads that are new in it, at most {@value #MAX_WEIGHT} of a DataNode, so
 * that one long attempt does not outvote the others. What was added loses half of its weight every
 * {@value #HALF_LIFE_MILLIS} ms; a DataNode nobody spoke of for {@value #MEMORY_MILLIS} ms is
 * forgotten. Bandwidth of a DataNode = Σ wᵢ·bᵢ / Σ wᵢ. Example: 10 MB/s over 3 reads and, at the
 * same time, 2 MB/s over 1 read give (3·10 + 1·2) / 4 = 8 MB/s; had the 3 reads been {@value
 * #HALF_LIFE_MILLIS} ms earlier, (1.5·10 + 1·2) / 2.5 = 6.8 MB/s. A read that has been under way
 * for {@value #STUCK_MILLIS} ms counts as one at 0 MB/s: a hung DataNode ends none.
 *
 * <p>A DataNode becomes slow when its bandwidth is below {@code slowFraction} of the median
 * DataNode and, in doublings, more than {@value #MAD_MULTIPLE} median absolute deviations below it,
 * by reads of weight {@value #MIN_WEIGHT} or more; it stays slow until its bandwidth is above (1 +
 * {@code slowFraction}) / 2 of the median. Bandwidths of healthy DataNodes differ by factors, so
 * deviations are taken of logarithms: log2(bandwidth / median). Fewer than {@value #MIN_DATA_NODES}
 * have no majority: none of them is slow. Example: bandwidths of 100, 100, 80, 125 and 20 MB/s have
 * the median 100 and deviations of 0, 0, 0.32, 0.32 and 2.32 doublings, whose median is 0.32: with
 * a fraction of 0.33 the last one is slow, since 20 < 33 and 2.32 > 3·0.32.
 *
 * <p>Bounded: beyond {@value #MAX_DATA_NODES} new ones are not followed, and counted. Not
 * thread-safe; the owner guards it. Times are of one steady clock.
 */
public final class DataNodeLedger {
  static final int MAX_WEIGHT = 64;
  static final long HALF_LIFE_MILLIS = 20_000;
  static final long MEMORY_MILLIS = 120_000;
  static final long STUCK_MILLIS = 2_000;
  static final double MAD_MULTIPLE = 3;
  static final double MIN_WEIGHT = 1;
  static final int MIN_DATA_NODES = 3;
  static final int MAX_DATA_NODES = 10_000;

  private final double slowFraction;
  private final Map<String, Entry> entries = new HashMap<>();
  private long notFollowed;

  private static final class Entry {
    final String name;
    double weight;
    double weightedBytesPerSec;
    double weightedLatencyMillis;
    long atMillis;
    boolean slow;

    Entry(String name, long atMillis) {
      this.name = name;
      this.atMillis = atMillis;
    }

    void add(double added, double bytesPerSec, double latencyMillis, long nowMillis) {
      double kept = Math.pow(0.5, (double) Math.max(0, nowMillis - atMillis) / HALF_LIFE_MILLIS);
      weight = kept * weight + added;
      weightedBytesPerSec = kept * weightedBytesPerSec + added * bytesPerSec;
      weightedLatencyMillis = kept * weightedLatencyMillis + added * latencyMillis;
      atMillis = Math.max(atMillis, nowMillis);
    }

    double bytesPerSec() {
      return weightedBytesPerSec / weight;
    }
  }

  /**
   * A ledger that knows nothing.
   *
   * @param slowFraction fraction of the median below which a DataNode is slow, 0 to 1
   */
  public DataNodeLedger(double slowFraction) {
    this.slowFraction = slowFraction;
  }

  /**
   * Takes in what an attempt says of one DataNode.
   *
   * @param readsBefore the reads its previous report told of
   */
  public void add(DataNodeSample sample, long readsBefore, long nowMillis) {
    long fresh = Math.max(0, sample.reads() - readsBefore);
    boolean stuck = sample.pendingMillis() >= STUCK_MILLIS;
    if (fresh == 0 && !stuck) {
      return;
    }
    Entry entry = entry(sample.dataNode(), nowMillis);
    if (entry == null) {
      notFollowed++;
      return;
    }
    if (fresh > 0) {
      double weight = Math.min(MAX_WEIGHT, fresh);
      entry.add(weight, sample.bytesPerSec(), sample.latencyMillis(), nowMillis);
    }
    if (stuck) {
      entry.add(1, 0, sample.pendingMillis(), nowMillis);
    }
  }

  private Entry entry(String name, long nowMillis) {
    Entry known = entries.get(name);
    if (known == null && entries.size() < MAX_DATA_NODES) {
      known = new Entry(name, nowMillis);
      entries.put(name, known);
    }
    return known;
  }

  /** The one instance of a name that is known; the given one where it is not. */
  public String intern(String name) {
    Entry entry = entries.get(name);
    return entry == null ? name : entry.name;
  }

  /** Samples of DataNodes that were not followed because the ledger was full. */
  public long notFollowed() {
    return notFollowed;
  }

  /**
   * The DataNodes at this moment; who is slow is decided anew.
   *
   * @param slowByNameNode transfer addresses of those the NameNode calls slow
   */
  public DataNodeView view(Set<String> slowByNameNode, long nowMillis) {
    entries.values().removeIf(entry -> nowMillis - entry.atMillis > MEMORY_MILLIS);
    double[] bandwidths = entries.values().stream().mapToDouble(Entry::bytesPerSec).toArray();
    double median = median(bandwidths);
    double mad = median(Arrays.stream(bandwidths).map(each -> Math.abs(each - median)).toArray());
    double madDoublings =
        median(Arrays.stream(bandwidths).map(each -> Math.abs(doublings(each, median))).toArray());
    Map<String, DataNodeState> states = new LinkedHashMap<>();
    for (Entry entry : entries.values()) {
      entry.slow = bandwidths.length >= MIN_DATA_NODES && isSlow(entry, median, madDoublings);
      states.put(
          entry.name,
          new DataNodeState(
              entry.bytesPerSec(),
              entry.weightedLatencyMillis / entry.weight,
              entry.slow,
              slowByNameNode.contains(entry.name)));
    }
    return new DataNodeView(states, median, mad);
  }

  private boolean isSlow(Entry entry, double median, double madDoublings) {
    double bandwidth = entry.bytesPerSec();
    if (entry.slow) {
      return bandwidth <= (1 + slowFraction) / 2 * median;
    }
    return entry.weight >= MIN_WEIGHT
        && bandwidth < slowFraction * median
        && -doublings(bandwidth, median) > MAD_MULTIPLE * madDoublings;
  }

  /** How far above the median, in doublings; a DataNode that brought nothing counts with 1 B/s. */
  private static double doublings(double bandwidth, double median) {
    return (Math.log(Math.max(1, bandwidth)) - Math.log(Math.max(1, median))) / Math.log(2);
  }

  /** The middle value, the mean of the two middle ones for an even number; 0 for none. */
  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return 0;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
