package io.github.hadoopaccel.lab.bench.am;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.token.Token;

/**
 * Reports over many connections by one thread, which leaves the processor to the hook: in a cluster
 * the tasks are on other machines. A connection has one report under way, as a task has.
 */
final class FrugalLoad implements Load {
  /** How late the thread may notice that a report is due; it counts as the report's time. */
  private static final long POLL_MILLIS = 1;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long CLOSED = 0;

  private final SampleReports reports;
  private final int[] rounds;
  private final Selector selector;
  private final List<Line> lines = new ArrayList<>();

  private static final class Line {
    final int number;
    final ReportSocket socket;
    // Whose report is next; kept, so that no attempt reports twice in a hurry.
    int attempt;
    boolean busy;
    long sinceNanos;
    long sent;

    Line(int number, ReportSocket socket) {
      this.number = number;
      this.attempt = number;
      this.socket = socket;
    }
  }

  /**
   * Opens all connections.
   *
   * @param attempts the most attempts that will be spoken for
   * @param round how many reports each of them has sent before
   */
  FrugalLoad(
      String jobId,
      InetSocketAddress server,
      Token<?> token,
      int connections,
      int attempts,
      int round)
      throws IOException {
    this.reports = new SampleReports(jobId);
    this.rounds = new int[attempts];
    Arrays.fill(rounds, round);
    this.selector = Selector.open();
    Configuration conf = new Configuration();
    for (int i = 0; i < connections; i++) {
      Line line = new Line(i, new ReportSocket(server, token, conf));
      line.socket.channel().configureBlocking(false);
      line.socket.channel().register(selector, SelectionKey.OP_READ, line);
      lines.add(line);
    }
  }

  @Override
  public void each(int from, int to) throws IOException {
    drive(new Recorder(System.nanoTime(), 1, 0), CLOSED, from, to, true);
  }

  @Override
  public List<RpcWindow> closed(int attempts, double windowSeconds, int windows)
      throws IOException {
    Recorder recorder = new Recorder(System.nanoTime(), windowSeconds, windows);
    drive(recorder, CLOSED, 0, attempts, false);
    return recorder.windows();
  }

  @Override
  public List<RpcWindow> paced(int attempts, int perSec, double windowSeconds, int windows)
      throws IOException {
    Recorder recorder = new Recorder(System.nanoTime(), windowSeconds, windows);
    drive(recorder, (long) (1e9 * lines.size() / perSec), 0, attempts, false);
    return recorder.windows();
  }

  /**
   * Sends and receives until all that is to be sent is answered.
   *
   * @param betweenNanos between two reports of a line, or {@link #CLOSED}
   * @param once whether each attempt is to report once, however long that takes
   */
  private void drive(Recorder recorder, long betweenNanos, int from, int to, boolean once)
      throws IOException {
    for (Line line : lines) {
      line.sent = 0;
      if (once) {
        line.attempt = from + Math.floorMod(line.number - from, lines.size());
      } else if (line.attempt >= to) {
        line.attempt = line.number;
      }
    }
    int underWay = 0;
    long progressNanos = System.nanoTime();
    while (true) {
      long now = System.nanoTime();
      boolean more = false;
      for (Line line : lines) {
        boolean wanted =
            once ? line.attempt < to : due(line, recorder, betweenNanos, now) < recorder.endNanos();
        more |= wanted;
        if (wanted && !line.busy && due(line, recorder, betweenNanos, now) <= now) {
          send(line, due(line, recorder, betweenNanos, now));
          line.attempt = next(line, to, once);
          underWay++;
        }
      }
      if (!more && underWay == 0) {
        return;
      }
      int answered = receive(recorder, betweenNanos == CLOSED);
      underWay -= answered;
      if (answered > 0 || underWay == 0) {
        progressNanos = now;
      } else if (now - progressNanos > PATIENCE_NANOS) {
        throw new IOException(underWay + " reports were not answered within a minute");
      }
    }
  }

  /** When a line's next report is due: in a closed loop as soon as it is possible. */
  private long due(Line line, Recorder recorder, long betweenNanos, long nowNanos) {
    return betweenNanos == CLOSED
        ? nowNanos
        : recorder.startNanos()
            + line.sent * betweenNanos
            + betweenNanos * line.number / lines.size();
  }

  private int next(Line line, int to, boolean once) {
    int next = line.attempt + lines.size();
    return next < to || once ? next : line.number;
  }

  private void send(Line line, long sinceNanos) throws IOException {
    line.busy = true;
    line.sinceNanos = sinceNanos;
    line.sent++;
    line.socket.send(reports.report(line.attempt, rounds[line.attempt]++));
  }

  private int receive(Recorder recorder, boolean closed) throws IOException {
    int answered = 0;
    selector.select(POLL_MILLIS);
    for (SelectionKey key : selector.selectedKeys()) {
      Line line = (Line) key.attachment();
      if (line.socket.receive()) {
        long now = System.nanoTime();
        line.busy = false;
        answered++;
        recorder.record(closed ? now : line.sinceNanos, now - line.sinceNanos);
      }
    }
    selector.selectedKeys().clear();
    return answered;
  }

  @Override
  public void close() throws IOException {
    for (Line line : lines) {
      line.socket.close();
    }
    selector.close();
  }
}
