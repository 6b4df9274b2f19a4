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
 * wants it. Failures never reach the task, whether nobody answers, the server is too busy or the
 * report is refused: they are counted, the first one is logged at WARN, and the time to the next
 * try doubles up to 30 s. No call holds the thread for more than about 5 s.
 *
 * <p>A task inside its ApplicationMaster's JVM, as in an uber job, has no address: it reports
 * through {@link LocalSignals}.
 *
 * <p>Thread-safe. The thread works as the user, and with the context class loader, of the thread
 * that called {@link #start}.
 */
public final class SignalClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SignalClient.class);
  private static final long LAST_REPORT_MILLIS = 500;

  private final SignalLine line;
  private final ReportPace pace;
  private final Reporter reports;
  private final Consumer<Directive> directives;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicBoolean warned = new AtomicBoolean();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final Thread thread;
  private volatile boolean answeredLast;

  /** Makes reports. */
  public interface Reporter {
    /**
     * The report of this moment; called on the client's thread, must not block.
     *
     * @param last whether the client is closing: then no report follows
     */
    ReadReport report(boolean last);
  }

  private SignalClient(
      SignalLine line, long intervalMillis, Reporter reports, Consumer<Directive> directives) {
    this.line = line;
    this.pace = new ReportPace(intervalMillis);
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
   * @param attemptId the task attempt that the reports are of
   * @param reports makes the reports
   * @param directives takes each directive; called on this client's thread, must not block
   * @return empty when {@code env} names no address or the current user holds no token for it, and
   *     nobody in this JVM answers for the attempt's job
   */
  public static Optional<SignalClient> start(
      Configuration conf,
      Map<String, String> env,
      String attemptId,
      Reporter reports,
      Consumer<Directive> directives) {
    Objects.requireNonNull(reports, "reports");
    Objects.requireNonNull(directives, "directives");
    Optional<SignalLine> line = remote(conf, env).or(() -> LocalLine.of(attemptId));
    try {
      long intervalMillis = ReadKeys.SIGNAL_INTERVAL.read(conf, new Problems()).toMillis();
      Optional<SignalClient> client =
          line.map(each -> new SignalClient(each, intervalMillis, reports, directives));
      client.ifPresent(each -> each.thread.start());
      return client;
    } catch (RuntimeException e) {
      LOG.warn("Cannot report on {}: reading without directives.", attemptId, e);
      return Optional.empty();
    }
  }

  private static Optional<SignalLine> remote(Configuration conf, Map<String, String> env) {
    String address = env.get(SignalProtocol.ADDRESS_VARIABLE);
    if (address == null || address.isBlank()) {
      return Optional.empty();
    }
    try {
      UserGroupInformation user = UserGroupInformation.getCurrentUser();
      if (SignalTokenSelector.anyIn(user.getTokens())) {
        return Optional.of(new SignalCall(conf, address.trim(), user));
      }
      LOG.info("No token for the signal server {}: reading without directives.", address);
    } catch (IOException | RuntimeException e) {
      LOG.warn("Cannot report to {}: reading without directives.", address, e);
    }
    return Optional.empty();
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
    long delayMillis = pace.firstMillis();
    try {
      while (!closing.await(delayMillis, TimeUnit.MILLISECONDS)) {
        Optional<Directive> directive = exchange(false);
        answeredLast = directive.isPresent();
        delayMillis =
            directive.isPresent()
                ? pace.afterAnswerMillis(directive.get())
                : pace.afterFailureMillis();
      }
      if (answeredLast) {
        exchange(true);
      }
    } catch (InterruptedException e) {
      LOG.debug("Interrupted: no further reports.");
    } finally {
      disconnect();
    }
  }

  /** One report and its answer; whatever is thrown, errors included, stays here. */
  private Optional<Directive> exchange(boolean last) {
    try {
      Directive directive = line.report(reports.report(last));
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
      line.disconnect();
    } catch (Throwable e) {
      LOG.debug("Ignored while disconnecting.", e);
    }
  }
}
