package io.github.hadoopaccel.lab.bench.am;

import io.github.hadoopaccel.read.signal.ReportMessage;
import io.github.hadoopaccel.read.signal.SignalProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;

/**
 * Reports of many attempts over many connections, a thread each, through Hadoop's own RPC client. A
 * connection speaks for the attempts whose number leaves its own when divided by the number of
 * connections, in turn, so that none hurries. For one thread, until {@link #close}.
 */
final class ReportLoad implements AutoCloseable {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final int DIGITS = 3;
  private static final int CALL_TIMEOUT_MILLIS = 60_000;
  private static final int MAX_IDLE_MILLIS = 600_000;

  /** The first reports of a connection are staggered: a listener takes 128 at once. */
  private static final int CONNECTED_AT_ONCE = 50;

  private final SampleReports reports;
  private final List<SignalProtocol> proxies = new ArrayList<>();
  // Reports that each attempt has sent; of an attempt only its connection's thread asks.
  private final int[] rounds;
  private final AtomicLong failed = new AtomicLong();
  private final AtomicReference<String> failure = new AtomicReference<>();

  /** Writes and reads over a connection. */
  @FunctionalInterface
  private interface Work {
    void run(int connection) throws Exception;
  }

  /**
   * Prepares connections; each is made by its first report.
   *
   * @param attempts the most attempts that will be spoken for
   */
  ReportLoad(String jobId, InetSocketAddress server, Token<?> token, int connections, int attempts)
      throws IOException {
    this.reports = new SampleReports(jobId);
    this.rounds = new int[attempts];
    Configuration conf = new Configuration();
    conf.setInt(CommonConfigurationKeys.IPC_CLIENT_CONNECTION_MAXIDLETIME_KEY, MAX_IDLE_MILLIS);
    for (int i = 0; i < connections; i++) {
      // Equal users would share a connection; users are equal only to themselves.
      UserGroupInformation user = UserGroupInformation.createRemoteUser("task" + i);
      user.addToken(token);
      proxies.add(
          RPC.getProxy(
              SignalProtocol.class,
              SignalProtocol.VERSION,
              server,
              user,
              conf,
              NetUtils.getDefaultSocketFactory(conf),
              CALL_TIMEOUT_MILLIS));
    }
  }

  /** Says that these attempts have reported before, so that totals do not shrink. */
  void resume(int round) {
    java.util.Arrays.fill(rounds, round);
  }

  /** One report of each attempt from {@code from} to before {@code to}. */
  void each(int from, int to) throws InterruptedException {
    int connections = proxies.size();
    onEach(
        connection -> {
          int first = from + Math.floorMod(connection - from, connections);
          for (int attempt = first; attempt < to; attempt += connections) {
            call(connection, attempt);
          }
        });
  }

  /**
   * Each connection reports as soon as it is answered.
   *
   * @param attempts how many take part, from number 0
   */
  List<RpcWindow> closed(int attempts, double windowSeconds, int windows)
      throws InterruptedException {
    Recorder recorder = new Recorder(windowSeconds, windows);
    onEach(
        connection -> {
          int attempt = connection;
          long begun = System.nanoTime();
          while (begun < recorder.endNanos) {
            call(connection, attempt);
            long now = System.nanoTime();
            recorder.record(now, now - begun);
            attempt = next(attempt, connection, attempts);
            begun = System.nanoTime();
          }
        });
    return recorder.windows();
  }

  /**
   * Reports at a fixed rate, whatever the answers take. A report's time counts from when it was
   * due, also where the answer to the one before was late, so that no wait is left out.
   */
  List<RpcWindow> paced(int attempts, int perSec, double windowSeconds, int windows)
      throws InterruptedException {
    int connections = proxies.size();
    Recorder recorder = new Recorder(windowSeconds, windows);
    double betweenNanos = 1e9 * connections / perSec;
    onEach(
        connection -> {
          int attempt = connection;
          double phase = betweenNanos * connection / connections;
          for (long k = 0; ; k++) {
            long due = recorder.startNanos + (long) (phase + k * betweenNanos);
            if (due >= recorder.endNanos) {
              return;
            }
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
              LockSupport.parkNanos(left);
            }
            call(connection, attempt);
            recorder.record(due, System.nanoTime() - due);
            attempt = next(attempt, connection, attempts);
          }
        });
    return recorder.windows();
  }

  /** Reports that were not answered, so far. */
  long failed() {
    return failed.get();
  }

  /** Why the first of them was not; null if all were. */
  String failure() {
    return failure.get();
  }

  private int next(int attempt, int connection, int attempts) {
    int next = attempt + proxies.size();
    return next < attempts ? next : connection;
  }

  private void call(int connection, int attempt) {
    try {
      proxies
          .get(connection)
          .report(new ReportMessage(reports.report(attempt, rounds[attempt]++)))
          .directive();
    } catch (IOException | RuntimeException e) {
      failed.incrementAndGet();
      failure.compareAndSet(null, e.toString().lines().findFirst().orElse(""));
    }
  }

  private void onEach(Work work) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(proxies.size());
    for (int i = 0; i < proxies.size(); i++) {
      int connection = i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  work.run(connection);
                } catch (Exception e) {
                  failed.incrementAndGet();
                  failure.compareAndSet(null, e.toString());
                } finally {
                  done.countDown();
                }
              },
              "connection-" + i);
      thread.setDaemon(true);
      thread.start();
      if (i % CONNECTED_AT_ONCE == CONNECTED_AT_ONCE - 1) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
    done.await();
  }

  /** Closes all connections. */
  @Override
  public void close() {
    proxies.forEach(RPC::stopProxy);
  }

  /** Times by the window of time in which they belong. Thread-safe. */
  private static final class Recorder {
    final long startNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
    final long windowNanos;
    final long endNanos;
    private final List<Histogram> histograms = new ArrayList<>();

    Recorder(double windowSeconds, int windows) {
      windowNanos = (long) (windowSeconds * 1e9);
      endNanos = startNanos + windows * windowNanos;
      for (int i = 0; i < windows; i++) {
        histograms.add(new ConcurrentHistogram(LONGEST_NANOS, DIGITS));
      }
    }

    void record(long whenNanos, long nanos) {
      long window = Math.floorDiv(whenNanos - startNanos, windowNanos);
      if (window >= 0 && window < histograms.size()) {
        histograms.get((int) window).recordValue(Math.min(LONGEST_NANOS, Math.max(0, nanos)));
      }
    }

    List<RpcWindow> windows() {
      return histograms.stream().map(each -> RpcWindow.of(windowNanos / 1e9, each)).toList();
    }
  }
}
