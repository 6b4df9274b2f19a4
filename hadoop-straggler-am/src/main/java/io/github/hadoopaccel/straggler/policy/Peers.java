package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import java.util.Arrays;
import java.util.List;

/**
 * What is usual among the attempts of a job, finished ones included; those younger than {@code
 * min-age} do not count. Immutable.
 *
 * <p>Of two middle values the higher rate and the smaller size is taken, so that of two attempts
 * the slow one and the large one stand out. Example: of two attempts at 100 and 20 MB/s the usual
 * rate is 100; of two splits of 1 and 10 GB the usual size is 1.
 *
 * @param count attempts that have a rate
 * @param rateBytesPerSec median rate; 0 where there is none
 * @param bytes median size of what an attempt reads in all; 0 where none is known
 * @param wholeMillis median time of those that finished; 0 where none has
 */
record Peers(int count, double rateBytesPerSec, double bytes, double wholeMillis) {

  /** How many times the usual size is large. */
  static final double LARGE = 2;

  /**
   * Those of a job.
   *
   * @param rates of its running attempts
   * @param ages of its running attempts
   * @param totalBytes what its running attempts read in all; negative where unknown
   */
  static Peers of(
      JobSnapshot job,
      StragglerSettings settings,
      double[] rates,
      long[] ages,
      double[] totalBytes) {
    List<AttemptProgress> finished = job.finished();
    double[] allRates = new double[rates.length + finished.size()];
    double[] allBytes = new double[allRates.length];
    double[] wholeMillis = new double[finished.size()];
    int count = 0;
    int sized = 0;
    int whole = 0;
    for (int i = 0; i < rates.length; i++) {
      if (ages[i] >= settings.minAgeMillis()) {
        allRates[count++] = rates[i];
      }
      if (totalBytes[i] > 0) {
        allBytes[sized++] = totalBytes[i];
      }
    }
    for (AttemptProgress attempt : finished) {
      if (attempt.ageMillis(job.nowMillis()) >= settings.minAgeMillis()) {
        allRates[count++] = attempt.rateBytesPerSec();
      }
      wholeMillis[whole++] = attempt.report().ageMillis();
      if (attempt.report().usefulBytes() > 0) {
        allBytes[sized++] = attempt.report().usefulBytes();
      }
    }
    return new Peers(
        count,
        Percentile.upperMedian(Arrays.copyOf(allRates, count)),
        Percentile.lowerMedian(Arrays.copyOf(allBytes, sized)),
        Percentile.lowerMedian(wholeMillis));
  }

  /** Whether the attempt has more than {@value #LARGE} times the usual size to read. */
  boolean isLarge(AttemptProgress attempt) {
    return bytes > 0 && totalBytes(attempt) > LARGE * bytes;
  }

  /** What a running attempt reads in all; negative where it is not known. */
  static double totalBytes(AttemptProgress attempt) {
    long remaining = attempt.remainingBytes();
    return remaining < 0 ? -1 : (double) attempt.report().usefulBytes() + remaining;
  }
}
