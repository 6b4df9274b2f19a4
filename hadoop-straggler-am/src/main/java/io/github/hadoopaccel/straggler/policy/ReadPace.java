package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.read.signal.ReadWindows;
import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
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
 * <p>Nothing heard for two ticks, and twice as long as is usual among the attempts, is no silence
 * yet: tasks are asked to report less often where they are many.
 */
final class ReadPace {
  /** Longest remaining time, some 30 years: sums of them stay far from the end of a long. */
  private static final double MAX_MILLIS = 1e12;

  private final long nowMillis;
  private final long graceMillis;

  /** The pace of attempts of {@code job}, as of the snapshot. */
  ReadPace(JobSnapshot job, StragglerSettings settings) {
    this.nowMillis = job.nowMillis();
    double usual = usualSilence(job.running(), nowMillis);
    // Reports come at least twice before a directive lapses.
    this.graceMillis =
        2 * settings.tickMillis()
            + (long) Math.min(2 * usual, settings.directiveLapseMillis() / 2.0);
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
  double rateBytesPerSec(AttemptProgress attempt) {
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
