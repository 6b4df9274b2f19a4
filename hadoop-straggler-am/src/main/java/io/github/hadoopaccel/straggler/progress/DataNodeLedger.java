package io.github.hadoopaccel.straggler.progress;

import io.github.hadoopaccel.read.signal.DataNodeSample;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The bandwidth of each DataNode as the attempts have seen it (S0-04). Immutable.
 *
 * <p>Bandwidth of a DataNode = Σ wᵢ·bᵢ / Σ wᵢ over the attempts i that have read from it, with bᵢ
 * the recent bandwidth attempt i saw and wᵢ its reads from that DataNode, at most {@value
 * #MAX_WEIGHT}, so that one long attempt does not outvote the others. Example: 10 MB/s over 3 reads
 * and 2 MB/s over 1 read give (3·10 + 1·2) / 4 = 8 MB/s.
 *
 * @param bytesPerSec bandwidth by transfer address
 */
public record DataNodeLedger(Map<String, Double> bytesPerSec) {
  /** Reads after which an attempt's word on a DataNode weighs no more; a guess. */
  static final int MAX_WEIGHT = 64;

  /** Fewest DataNodes among which one can be called slow: two have no majority. */
  static final int MIN_DATA_NODES = 3;

  /** Copies the map. */
  public DataNodeLedger {
    bytesPerSec = Map.copyOf(bytesPerSec);
  }

  /** Merges what {@code attempts} said of their DataNodes. */
  public static DataNodeLedger merge(Collection<AttemptProgress> attempts) {
    Map<String, double[]> sums = new HashMap<>();
    for (AttemptProgress attempt : attempts) {
      for (DataNodeSample sample : attempt.report().dataNodes()) {
        if (sample.reads() > 0) {
          double weight = Math.min(sample.reads(), MAX_WEIGHT);
          double[] sum = sums.computeIfAbsent(sample.dataNode(), name -> new double[2]);
          sum[0] += weight * sample.bytesPerSec();
          sum[1] += weight;
        }
      }
    }
    return new DataNodeLedger(
        sums.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> entry.getValue()[0] / entry.getValue()[1])));
  }

  /** The middle bandwidth, the mean of the two middle ones for an even number; 0 for none. */
  public double medianBytesPerSec() {
    double[] sorted =
        bytesPerSec.values().stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return 0;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * The DataNodes slower than {@code fraction} of the median, by name; none where fewer than
   * {@value #MIN_DATA_NODES} are known.
   */
  public Set<String> slowerThan(double fraction) {
    if (bytesPerSec.size() < MIN_DATA_NODES) {
      return Set.of();
    }
    double threshold = fraction * medianBytesPerSec();
    Map<String, Double> slow = new TreeMap<>(bytesPerSec);
    slow.values().removeIf(bandwidth -> !(bandwidth < threshold));
    return slow.keySet();
  }
}
