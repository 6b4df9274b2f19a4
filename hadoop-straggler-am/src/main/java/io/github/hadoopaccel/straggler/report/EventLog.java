package io.github.hadoopaccel.straggler.report;

import java.io.IOException;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/**
 * The event log of one application attempt: a JSON object per line, written on a thread of its own.
 *
 * <p>Events wait in a queue of {@value #MAX_WAITING}; those that do not fit are dropped and
 * counted. There is no file before something has happened ({@link StragglerEvent#quiet}). From
 * {@value #THINNED_BYTES} bytes on a {@link StragglerEvent.Status} is written at most once a
 * minute, from {@value #MAX_BYTES} on only the summary. A file system that fails ends the log with
 * one WARN; nothing is thrown. Thread-safe.
 */
public final class EventLog implements AutoCloseable {
  private static final int MAX_WAITING = 10_000;

  /** About half an hour of a large job's states. */
  private static final long THINNED_BYTES = 16L << 20;

  private static final long MAX_BYTES = 128L << 20;
  private static final long THINNED_MILLIS = 60_000;

  private static final int MAX_SNAPSHOTS_WAITING = 64;
  private static final long MAX_SNAPSHOT_BYTES = 1L << 30;

  private final LineLog<StragglerEvent> lines;
  private volatile boolean begun;
  private volatile long statusMillis = Long.MIN_VALUE;

  private EventLog(LineLog<StragglerEvent> lines) {
    this.lines = lines;
  }

  /**
   * Starts the log of an application attempt.
   *
   * @param jobId the job, {@code job_…}
   * @param applicationAttempt from 1 on
   * @param intervalMillis time between flushes
   * @throws IOException when it cannot be told who the current user is
   */
  public static EventLog start(
      EventLogPlace place,
      String jobId,
      int applicationAttempt,
      Configuration conf,
      long intervalMillis)
      throws IOException {
    return new EventLog(
        LineLog.start(
            place,
            new LogName(jobId, applicationAttempt, false),
            conf,
            intervalMillis,
            EventLine::encode,
            MAX_WAITING,
            MAX_BYTES));
  }

  /**
   * Starts a log of snapshots beside the event log, of at most 1 GiB.
   *
   * @param encoder makes a line, without its end, of a snapshot; on the log's thread
   * @throws IOException when it cannot be told who the current user is
   */
  public static <T> LineLog<T> snapshots(
      EventLogPlace place,
      String jobId,
      int applicationAttempt,
      Configuration conf,
      long intervalMillis,
      Function<T, String> encoder)
      throws IOException {
    return LineLog.start(
        place,
        new LogName(jobId, applicationAttempt, true),
        conf,
        intervalMillis,
        encoder,
        MAX_SNAPSHOTS_WAITING,
        MAX_SNAPSHOT_BYTES);
  }

  /** Adds an event; never blocks. */
  public void add(StragglerEvent event) {
    if (!begun && event.quiet()) {
      return;
    }
    begun = true;
    if (event instanceof StragglerEvent.Summary) {
      lines.addLast(event);
    } else if (!(event instanceof StragglerEvent.Status) || wanted(event)) {
      lines.add(event);
    }
  }

  private boolean wanted(StragglerEvent status) {
    if (lines.writtenBytes() >= THINNED_BYTES
        && status.timeMillis() - THINNED_MILLIS < statusMillis) {
      return false;
    }
    statusMillis = status.timeMillis();
    return true;
  }

  /** Events that were lost. */
  public long dropped() {
    return lines.dropped();
  }

  /**
   * Writes what is waiting, closes the file and removes old logs; waits at most 3 s for that.
   * Idempotent.
   */
  @Override
  public void close() {
    lines.close();
  }
}
