package io.github.hadoopaccel.read.signal;

import io.github.hadoopaccel.read.hedge.Posture;
import java.util.List;
import java.util.Objects;

/**
 * What a task tells the ApplicationMaster about its reading (seed S0: the observation module). All
 * totals count from the attempt's first read. Immutable.
 *
 * @param attemptId the task attempt, {@code attempt_…}
 * @param ageMillis time since the attempt's first read began
 * @param windowMillis length of the sliding window, or the age where that is shorter
 * @param windowBytes useful bytes delivered in the window
 * @param usefulBytes bytes delivered to the consumer
 * @param extraBytes bytes received from DataNodes beyond the useful ones
 * @param stallMillis time the consumer waited for data
 * @param decodeMillis part of the stall spent rebuilding units
 * @param userMillis time between reads, spent in user code; 0 where no record reader tells
 * @param hedgesStarted extra unit reads started
 * @param hedgesWon stripes completed with a unit that a hedge brought
 * @param stripesRead stripes delivered
 * @param stripesDecoded stripes of which a unit was rebuilt
 * @param timesAccelerated how often the posture became ACCELERATED
 * @param posture the posture of the next stripe
 * @param networkLoadFraction load of the node's network, 0 to 1; negative where unknown
 * @param decoders classes that rebuild units, with commas between; empty where none is open yet
 * @param dataNodes per DataNode, at most {@link #MAX_DATA_NODES}
 */
public record ReadReport(
    String attemptId,
    long ageMillis,
    long windowMillis,
    long windowBytes,
    long usefulBytes,
    long extraBytes,
    long stallMillis,
    long decodeMillis,
    long userMillis,
    long hedgesStarted,
    long hedgesWon,
    long stripesRead,
    long stripesDecoded,
    long timesAccelerated,
    Posture posture,
    double networkLoadFraction,
    String decoders,
    List<DataNodeSample> dataNodes) {

  /** Longest list of decoders, in characters. */
  public static final int MAX_DECODERS_CHARS = 256;

  /** Most DataNodes in one report; the busiest are kept. */
  public static final int MAX_DATA_NODES = 64;

  /**
   * Checks every range, so that a forged or damaged report is refused at the border.
   *
   * @throws IllegalArgumentException naming the field and its value
   */
  public ReadReport {
    Objects.requireNonNull(attemptId, "attemptId");
    Objects.requireNonNull(posture, "posture");
    Objects.requireNonNull(decoders, "decoders");
    requireCount("ageMillis", ageMillis);
    requireCount("windowMillis", windowMillis);
    requireCount("windowBytes", windowBytes);
    requireCount("usefulBytes", usefulBytes);
    requireCount("extraBytes", extraBytes);
    requireCount("stallMillis", stallMillis);
    requireCount("decodeMillis", decodeMillis);
    requireCount("userMillis", userMillis);
    requireCount("hedgesStarted", hedgesStarted);
    requireCount("hedgesWon", hedgesWon);
    requireCount("stripesRead", stripesRead);
    requireCount("stripesDecoded", stripesDecoded);
    requireCount("timesAccelerated", timesAccelerated);
    if (decoders.length() > MAX_DECODERS_CHARS) {
      throw new IllegalArgumentException(
          "decoders holds "
              + decoders.length()
              + " characters, at most "
              + MAX_DECODERS_CHARS
              + " are allowed");
    }
    if (!(networkLoadFraction <= 1.0)) {
      throw new IllegalArgumentException(
          "networkLoadFraction = " + networkLoadFraction + " is not at most 1");
    }
    dataNodes = List.copyOf(dataNodes);
    if (dataNodes.size() > MAX_DATA_NODES) {
      throw new IllegalArgumentException(
          "dataNodes holds " + dataNodes.size() + ", at most " + MAX_DATA_NODES + " are allowed");
    }
  }

  /** Bytes per second in the window (S0-02); 0 before the window has any length. */
  public double rateBytesPerSec() {
    return windowMillis == 0 ? 0 : windowBytes * 1000.0 / windowMillis;
  }

  /** Whether the node's network load is known. */
  public boolean networkLoadKnown() {
    return networkLoadFraction >= 0;
  }

  static void requireCount(String field, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(field + " = " + value + " is negative");
    }
  }

  static void requireRate(String field, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(field + " = " + value + " is not a finite rate");
    }
  }
}
