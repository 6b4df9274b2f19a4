package io.github.hadoopaccel.read.signal;

import io.github.hadoopaccel.read.hedge.Posture;
import java.util.List;
import java.util.Objects;

/**
 * What a task tells the ApplicationMaster about its reading (seed S0: the observation module). All
 * totals count from the attempt's first read. Immutable.
 *
 * @param attemptId the task attempt, {@code attempt_…}
 * @param readerId picked at random by the attempt's reader, the same in all of its reports: a
 *     report with another one is not of this reader
 * @param last whether the reader has ended and reports no more
 * @param ageMillis time since the attempt's first read began
 * @param input what it reads
 * @param windows what it did lately
 * @param totals what it has done
 * @param waitingMillis how long its consumer has been waiting for data at this moment; 0 where it
 *     is not waiting, the longest where several streams wait. Not in {@code totals} and {@code
 *     windows} yet
 * @param posture the posture of the next stripe
 * @param extraUnits h of the next stripe
 * @param networkLoadFraction load of the node's network, 0 to 1; negative where unknown
 * @param decoders classes that rebuild units, with commas between; empty where none is open yet
 * @param dataNodes per DataNode, at most {@link #MAX_DATA_NODES}
 */
public record ReadReport(
    String attemptId,
    long readerId,
    boolean last,
    long ageMillis,
    ReadInput input,
    ReadWindows windows,
    ReadTotals totals,
    long waitingMillis,
    Posture posture,
    int extraUnits,
    double networkLoadFraction,
    String decoders,
    List<DataNodeSample> dataNodes) {

  /** Longest list of decoders, in characters. */
  public static final int MAX_DECODERS_CHARS = 256;

  /** Most DataNodes in one report; those read from at this moment and the busiest are kept. */
  public static final int MAX_DATA_NODES = 64;

  /**
   * Checks every range, so that a forged or damaged report is refused at the border.
   *
   * @throws IllegalArgumentException naming the field and its value
   */
  public ReadReport {
    Objects.requireNonNull(attemptId, "attemptId");
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(windows, "windows");
    Objects.requireNonNull(totals, "totals");
    Objects.requireNonNull(posture, "posture");
    Objects.requireNonNull(decoders, "decoders");
    SignalRange.requireCount("ageMillis", ageMillis);
    SignalRange.requireCount("waitingMillis", waitingMillis);
    if (extraUnits < 0 || extraUnits > Directive.MAX_EXTRA_UNITS) {
      throw new IllegalArgumentException("extraUnits = " + extraUnits + " is out of range");
    }
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

  /** Useful bytes so far. */
  public long usefulBytes() {
    return totals.usefulBytes();
  }

  /** Extra bytes so far. */
  public long extraBytes() {
    return totals.extraBytes();
  }

  /** Bytes per second in the configured window (S0-02); 0 before the window has any length. */
  public double rateBytesPerSec() {
    return windows.rateBytesPerSec();
  }

  /** Whether the node's network load is known. */
  public boolean networkLoadKnown() {
    return networkLoadFraction >= 0;
  }

  /** The same report without the DataNodes, for whoever has taken them in and keeps the rest. */
  public ReadReport withoutDataNodes() {
    return dataNodes.isEmpty() ? this : kept(attemptId, input, decoders);
  }

  /** The same without the DataNodes, by instances of its texts that others have too. */
  public ReadReport kept(String sameAttemptId, ReadInput sameInput, String sameDecoders) {
    return new ReadReport(
        sameAttemptId,
        readerId,
        last,
        ageMillis,
        sameInput,
        windows,
        totals,
        waitingMillis,
        posture,
        extraUnits,
        networkLoadFraction,
        sameDecoders,
        List.of());
  }
}
