package io.github.hadoopaccel.straggler.scan;

import io.github.hadoopaccel.read.signal.ReadWindows;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import java.util.stream.DoubleStream;

/** The times in which one attempt read accelerated, and what they saved it; {@link TimeSaved}. */
final class AcceleratedSpells {
  private long seenMillis;
  private double lowMillis;
  private double estimateMillis;
  private double highMillis;

  // The spell that goes on.
  private boolean open;
  private long sinceMillis;
  private long bytesBefore;
  private double lowestBytesPerSec;
  private double configuredBytesPerSec;
  private double highestBytesPerSec;
  private double openLowMillis;
  private double openEstimateMillis;
  private double openHighMillis;

  /** The attempt is accelerated at {@code nowMillis}: a spell begins, or goes on. */
  void accelerated(AttemptProgress attempt, long nowMillis) {
    if (!open) {
      open = true;
      sinceMillis = nowMillis;
      bytesBefore = attempt.report().usefulBytes();
      remember(attempt);
    }
    seen(attempt, nowMillis);
  }

  private void remember(AttemptProgress attempt) {
    ReadWindows windows = attempt.report().windows();
    long age = attempt.report().ageMillis();
    configuredBytesPerSec = windows.rateBytesPerSec();
    double[] rates =
        DoubleStream.of(
                configuredBytesPerSec,
                windows.rateBytesPerSec(5, age),
                windows.rateBytesPerSec(10, age),
                windows.rateBytesPerSec(20, age))
            .filter(rate -> rate > 0)
            .sorted()
            .toArray();
    lowestBytesPerSec = rates.length == 0 ? 0 : rates[0];
    highestBytesPerSec = rates.length == 0 ? 0 : rates[rates.length - 1];
    if (configuredBytesPerSec <= 0) {
      configuredBytesPerSec = lowestBytesPerSec;
    }
  }

  /** The attempt runs at {@code nowMillis}. */
  void seen(AttemptProgress attempt, long nowMillis) {
    seenMillis = nowMillis;
    if (open) {
      long bytes = attempt.report().usefulBytes() - bytesBefore;
      long took = nowMillis - sinceMillis;
      openLowMillis = saved(bytes, highestBytesPerSec, took);
      openEstimateMillis = saved(bytes, configuredBytesPerSec, took);
      openHighMillis = saved(bytes, lowestBytesPerSec, took);
    }
  }

  private static double saved(long bytes, double bytesPerSec, long tookMillis) {
    return bytesPerSec > 0 ? Math.max(0, bytes * 1000.0 / bytesPerSec - tookMillis) : 0;
  }

  /** The attempt reads by itself again. */
  void careful() {
    if (open) {
      lowMillis += openLowMillis;
      estimateMillis += openEstimateMillis;
      highMillis += openHighMillis;
      openLowMillis = 0;
      openEstimateMillis = 0;
      openHighMillis = 0;
      open = false;
    }
  }

  long seenMillis() {
    return seenMillis;
  }

  double lowEndMillis() {
    return seenMillis + lowMillis + openLowMillis;
  }

  double estimatedEndMillis() {
    return seenMillis + estimateMillis + openEstimateMillis;
  }

  double highEndMillis() {
    return seenMillis + highMillis + openHighMillis;
  }
}
