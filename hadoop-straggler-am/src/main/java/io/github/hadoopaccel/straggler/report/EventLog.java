package io.github.hadoopaccel.straggler.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events as JSON lines, on a thread of its own, so that a slow file system holds nobody up.
 *
 * <p>Events wait in a queue of {@value #MAX_WAITING}; those that do not fit are dropped and
 * counted. What has come is written and flushed to readers at every interval. A file system that
 * fails ends the log with one WARN; nothing is thrown. Thread-safe.
 */
public final class EventLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
  private static final int MAX_WAITING = 10_000;
  private static final long CLOSE_MILLIS = 3000;

  private final Path file;
  private final Configuration conf;
  private final UserGroupInformation user;
  private final long intervalMillis;
  private final BlockingQueue<StragglerEvent> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private EventLog(Path file, Configuration conf, UserGroupInformation user, long intervalMillis) {
    this.file = file;
    this.conf = conf;
    this.user = user;
    this.intervalMillis = intervalMillis;
    this.thread = new Thread(this::run, "accel-event-log");
    thread.setDaemon(true);
    thread.setContextClassLoader(conf.getClassLoader());
  }

  /**
   * Starts a log; the file is made on the log's own thread, replacing one of that name.
   *
   * @param intervalMillis time between flushes
   * @throws IOException when it cannot be told who the current user is
   */
  public static EventLog start(Path file, Configuration conf, long intervalMillis)
      throws IOException {
    EventLog log = new EventLog(file, conf, UserGroupInformation.getCurrentUser(), intervalMillis);
    log.thread.start();
    return log;
  }

  /** Adds an event; never blocks. */
  public void add(StragglerEvent event) {
    if (!waiting.offer(event)) {
      dropped.incrementAndGet();
    }
  }

  /** Events that did not fit into the queue. */
  public long dropped() {
    return dropped.get();
  }

  /** Writes what is waiting and closes the file; waits at most 3 s for that. Idempotent. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.warn("The event log {} is not written yet: leaving it.", file);
      thread.interrupt();
    }
  }

  private void run() {
    try {
      user.doAs(
          (PrivilegedExceptionAction<Void>)
              () -> {
                write();
                return null;
              });
    } catch (InterruptedException e) {
      LOG.debug("Interrupted: the event log ends.");
    } catch (Exception | LinkageError e) {
      LOG.warn("Cannot write the event log {}: going on without.", file, e);
    }
  }

  private void write() throws IOException, InterruptedException {
    try (FSDataOutputStream out = unbuffered(file.getFileSystem(conf)).create(file, true)) {
      List<StragglerEvent> batch = new ArrayList<>();
      boolean last = false;
      while (!last) {
        last = closing.await(intervalMillis, TimeUnit.MILLISECONDS);
        waiting.drainTo(batch);
        for (StragglerEvent event : batch) {
          out.write((EventLine.encode(event) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        if (!batch.isEmpty()) {
          out.hflush();
          batch.clear();
        }
      }
    }
  }

  /** The local file system holds bytes back for its checksums, whatever is flushed. */
  private static FileSystem unbuffered(FileSystem fs) {
    return fs instanceof LocalFileSystem local ? local.getRaw() : fs;
  }
}
