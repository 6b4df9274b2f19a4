package io.github.hadoopaccel.lab.bench.am;

import io.github.hadoopaccel.lab.bench.Named;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What came of one way to send reports.
 *
 * @param open connections that the kernel saw
 * @param perSec rate at which reports were due; 0 for those sent as soon as possible
 * @param hookCpuMicros processor time of the hook's JVM for each report
 * @param clientCpuMicros that of the tasks' JVM
 */
record RpcLoad(
    Kind kind,
    int open,
    int perSec,
    List<RpcWindow> windows,
    double hookCpuMicros,
    double clientCpuMicros) {
  /** The ways. */
  enum Kind implements Named {
    /** As soon as answered, through Hadoop's own RPC client. */
    HADOOP_CLIENT("closed, Hadoop's client"),
    /** As soon as answered, through a client that takes less of the processor. */
    CLOSED("closed"),
    /** At a fixed rate, through the latter. */
    PACED("paced");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  RpcLoad {
    windows = List.copyOf(windows);
  }

  /** A figure of each span of time. */
  double[] each(ToDoubleFunction<RpcWindow> figure) {
    return windows.stream().mapToDouble(figure).toArray();
  }
}
