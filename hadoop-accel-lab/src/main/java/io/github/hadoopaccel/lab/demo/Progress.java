package io.github.hadoopaccel.lab.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The line that says what is being done and since when: rewritten in place on a terminal, printed
 * anew every ten seconds elsewhere.
 */
public final class Progress implements AutoCloseable {
  private static final Duration REFRESH = Duration.ofMillis(500);
  private static final Duration REPEAT = Duration.ofSeconds(10);
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean inPlace;
  private final long startNanos = System.nanoTime();
  private final ScheduledExecutorService ticker;

  // Guarded by this.
  private String phase = "";
  private String detail = "";
  private long phaseStartNanos = startNanos;

  public Progress(PrintStream out, boolean inPlace) {
    this.out = out;
    this.inPlace = inPlace;
    ticker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    long period = (inPlace ? REFRESH : REPEAT).toMillis();
    ticker.scheduleAtFixedRate(this::show, period, period, TimeUnit.MILLISECONDS);
  }

  /** Begins a phase and shows it. */
  public synchronized void phase(String name) {
    phase = name;
    detail = "";
    phaseStartNanos = System.nanoTime();
    show();
  }

  /** Says how far the phase has come; shown at the next refresh. */
  public synchronized void detail(String text) {
    detail = text;
  }

  /** Prints a line that stays. */
  public synchronized void line(String text) {
    out.println((inPlace ? ERASE_LINE : "") + text);
    out.flush();
  }

  private synchronized void show() {
    if (phase.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    String text =
        "[%s] %s, %d s%s"
            .formatted(
                clock(now - startNanos),
                phase,
                TimeUnit.NANOSECONDS.toSeconds(now - phaseStartNanos),
                detail.isEmpty() ? "" : ", " + detail);
    if (inPlace) {
      out.print(ERASE_LINE + text);
    } else {
      out.println(text);
    }
    out.flush();
  }

  private static String clock(long nanos) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
    return "%d:%02d".formatted(seconds / 60, seconds % 60);
  }

  /** Stops showing anything. */
  @Override
  public void close() {
    ticker.shutdownNow();
    synchronized (this) {
      phase = "";
      if (inPlace) {
        out.print(ERASE_LINE);
        out.flush();
      }
    }
  }
}
