package io.github.hadoopaccel.lab.bench.am;

import java.lang.management.ManagementFactory;

/** What this JVM's heap holds once garbage is gone. */
final class LiveHeap {
  private static final int COLLECTIONS = 6;

  private LiveHeap() {}

  /** Bytes now: the least of several collections, since a scan makes garbage meanwhile. */
  static long bytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
