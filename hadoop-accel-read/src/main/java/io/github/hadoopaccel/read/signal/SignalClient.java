package io.github.hadoopaccel.read.signal;

import io.github.hadoopaccel.read.config.Problems;
import io.github.hadoopaccel.read.config.ReadKeys;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task's line to its ApplicationMaster: reports how the reading goes and passes the directives on
 * (seed S0-08).
 *
 * <p>One daemon thread calls the supplier, the ApplicationMaster and the consumer in turn; the
 * first report goes out after {@code accel.signal.interval}, each next one when the last directive
 * wants it. Failures never reach the task: they are counted, the first one is logged at WARN, and
 * the time to the next try doubles up to 30 s. No call holds the thread for more than about 5 s.
 *
 * <p>Thread-safe. The thread works as the user, and with the context class loader, of the thread
 * that called {@link #start}.
 */
public final class SignalClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SignalClient.class);
  private static final long MAX_BACKOFF_MILLIS = 30_000;
  private static final long LAST_REPORT_MILLIS = 500;

  private final SignalCall call;
  private final long intervalMillis;
  private final Supplier<ReadReport> reports;
  private final Consumer<Directive> directives;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicBoolean warned = new AtomicBoolean();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final Thread thread;
  private volatile boolean answeredLast;

  private SignalClient(
      SignalCall call,
      long intervalMillis,
      Supplier<ReadReport> reports,
      Consumer<Directive> directives) {
    this.call = call;
    this.intervalMillis = intervalMillis;
    this.reports = reports;
    this.directives = directives;
    this.thread = new Thread(this::run, "accel-signal");
    thread.setDaemon(true);
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
  }

  /**
   * Starts reporting, if there is anybody to report to. Never throws for a wrong environment.
   *
   * @param conf the task's configuration
   * @param env the process environment, {@link System#getenv()} in a task
   * @param reports makes the current report; called on this client's thread, must not block
   * @param directives takes each directive; called on this client's thread, must not block
   * @return empty when {@code env} names no address or the current user holds no token for it
   */
  public static Optional<SignalClient> start(
      Configuration conf,
      Map<String, String> env,
      Supplier<ReadReport> reports,
      Consumer<Directive> directives) {
    Objects.requireNonNull(reports, "reports");
    Objects.requireNonNull(directives, "directives");
    String address = env.get(SignalProtocol.ADDRESS_VARIABLE);
    if (address == null || address.isBlank()) {
      return Optional.empty();
    }
    try {
      UserGroupInformation user = UserGroupInformation.getCurrentUser();
      if (!SignalTokenSelector.anyIn(user.getTokens())) {
        LOG.info("No token for the signal server {}: reading without directives.", address);
        return Optional.empty();
      }
      SignalClient client =
          new SignalClient(
              new SignalCall(conf, address.trim(), user),
              ReadKeys.SIGNAL_INTERVAL.read(conf, new Problems()).toMillis(),
              reports,
              directives);
      client.thread.start();
      return Optional.of(client);
    } catch (IOException | RuntimeException e) {
      LOG.warn("Cannot report to {}: reading without directives.", address, e);
      return Optional.empty();
    }
  }

  /** Reports that were answered so far. */
  public long answered() {
    return answered.get();
  }

  /** Reports that could not be made, sent or followed so far. */
  public long failures() {
    return failures.get();
  }

  /** Whether the thread still runs; false soon after {@link #close}. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  /**
   * Ends the reporting. When the last report was answered one more is sent, for which this method
   * waits at most 500 ms; otherwise it returns at once. Idempotent, from any thread.
   */
  @Override
  public void close() {
    closing.countDown();
    if (Thread.currentThread() == thread) {
      return;
    }
    if (answeredLast) {
      try {
        thread.join(LAST_REPORT_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    thread.interrupt();
  }

  private void run() {
    long delayMillis = intervalMillis;
    long backoffMillis = intervalMillis;
    try {
      while (!closing.await(delayMillis, TimeUnit.MILLISECONDS)) {
        Optional<Directive> directive = exchange();
        answeredLast = directive.isPresent();
        if (answeredLast) {
          delayMillis = directive.get().nextReportMillis();
          backoffMillis = intervalMillis;
        } else {
          backoffMillis = Math.min(MAX_BACKOFF_MILLIS, 2 * backoffMillis);
          delayMillis = backoffMillis;
        }
      }
      if (answeredLast) {
        exchange();
      }
    } catch (InterruptedException e) {
      LOG.debug("Interrupted: no further reports.");
    } finally {
      disconnect();
    }
  }

  /** One report and its answer; whatever is thrown, errors included, stays here. */
  private Optional<Directive> exchange() {
    try {
      Directive directive = call.report(reports.get());
      directives.accept(directive);
      answered.incrementAndGet();
      return Optional.of(directive);
    } catch (Throwable e) {
      failed(e);
      disconnect();
      return Optional.empty();
    }
  }

  private void failed(Throwable e) {
    if (closing.getCount() == 0) {
      return;
    }
    failures.incrementAndGet();
    if (warned.compareAndSet(false, true)) {
      LOG.warn("No directive of the ApplicationMaster; trying again, and not saying so again.", e);
    } else {
      LOG.debug("No directive of the ApplicationMaster.", e);
    }
  }

  private void disconnect() {
    try {
      call.disconnect();
    } catch (Throwable e) {
      LOG.debug("Ignored while disconnecting.", e);
    }
  }
}
