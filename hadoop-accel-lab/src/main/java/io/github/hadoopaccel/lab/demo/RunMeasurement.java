package io.github.hadoopaccel.lab.demo;

import io.github.hadoopaccel.straggler.report.StragglerEvent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one run of the demonstration took, from the job history, the counters of the job and what
 * the DataNodes sent.
 *
 * @param name of the run, for people
 * @param jobId of the job
 * @param jobMillis from submission to end, as the ResourceManager saw it
 * @param mapPhaseMillis from the start of the first map to the end of the last
 * @param slowestMapMillis of the map that took longest
 * @param readMillis time inside the record readers of all maps together
 * @param maps number of map tasks
 * @param medianMapBytesPerSec bytes of a map's split over its reading time, median over the maps
 * @param sentBytes block data that the DataNodes sent to readers while the job ran
 * @param accelerated the accelerated reader's own counters; empty for a stock run
 * @param events what the ApplicationMaster did to attempts, in order of time
 */
record RunMeasurement(
    String name,
    String jobId,
    long jobMillis,
    long mapPhaseMillis,
    long slowestMapMillis,
    long readMillis,
    int maps,
    double medianMapBytesPerSec,
    long sentBytes,
    Optional<Accelerated> accelerated,
    List<AttemptEvent> events) {

  /** Counters of the accelerated reader, of the whole job. */
  record Accelerated(
      long usefulBytes,
      long extraBytes,
      long hedgesStarted,
      long hedgesWon,
      long stripesRead,
      long stripesDecoded,
      long timesAccelerated,
      long stockFallbacks) {}

  /**
   * Something the ApplicationMaster noted about an attempt.
   *
   * @param flagged whether it flagged the attempt, else the attempt changed its posture
   * @param attempt the task attempt
   * @param attemptAgeMillis time since the attempt's first read
   * @param what in words
   */
  record AttemptEvent(boolean flagged, String attempt, long attemptAgeMillis, String what) {
    static AttemptEvent flagged(StragglerEvent.Flagged event) {
      return new AttemptEvent(
          true,
          event.attempt(),
          event.attemptAgeMillis(),
          String.format(
              Locale.ROOT,
              "flagged by the AM at %.1f MB/s, threshold %.1f, slow DataNodes %s",
              event.evidence().rateBytesPerSec() / 1e6,
              event.evidence().thresholdBytesPerSec() / 1e6,
              event.evidence().slowDataNodes()));
    }

    static AttemptEvent postureChanged(StragglerEvent.PostureChanged event) {
      return new AttemptEvent(
          false,
          event.attempt(),
          event.attemptAgeMillis(),
          "read " + event.to() + " instead of " + event.from());
    }
  }

  RunMeasurement {
    events = List.copyOf(events);
  }
}
