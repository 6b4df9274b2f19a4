package io.github.hadoopaccel.read.hedge;

import java.util.Arrays;

/**
 * How long unit reads of a size usually take, over all DataNodes: what a read that has no peers is
 * held against, and what the load of the DataNodes is told by. Not thread-safe; the owner guards
 * it.
 *
 * <p>For each size class (four for every doubling of bytes) it keeps the last {@value #KEPT} times;
 * their median is the typical time. The typical time of a calm system is remembered as the
 * reference: it follows a shorter median soon (weight one eighth for every {@value #STEP} reads)
 * and a longer one slowly, doubling in a minute at most. The waiting that the present median has
 * beyond the reference, in units of the reference, gives the load of the M/D/1 queue with that mean
 * wait (seed S2-02; {@link Md1Queue#loadForMeanWait}). The load is the moving average of that over
 * ten seconds: a burst of this client's own making is no load of the cluster.
 *
 * <p>Example: reference 10 ms, for a while now the median has been 30 ms: the wait is 2 service
 * times, the load 2·2 / (1 + 2·2) = 0.8.
 */
public final class ReadTimes {
  static final int KEPT = 64;

  /** Once it has as many times the median is taken anew after as many more. */
  private static final int STEP = 8;

  /** Fewer times than this say nothing about the load. */
  private static final int MIN_FOR_LOAD = 16;

  private static final int CLASSES_PER_OCTAVE = 4;
  private static final int CLASSES = 32 * CLASSES_PER_OCTAVE;

  /** So that a power of two is the first of its class. */
  private static final double ROUNDING = 1e-9;

  private static final double DOUBLING_NANOS = 60e9;
  private static final double CALMING_WEIGHT = 1.0 / 8;
  private static final double LOAD_NANOS = 10e9;

  /** After a pause the first reads are slow ones, and count for no more than this. */
  private static final double MAX_STEP_NANOS = 1e9;

  private final SizeClass[] classes = new SizeClass[CLASSES];
  private double load;
  private long loadAtNanos;

  private static final class SizeClass {
    final long[] kept = new long[KEPT];
    int count;
    long median;
    double referenceNanos;
    long seenAtNanos;

    int size() {
      return Math.min(count, KEPT);
    }
  }

  /** Nothing known. */
  public ReadTimes() {}

  /** A read of {@code bytes} took {@code nanos}. */
  public void add(long bytes, long nanos, long nowNanos) {
    int index = classOf(bytes);
    SizeClass times = classes[index];
    if (times == null) {
      times = new SizeClass();
      times.seenAtNanos = nowNanos;
      classes[index] = times;
    }
    times.kept[times.count % KEPT] = nanos;
    // Goes round without ever coming to an end.
    times.count = times.count < 2 * KEPT - 1 ? times.count + 1 : KEPT;
    if (times.count < STEP || times.count % STEP == 0) {
      long[] sorted = Arrays.copyOf(times.kept, times.size());
      Arrays.sort(sorted);
      times.median = sorted[(sorted.length - 1) / 2];
      if (times.size() >= MIN_FOR_LOAD) {
        follow(times, nowNanos);
      }
      times.seenAtNanos = nowNanos;
    }
  }

  private void follow(SizeClass times, long nowNanos) {
    double now = Math.max(1, times.median);
    if (times.referenceNanos == 0) {
      times.referenceNanos = now;
    } else if (now < times.referenceNanos) {
      times.referenceNanos += CALMING_WEIGHT * (now - times.referenceNanos);
    } else {
      double growth = Math.pow(2, Math.max(0, nowNanos - times.seenAtNanos) / DOUBLING_NANOS);
      times.referenceNanos = Math.min(now, times.referenceNanos * growth);
    }
    double waiting = Md1Queue.loadForMeanWait(Math.max(0, now / times.referenceNanos - 1));
    double stepNanos = Math.min(MAX_STEP_NANOS, Math.max(0, nowNanos - loadAtNanos));
    load += (1 - Math.exp(-stepNanos / LOAD_NANOS)) * (waiting - load);
    loadAtNanos = nowNanos;
  }

  /**
   * Median time of the reads of that size, or of the nearest larger one, or of the nearest smaller;
   * 0 if nothing is known.
   */
  public long typicalNanos(long bytes) {
    int index = classOf(bytes);
    for (int i = index; i < CLASSES; i++) {
      if (classes[i] != null) {
        return classes[i].median;
      }
    }
    for (int i = index - 1; i >= 0; i--) {
      if (classes[i] != null) {
        return classes[i].median;
      }
    }
    return 0;
  }

  /**
   * Load of the DataNodes, 0 to below 1; 0 if nothing is known. It is forgotten by half in every
   * minute without reads.
   */
  public double load(long nowNanos) {
    return load * Math.pow(2, -Math.max(0, nowNanos - loadAtNanos) / DOUBLING_NANOS);
  }

  private static int classOf(long bytes) {
    double octaves = Math.log(Math.max(1, bytes)) / Math.log(2);
    return (int) Math.min(CLASSES - 1, Math.floor(octaves * CLASSES_PER_OCTAVE + ROUNDING));
  }
}
