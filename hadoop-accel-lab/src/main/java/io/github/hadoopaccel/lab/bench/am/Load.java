package io.github.hadoopaccel.lab.bench.am;

import java.io.IOException;
import java.util.List;

/**
 * Tasks that report over connections of their own. A connection speaks for the attempts whose
 * number leaves its own when divided by the number of connections, in turn, so that none hurries.
 * For one thread.
 */
interface Load extends AutoCloseable {
  /**
   * One report of each attempt from {@code from} to before {@code to}.
   *
   * @throws IOException if one is refused or not answered, as of all methods
   */
  void each(int from, int to) throws IOException, InterruptedException;

  /**
   * Each connection reports as soon as it is answered.
   *
   * @param attempts how many take part, from number 0
   * @return the reports by when they were answered
   */
  List<RpcWindow> closed(int attempts, double windowSeconds, int windows)
      throws IOException, InterruptedException;

  /**
   * Reports at a fixed rate, whatever the answers take. A report's time counts from when it was
   * due, also where the answer to the one before was late, so that no wait is left out.
   *
   * @return the reports by when they were due
   */
  List<RpcWindow> paced(int attempts, int perSec, double windowSeconds, int windows)
      throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
