package io.github.hadoopaccel.straggler.progress;

/**
 * How often attempts without an order are asked to report: every tick, and less often where that
 * would be more than {@value #REPORTS_PER_SEC} reports/s in all, but every {@value #MAX_MILLIS} ms
 * at least. Each time is jittered by ±{@value #JITTER_PERCENT} %, so that reports do not come in
 * step. Stateless.
 *
 * <p>Example: with ticks of 500 ms, of 100 attempts each is asked every 500 ms, of 3000 every 1.5
 * s, of 20,000 every 10 s, and of 100,000 every 50 s.
 */
public final class ReportInterval {
  /** Reports per second that are asked for up to 30,000 attempts, far below what is answered. */
  public static final int REPORTS_PER_SEC = 2_000;

  /** Longest time between two reports, before its jitter; a guess at how long is too long. */
  public static final long MAX_MILLIS = 60_000;

  /** How far a time is from the usual one at most, in percent of it. */
  public static final int JITTER_PERCENT = 20;

  private ReportInterval() {}

  /**
   * The usual time between two reports of an attempt without an order.
   *
   * @param running attempts that report
   * @param tickMillis time between looks, above 0
   */
  public static long usualMillis(int running, long tickMillis) {
    long spread = 1000L * running / REPORTS_PER_SEC;
    return Math.max(tickMillis, Math.min(MAX_MILLIS, spread));
  }

  /** The longest such time, with its jitter. Example: 48 s of 20,000 attempts. */
  public static long longestMillis(int running, long tickMillis) {
    return usualMillis(running, tickMillis) * (100 + JITTER_PERCENT) / 100;
  }
}
