package io.github.hadoopaccel.read.signal;

/**
 * When the next report goes out: after an answer when that wants it; after failures later each
 * time, doubling from the configured interval up to 30 s, or to the interval where that is longer.
 * Not thread-safe.
 *
 * <p>Example: interval 500 ms. The first report goes out after 500 ms, after failures the next ones
 * follow after 1, 2, 4, 8, 16, 30, 30 s; an answer ends that, and the next failure means 1 s.
 */
final class ReportPace {
  private static final long MAX_BACKOFF_MILLIS = 30_000;

  private final long intervalMillis;
  private long backoffMillis;

  ReportPace(long intervalMillis) {
    this.intervalMillis = intervalMillis;
    this.backoffMillis = intervalMillis;
  }

  long firstMillis() {
    return intervalMillis;
  }

  long afterAnswerMillis(Directive directive) {
    backoffMillis = intervalMillis;
    return directive.nextReportMillis();
  }

  long afterFailureMillis() {
    backoffMillis = Math.max(intervalMillis, Math.min(MAX_BACKOFF_MILLIS, 2 * backoffMillis));
    return backoffMillis;
  }
}
