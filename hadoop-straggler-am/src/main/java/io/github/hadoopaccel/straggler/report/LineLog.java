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
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.security.UserGroupInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes lines of text to a file, on a thread of its own, so that a slow file system holds nobody
 * up.
 *
 * <p>What is added waits in a queue and becomes text on that thread; what finds no room in the
 * queue or in the file is dropped and counted. What has come is written and flushed to readers at
 * every interval. There is no file before the first line. A file system that fails ends the log
 * with one WARN; nothing is thrown. Thread-safe.
 */
public final class LineLog<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LineLog.class);
  private static final long CLOSE_MILLIS = 3000;

  private final EventLogPlace place;
  private final LogName name;
  private final Configuration conf;
  private final UserGroupInformation user;
  private final long intervalMillis;
  private final Function<T, String> encoder;
  private final BlockingQueue<T> waiting;
  private final long maxBytes;
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong writtenBytes = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean ended;
  private volatile boolean complete;

  private LineLog(
      EventLogPlace place,
      LogName name,
      Configuration conf,
      long intervalMillis,
      Function<T, String> encoder,
      int maxWaiting,
      long maxBytes)
      throws IOException {
    this.place = place;
    this.name = name;
    this.conf = conf;
    this.user = UserGroupInformation.getCurrentUser();
    this.intervalMillis = intervalMillis;
    this.encoder = encoder;
    this.waiting = new ArrayBlockingQueue<>(maxWaiting);
    this.maxBytes = maxBytes;
    this.thread = new Thread(this::run, "accel-event-log");
    thread.setDaemon(true);
    thread.setContextClassLoader(conf.getClassLoader());
  }

  /**
   * Starts a log.
   *
   * @param name of the file, which replaces one of that name
   * @param intervalMillis time between flushes
   * @param encoder makes a line, without its end, of what is added; on the log's thread
   * @param maxWaiting most that waits to be written
   * @param maxBytes size beyond which {@link #add} drops
   * @throws IOException when it cannot be told who the current user is
   */
  static <T> LineLog<T> start(
      EventLogPlace place,
      LogName name,
      Configuration conf,
      long intervalMillis,
      Function<T, String> encoder,
      int maxWaiting,
      long maxBytes)
      throws IOException {
    LineLog<T> log =
        new LineLog<>(place, name, conf, intervalMillis, encoder, maxWaiting, maxBytes);
    log.thread.start();
    return log;
  }

  /** Adds a line; never blocks. */
  public void add(T line) {
    if (writtenBytes.get() >= maxBytes) {
      dropped.incrementAndGet();
    } else {
      addLast(line);
    }
  }

  /** Adds a line however long the file is. */
  void addLast(T line) {
    if (ended || !waiting.offer(line)) {
      dropped.incrementAndGet();
    }
  }

  /** Lines that found no room, could not be made, or came after a failure. */
  public long dropped() {
    return dropped.get();
  }

  long writtenBytes() {
    return writtenBytes.get();
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
      if (!complete) {
        LOG.warn("The log {} is not written yet: leaving it.", name.text());
      }
      thread.interrupt();
    }
  }

  private void run() {
    try {
      user.doAs(
          (PrivilegedExceptionAction<Void>)
              () -> {
                write();
                complete = true;
                if (writtenBytes.get() > 0 && !name.snapshots()) {
                  removeOld();
                }
                return null;
              });
    } catch (InterruptedException e) {
      LOG.debug("Interrupted: the log ends.");
    } catch (Throwable e) { // an error that leaves a thread would end the ApplicationMaster
      LOG.warn("Cannot write {} in {}: going on without.", name.text(), place.directory(), e);
    } finally {
      ended = true;
      waiting.clear();
    }
  }

  private void write() throws IOException, InterruptedException {
    List<T> batch = new ArrayList<>();
    boolean last = false;
    while (!last && batch.isEmpty()) {
      last = closing.await(intervalMillis, TimeUnit.MILLISECONDS);
      waiting.drainTo(batch);
    }
    if (batch.isEmpty()) {
      return;
    }
    try (FSDataOutputStream out = place.create(name, conf)) {
      write(batch, out);
      while (!last) {
        last = closing.await(intervalMillis, TimeUnit.MILLISECONDS);
        waiting.drainTo(batch);
        write(batch, out);
      }
    }
  }

  private void write(List<T> batch, FSDataOutputStream out) throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    for (T each : batch) {
      byte[] line = encoded(each).getBytes(StandardCharsets.UTF_8);
      out.write(line);
      writtenBytes.addAndGet(line.length);
    }
    batch.clear();
    // What can be synced can be flushed to readers; flushing alone is asked for no more.
    if (out.hasCapability(StreamCapabilities.HSYNC)) {
      out.hflush();
    } else {
      out.flush();
    }
  }

  private String encoded(T each) {
    try {
      return encoder.apply(each) + "\n";
    } catch (RuntimeException e) {
      dropped.incrementAndGet();
      LOG.debug("A line could not be made", e);
      return "";
    }
  }

  private void removeOld() {
    try {
      place.removeOld(conf, user.getShortUserName(), System.currentTimeMillis());
    } catch (IOException | RuntimeException e) {
      LOG.debug("Cannot list the old logs in {}", place.directory(), e);
    }
  }
}
