package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.read.signal.ReadWindows;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.ReportInterval;
import java.util.List;

/**
 * How fast an attempt gets on at this moment, and when it will be through. Immutable.
 *
 * <p>The rate is that of the sliding window while data flows. An attempt whose consumer has been
 * waiting for longer than a quarter of the window, or of which nothing is heard, does not keep the
 * rate of its last good moments: it counts with what it has read in its whole time, or while data
 * flowed in the window where that is less, and the stop is expected to last as long again as it
 * has:
 *
 * <pre>
 * remaining time = present stop + remaining bytes / rate
 * </pre>
 *
 * <p>Example: 1600 MB in 20 s, of which 60 MB in the window of 1 s, 800 MB remain, and the consumer
 * has been waiting for 0.6 s: 80 MB/s over the whole time is less than 60 MB in the 0.4 s in which
 * data flowed, so 0.6 s + 800 MB / 80 MB/s = 10.6 s remain.
 *
 * <p>Nothing heard is no silence yet while it is shorter than a tick and the longest time after
 * which attempts are asked to report where so many run ({@link ReportInterval}), or than two ticks
 * and twice what is usual among the attempts, whichever is longer. Of {@value #FEW} attempts at
 * most none tells what is usual for the others: there twice the usual counts for {@value
 * #FEW_TICKS} ticks at most. Example: of 20,000 attempts each is asked to report every 10 s, give
 * or take 20 %; with ticks of 500 ms one is silent from 12.5 s on.
 */
public final class ReadPace {
  /** Longest remaining time, some 30 years: sums of them stay far from the end of a long. */
  private static final double MAX_MILLIS = 1e12;

  private static final int FEW = 3;
  private static final int FEW_TICKS = 10;

  private final long nowMillis;
  private final long graceMillis;

  /**
   * The pace of attempts of {@code job}, as of the snapshot.
   *
   * @param tickMillis time between looks, above 0
   */
  public ReadPace(JobSnapshot job, long tickMillis) {
    this.nowMillis = job.nowMillis();
    int count = job.running().size();
    double twice = 2 * usualSilence(job.running(), nowMillis);
    double usual = count <= FEW ? Math.min(twice, FEW_TICKS * tickMillis) : twice;
    this.graceMillis =
        Math.max(
            2 * tickMillis + (long) usual,
            tickMillis + ReportInterval.longestMillis(count, tickMillis));
  }

  private static double usualSilence(List<AttemptProgress> attempts, long nowMillis) {
    double[] silences = new double[attempts.size()];
    for (int i = 0; i < silences.length; i++) {
      silences[i] = attempts.get(i).silentMillis(nowMillis);
    }
    return Percentile.lowerMedian(silences);
  }

  /** How long the attempt has been silent beyond what is usual. */
  private long silence(AttemptProgress attempt) {
    return Math.max(0, attempt.silentMillis(nowMillis) - graceMillis);
  }

  /** How long its consumer has been waiting, or the attempt been silent, without a break. */
  long stopMillis(AttemptProgress attempt) {
    return attempt.report().waitingMillis() + silence(attempt);
  }

  /** Its rate; 0 where it has read nothing at all. */
  public double rateBytesPerSec(AttemptProgress attempt) {
    ReadWindows window = attempt.report().windows();
    long silence = silence(attempt);
    long stop = stopMillis(attempt);
    if (window.bytes() > 0 && 4 * stop <= window.spanMillis()) {
      return window.bytes() * 1000.0 / (window.spanMillis() + silence);
    }
    long age = attempt.ageMillis(nowMillis);
    double whole = age == 0 ? 0 : attempt.report().usefulBytes() * 1000.0 / age;
    long flowing = window.spanMillis() - attempt.report().waitingMillis();
    return window.bytes() > 0 && flowing > 0
        ? Math.min(whole, window.bytes() * 1000.0 / flowing)
        : whole;
  }

  /**
   * Time to the end of an attempt; {@link AttemptProgress#UNKNOWN_MILLIS} where nothing tells how
   * much remains.
   *
   * @param bytes it has still to read; negative where unknown
   * @param rateBytesPerSec its rate
   * @param usualBytesPerSec the rate it is expected to get where its own is 0; 0 for none, and then
   *     it is expected to stay for as long again as it has been there
   */
  static long remainingMillis(
      long bytes,
      double rateBytesPerSec,
      double usualBytesPerSec,
      long stopMillis,
      long ageMillis) {
    if (bytes < 0) {
      return AttemptProgress.UNKNOWN_MILLIS;
    }
    boolean begun = rateBytesPerSec > 0;
    double stop = begun ? stopMillis : Math.max(stopMillis, ageMillis);
    double rate = begun ? rateBytesPerSec : usualBytesPerSec;
    return (long) Math.min(MAX_MILLIS, rate > 0 ? stop + bytes * 1000.0 / rate : stop);
  }
}
