package io.github.hadoopaccel.read.metrics;

import java.util.Objects;

/**
 * One read of a unit that runs, from {@link ReadRecorder#unitBegins} to {@link
 * ReadRecorder#unitEnds}; reads that wait for a thread are none. Thread-safe.
 */
public final class UnitRun {
  private final long beganNanos;
  private volatile String dataNode;

  UnitRun(String dataNode, long beganNanos) {
    this.dataNode = Objects.requireNonNull(dataNode, "dataNode");
    this.beganNanos = beganNanos;
  }

  /** It reads from another DataNode than was thought. */
  public void isOn(String another) {
    dataNode = Objects.requireNonNull(another, "another");
  }

  String dataNode() {
    return dataNode;
  }

  long beganNanos() {
    return beganNanos;
  }
}
