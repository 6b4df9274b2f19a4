package io.github.hadoopaccel.read.metrics;

import io.github.hadoopaccel.read.signal.ReadInput;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.ReadTotals;
import io.github.hadoopaccel.read.signal.ReadWindows;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
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
  private final ConsumerWaits waits = new ConsumerWaits();
  private ReadInput input = ReadInput.UNKNOWN;
  private UserCodeClock consumer = new UserCodeClock(this);
  private RecentReading recent;
  private long firstReadNanos;
  private long receivedBytes;
  private long waitNanos;
  private long decodeNanos;
  private long userNanos;
  private long hiccupNanos;
  private long firstBytesNanos;

  /** A recorder that has seen nothing, with a configured window of {@code windowNanos}. */
  public ReadRecorder(long windowNanos) {
    this.windowNanos = windowNanos;
    for (AccelCounter counter : AccelCounter.values()) {
      counts.put(counter, 0L);
    }
  }

  /** The task reads this. */
  public synchronized void reads(ReadInput another) {
    input = Objects.requireNonNull(another, "another");
  }

  /** The clock of a consumer that begins to read; the newest one is asked for reports. */
  public synchronized UserCodeClock consumer() {
    consumer = new UserCodeClock(this);
    return consumer;
  }

  private void begin(long nowNanos) {
    if (recent == null) {
      firstReadNanos = nowNanos;
      recent = new RecentReading(windowNanos, nowNanos);
    }
  }

  /**
   * A consumer waits for data from now on. The first one is the task's first read.
   *
   * @return to be given to {@link #waited} whatever comes of it
   */
  public synchronized ConsumerWait waits(long nowNanos) {
    begin(nowNanos);
    return waits.begin(nowNanos);
  }

  /** A consumer waits no longer; only the first call for each wait counts. */
  public synchronized void waited(ConsumerWait wait, long nowNanos) {
    waits.end(
        wait,
        nowNanos,
        (from, to) -> {
          waitNanos += to - from;
          recent.waited(from, to);
        });
  }

  /** A unit begins to be read from this DataNode; before that it waited for a thread. */
  public synchronized UnitRun unitBegins(String dataNode, long nowNanos) {
    return dataNodes.begin(dataNode, nowNanos);
  }

  /**
   * A unit read has ended, or has stopped after it was abandoned, with {@code bytes} received.
   *
   * @param telling false where that says nothing about its DataNode
   */
  public synchronized void unitEnds(UnitRun run, long bytes, boolean telling, long nowNanos) {
    receivedBytes += bytes;
    if (telling) {
      dataNodes.end(run, bytes, nowNanos);
    } else {
      dataNodes.end(run);
    }
  }

  /** The stock stream read bytes for the consumer; where it had them from is not known. */
  public synchronized void stockRead(long bytes, long nowNanos) {
    begin(nowNanos);
    receivedBytes += bytes;
    delivered(bytes, nowNanos);
  }

  /** Adds {@code amount} to a counter that is not a time or a byte count. */
  public synchronized void count(AccelCounter counter, long amount) {
    counts.merge(counter, amount, Long::sum);
  }

  /**
   * A stripe, or the wanted part of one, was read.
   *
   * @param usefulBytes bytes read for the consumer
   * @param decodedNanos time spent rebuilding units, 0 where none was
   */
  public synchronized void stripeRead(long usefulBytes, long decodedNanos, long nowNanos) {
    begin(nowNanos);
    delivered(usefulBytes, nowNanos);
    decodeNanos += decodedNanos;
    counts.merge(AccelCounter.STRIPES_READ, 1L, Long::sum);
    if (decodedNanos > 0) {
      counts.merge(AccelCounter.STRIPES_DECODED, 1L, Long::sum);
    }
  }

  private void delivered(long usefulBytes, long nowNanos) {
    recent.delivered(usefulBytes, nowNanos);
    counts.merge(AccelCounter.BYTES_USEFUL, usefulBytes, Long::sum);
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

  /** The consumer spent {@code nanos} in its own code, up to now but for short reads. */
  synchronized void userCode(long nanos, long nowNanos) {
    userNanos += nanos;
    if (recent != null) {
      recent.usedByConsumer(nowNanos - nanos, nowNanos);
    }
  }

  /** All counters at this moment. */
  public synchronized Map<AccelCounter, Long> counters() {
    EnumMap<AccelCounter, Long> snapshot = new EnumMap<>(counts);
    snapshot.put(AccelCounter.BYTES_EXTRA, extraBytes());
    snapshot.put(AccelCounter.STALL_MILLIS, TimeUnit.NANOSECONDS.toMillis(waitNanos));
    snapshot.put(AccelCounter.HICCUP_MILLIS, TimeUnit.NANOSECONDS.toMillis(hiccupNanos));
    snapshot.put(AccelCounter.FIRST_BYTES_MILLIS, TimeUnit.NANOSECONDS.toMillis(firstBytesNanos));
    snapshot.put(AccelCounter.USER_MILLIS, TimeUnit.NANOSECONDS.toMillis(userNanos));
    return snapshot;
  }

  /** The report of {@code reader} at this moment. */
  public synchronized ReadReport report(ReaderState reader, long nowNanos) {
    long ageNanos = recent == null ? 0 : Math.max(0, nowNanos - firstReadNanos);
    return new ReadReport(
        reader.attemptId(),
        reader.readerId(),
        reader.last(),
        TimeUnit.NANOSECONDS.toMillis(ageNanos),
        input,
        recent == null
            ? ReadWindows.NONE
            : recent.at(nowNanos, ageNanos, consumer.sinceItLeftNanos(nowNanos)),
        new ReadTotals(
            counts.get(AccelCounter.BYTES_USEFUL),
            extraBytes(),
            TimeUnit.NANOSECONDS.toMillis(waitNanos),
            TimeUnit.NANOSECONDS.toMillis(decodeNanos),
            TimeUnit.NANOSECONDS.toMillis(userNanos),
            reader.budgetSpentBytes(),
            counts.get(AccelCounter.HEDGES_STARTED),
            counts.get(AccelCounter.HEDGES_WON),
            counts.get(AccelCounter.HEDGES_REFUSED),
            counts.get(AccelCounter.STRIPES_READ),
            counts.get(AccelCounter.STRIPES_DECODED),
            counts.get(AccelCounter.TIMES_ACCELERATED)),
        TimeUnit.NANOSECONDS.toMillis(waits.waitingNanos(nowNanos)),
        reader.posture(),
        reader.extraUnits(),
        reader.networkLoadFraction(),
        shortened(String.join(",", decoders)),
        dataNodes.samples(nowNanos));
  }

  private static String shortened(String names) {
    return names.substring(0, Math.min(names.length(), ReadReport.MAX_DECODERS_CHARS));
  }

  private long extraBytes() {
    return Math.max(0, receivedBytes - counts.get(AccelCounter.BYTES_USEFUL));
  }
}
