package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.report.EventLog;
import io.github.hadoopaccel.straggler.report.EventLogPlace;
import io.github.hadoopaccel.straggler.report.EventText;
import io.github.hadoopaccel.straggler.report.LineLog;
import io.github.hadoopaccel.straggler.report.SnapshotJson;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.v2.app.AppContext;
import org.apache.hadoop.security.UserGroupInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what the watch sees and decides: to the ApplicationMaster's log, and to the event log once
 * that is open. Thread-safe; never blocks on a file system but to {@link #close}.
 */
final class JobEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobEvents.class);

  private static final long SAY_AGAIN_MILLIS = 60_000;

  private final AppContext context;
  private final Map<String, Long> saidMillis = new LinkedHashMap<>();
  private volatile Optional<EventLog> log = Optional.empty();
  private volatile Optional<LineLog<JobSnapshot>> snapshots = Optional.empty();

  JobEvents(AppContext context) {
    this.context = context;
  }

  /** An event that still needs its times. */
  @FunctionalInterface
  interface Timed {
    StragglerEvent at(long timeMillis, long jobElapsedMillis);
  }

  /** Opens the event log, where the settings want one; without one where that fails. */
  void open(StragglerSettings settings, String jobId, Configuration conf) {
    try {
      String user = UserGroupInformation.getCurrentUser().getShortUserName();
      Optional<EventLogPlace> place = EventLogPlace.resolve(settings.eventLogDir(), user, conf);
      if (place.isPresent()) {
        open(place.get(), settings, jobId, conf);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("Going on without an event log in {}", settings.eventLogDir(), e);
    }
  }

  private void open(
      EventLogPlace place, StragglerSettings settings, String jobId, Configuration conf)
      throws IOException {
    int attempt = context.getApplicationAttemptId().getAttemptId();
    long flushMillis = settings.tickMillis();
    log = Optional.of(EventLog.start(place, jobId, attempt, conf, flushMillis));
    if (settings.recordSnapshots()) {
      snapshots =
          Optional.of(
              EventLog.snapshots(place, jobId, attempt, conf, flushMillis, SnapshotJson::encode));
    }
  }

  /** Says that something has happened just now. */
  void emit(Timed timed) {
    long now = System.currentTimeMillis();
    StragglerEvent event = timed.at(now, Math.max(0, now - context.getStartTime()));
    if (isWorthSaying(event)) {
      LOG.info(EventText.of(event));
    } else {
      LOG.debug("{}", event);
    }
    log.ifPresent(open -> open.add(event));
  }

  /** The event log has all of it; that of the ApplicationMaster is for people. */
  boolean isWorthSaying(StragglerEvent event) {
    if (event instanceof StragglerEvent.Flagged flagged) {
      return isNews(flagged.attempt(), flagged.timeMillis());
    }
    return event instanceof StragglerEvent.NotActive
        || event instanceof StragglerEvent.Summary
        || event instanceof StragglerEvent.Speculated speculated
            && speculated.outcome().equals(SpeculativeAttempts.Outcome.STARTED.sentence());
  }

  /** Attempts go up and down; a line a minute tells as much. */
  private boolean isNews(String attempt, long timeMillis) {
    synchronized (saidMillis) {
      Iterator<Long> earliestFirst = saidMillis.values().iterator();
      while (earliestFirst.hasNext() && timeMillis - earliestFirst.next() >= SAY_AGAIN_MILLIS) {
        earliestFirst.remove();
      }
      return saidMillis.putIfAbsent(attempt, timeMillis) == null;
    }
  }

  /** Keeps a look at the job, where looks are recorded and it is not too large. */
  void record(JobSnapshot job) {
    if (snapshots.isPresent() && SnapshotJson.fits(job)) {
      snapshots.get().add(job);
    }
  }

  /** Events that were lost. */
  long dropped() {
    return log.map(EventLog::dropped).orElse(0L);
  }

  @Override
  public void close() {
    log.ifPresent(EventLog::close);
    snapshots.ifPresent(LineLog::close);
  }
}
