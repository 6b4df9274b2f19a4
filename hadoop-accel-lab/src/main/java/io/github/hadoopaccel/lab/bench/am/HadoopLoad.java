package io.github.hadoopaccel.lab.bench.am;

import io.github.hadoopaccel.read.signal.ReportMessage;
import io.github.hadoopaccel.read.signal.SignalProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;

/**
 * Reports through Hadoop's own RPC client, whose connections have three threads each. It costs more
 * than the server does.
 */
final class HadoopLoad implements Load {
  private static final int CALL_TIMEOUT_MILLIS = 60_000;
  private static final int MAX_IDLE_MILLIS = 600_000;

  /** The first reports of a connection are staggered: a listener takes 128 at once. */
  private static final int CONNECTED_AT_ONCE = 50;

  private final SampleReports reports;
  private final List<SignalProtocol> proxies = new ArrayList<>();
  // Reports that each attempt has sent; of an attempt only its connection's thread asks.
  private final int[] rounds;
  // Whose report a connection sends next; kept, so that no attempt reports twice in a hurry.
  private final int[] cursors;
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
   * @param round how many reports each of them has sent before
   */
  HadoopLoad(
      String jobId,
      InetSocketAddress server,
      Token<?> token,
      int connections,
      int attempts,
      int round)
      throws IOException {
    this.reports = new SampleReports(jobId);
    this.rounds = new int[attempts];
    this.cursors = IntStream.range(0, connections).toArray();
    Arrays.fill(rounds, round);
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

  @Override
  public void each(int from, int to) throws IOException, InterruptedException {
    int connections = proxies.size();
    onEach(
        connection -> {
          int attempt = from + Math.floorMod(connection - from, connections);
          for (; attempt < to; attempt += connections) {
            call(connection, attempt);
          }
          cursors[connection] = attempt;
        });
  }

  @Override
  public List<RpcWindow> closed(int attempts, double windowSeconds, int windows)
      throws IOException, InterruptedException {
    Recorder recorder = new Recorder(System.nanoTime(), windowSeconds, windows);
    onEach(
        connection -> {
          int attempt = cursor(connection, attempts);
          long begun = System.nanoTime();
          while (begun < recorder.endNanos()) {
            call(connection, attempt);
            long now = System.nanoTime();
            recorder.record(now, now - begun);
            attempt = next(attempt, connection, attempts);
            begun = System.nanoTime();
          }
          cursors[connection] = attempt;
        });
    return recorder.windows();
  }

  @Override
  public List<RpcWindow> paced(int attempts, int perSec, double windowSeconds, int windows)
      throws IOException, InterruptedException {
    int connections = proxies.size();
    Recorder recorder = new Recorder(System.nanoTime(), windowSeconds, windows);
    double betweenNanos = 1e9 * connections / perSec;
    onEach(
        connection -> {
          int attempt = cursor(connection, attempts);
          double phase = betweenNanos * connection / connections;
          for (long k = 0; ; k++) {
            long due = recorder.startNanos() + (long) (phase + k * betweenNanos);
            if (due >= recorder.endNanos()) {
              cursors[connection] = attempt;
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

  private int cursor(int connection, int attempts) {
    return cursors[connection] < attempts ? cursors[connection] : connection;
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

  private void onEach(Work work) throws IOException, InterruptedException {
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
    if (failed.get() > 0) {
      throw new IOException(failed.get() + " reports failed, the first: " + failure.get());
    }
  }

  @Override
  public void close() {
    proxies.forEach(RPC::stopProxy);
  }
}
