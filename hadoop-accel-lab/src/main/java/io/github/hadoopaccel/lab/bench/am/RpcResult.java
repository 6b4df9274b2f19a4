package io.github.hadoopaccel.lab.bench.am;

import java.util.List;

/**
 * What reports over many connections cost.
 *
 * @param connections asked for
 * @param open seen by the kernel while all were at work
 * @param closed with each connection reporting as soon as it is answered
 * @param hookCpuMicros processor time of the hook's JVM for each of these reports
 * @param clientCpuMicros that of the tasks' JVM
 * @param perSec rate of the paced reports
 * @param paced at that rate
 */
record RpcResult(
    int connections,
    int open,
    List<RpcWindow> closed,
    double hookCpuMicros,
    double clientCpuMicros,
    int perSec,
    List<RpcWindow> paced) {
  RpcResult {
    closed = List.copyOf(closed);
    paced = List.copyOf(paced);
  }

  double[] reportsPerSec() {
    return closed.stream().mapToDouble(RpcWindow::reportsPerSec).toArray();
  }

  double[] pacedP99Millis() {
    return paced.stream().mapToDouble(RpcWindow::p99Millis).toArray();
  }
}
