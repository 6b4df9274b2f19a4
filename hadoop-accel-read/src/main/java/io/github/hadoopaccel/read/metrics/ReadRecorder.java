package io.github.hadoopaccel.read.metrics;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.ReadInput;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.ReadTotals;
import io.github.hadoopaccel.read.signal.ReadWindows;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Everything that one task's streams have read and what it cost. Job counters, reports to the
 * ApplicationMaster and benchmarks are all taken from here. Thread-safe; guarded by this.
 */
public final class ReadRecorder {
  /** A shorter wait is lost among the switches of threads. */
  private static final long HICCUP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final long windowNanos;
  private final EnumMap<AccelCounter, Long> counts = new EnumMap<>(AccelCounter.class);
  private final SortedSet<String> decoders = new TreeSet<>();
  private final DataNodeLog dataNodes = new DataNodeLog();
  private RateWindow window;
  private long firstReadNanos;
  private long receivedBytes;
  private long stallNanos;
  private long decodeNanos;
  private long userNanos;
  private long hiccupNanos;
  private long firstBytesNanos;

  /** A recorder that has seen nothing, with a rate window of {@code windowNanos}. */
  public ReadRecorder(long windowNanos) {
    this.windowNanos = windowNanos;
    for (AccelCounter counter : AccelCounter.values()) {
      counts.put(counter, 0L);
    }
  }

  /** The task's first read begins. */
  public synchronized void readBegins(long nowNanos) {
    if (window == null) {
      firstReadNanos = nowNanos;
      window = new RateWindow(windowNanos, nowNanos);
    }
  }

  /** A unit read ended or stopped after {@code nanos} with {@code bytes} received. */
  public synchronized void unitRead(String dataNode, long bytes, long nanos) {
    receivedBytes += bytes;
    dataNodes.add(dataNode, bytes, nanos);
  }

  /** Bytes came in by a read that says nothing about its DataNode. */
  public synchronized void received(long bytes) {
    receivedBytes += bytes;
  }

  /** Adds {@code amount} to a counter that is not a time or a byte count. */
  public synchronized void count(AccelCounter counter, long amount) {
    counts.merge(counter, amount, Long::sum);
  }

  /**
   * A stripe, or the wanted part of one, was read.
   *
   * @param usefulBytes bytes read for the consumer
   * @param stalledNanos time it waited, decoding included
   * @param decodedNanos time spent rebuilding units, 0 where none was
   */
  public synchronized void stripeRead(
      long usefulBytes, long stalledNanos, long decodedNanos, long nowNanos) {
    readBegins(nowNanos);
    window.add(usefulBytes, nowNanos);
    stallNanos += stalledNanos;
    decodeNanos += decodedNanos;
    counts.merge(AccelCounter.BYTES_USEFUL, usefulBytes, Long::sum);
    counts.merge(AccelCounter.STRIPES_READ, 1L, Long::sum);
    if (decodedNanos > 0) {
      counts.merge(AccelCounter.STRIPES_DECODED, 1L, Long::sum);
    }
  }

  /** A consumer waited so long for the first bytes of its stream (seed S2-04). */
  public synchronized void firstBytes(long waitedNanos) {
    firstBytesNanos += waitedNanos;
  }

  /** A consumer that had read came back and waited so long: a hiccup (S2-02) if it noticed. */
  public synchronized void stalled(long waitedNanos) {
    if (waitedNanos >= HICCUP_NANOS) {
      counts.merge(AccelCounter.HICCUPS, 1L, Long::sum);
      hiccupNanos += waitedNanos;
    }
  }

  /**
   * Units are rebuilt by a decoder of this class.
   *
   * @return whether it is the first time that this is said of the class
   */
  public synchronized boolean decodesWith(String decoder) {
    return decoders.add(decoder);
  }

  /** The consumer spent {@code nanos} in its own code. */
  public synchronized void userCode(long nanos) {
    userNanos += nanos;
  }

  /** All counters at this moment. */
  public synchronized Map<AccelCounter, Long> counters() {
    EnumMap<AccelCounter, Long> snapshot = new EnumMap<>(counts);
    snapshot.put(AccelCounter.BYTES_EXTRA, extraBytes());
    snapshot.put(AccelCounter.STALL_MILLIS, TimeUnit.NANOSECONDS.toMillis(stallNanos));
    snapshot.put(AccelCounter.HICCUP_MILLIS, TimeUnit.NANOSECONDS.toMillis(hiccupNanos));
    snapshot.put(AccelCounter.FIRST_BYTES_MILLIS, TimeUnit.NANOSECONDS.toMillis(firstBytesNanos));
    snapshot.put(AccelCounter.USER_MILLIS, TimeUnit.NANOSECONDS.toMillis(userNanos));
    return snapshot;
  }

  /** Whether anything has been read. */
  public synchronized boolean hasRead() {
    return window != null;
  }

  /**
   * The report of {@code attemptId} at this moment.
   *
   * @param networkLoadFraction load of the node's network, negative where unknown
   */
  public synchronized ReadReport report(
      String attemptId, Posture posture, double networkLoadFraction, long nowNanos) {
    long ageNanos = window == null ? 0 : Math.max(0, nowNanos - firstReadNanos);
    long spanNanos = window == null ? 0 : Math.min(ageNanos, window.windowNanos());
    long windowBytes = window == null ? 0 : window.bytesAt(nowNanos);
    return new ReadReport(
        attemptId,
        0,
        false,
        TimeUnit.NANOSECONDS.toMillis(ageNanos),
        ReadInput.UNKNOWN,
        new ReadWindows(
            TimeUnit.NANOSECONDS.toMillis(spanNanos),
            windowBytes,
            0,
            0,
            windowBytes,
            windowBytes,
            windowBytes),
        new ReadTotals(
            counts.get(AccelCounter.BYTES_USEFUL),
            extraBytes(),
            TimeUnit.NANOSECONDS.toMillis(stallNanos),
            TimeUnit.NANOSECONDS.toMillis(decodeNanos),
            TimeUnit.NANOSECONDS.toMillis(userNanos),
            0,
            counts.get(AccelCounter.HEDGES_STARTED),
            counts.get(AccelCounter.HEDGES_WON),
            counts.get(AccelCounter.HEDGES_REFUSED),
            counts.get(AccelCounter.STRIPES_READ),
            counts.get(AccelCounter.STRIPES_DECODED),
            counts.get(AccelCounter.TIMES_ACCELERATED)),
        0,
        posture,
        0,
        Math.min(1.0, networkLoadFraction),
        shortened(String.join(",", decoders)),
        dataNodes.samples());
  }

  private static String shortened(String names) {
    return names.substring(0, Math.min(names.length(), ReadReport.MAX_DECODERS_CHARS));
  }

  private long extraBytes() {
    return Math.max(0, receivedBytes - counts.get(AccelCounter.BYTES_USEFUL));
  }
}
