package io.github.hadoopaccel.lab.soak;

import java.lang.management.ManagementFactory;

/** How much of the heap is in use once garbage is gone. */
final class HeapUse {
  /** More growth than both of these is a leak; less is what caches and metrics do. */
  private static final long MAX_GROWTH_BYTES = 32L << 20;

  private static final double MAX_GROWTH_FACTOR = 1.2;
  private static final int COLLECTIONS = 3;

  private HeapUse() {}

  /** Bytes in use: the least of several collections, since readers go on meanwhile. */
  static long afterCollection() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  /** Whether heap use has grown by more than 32 MiB and by more than a fifth. */
  static boolean hasGrown(long beforeBytes, long afterBytes) {
    return afterBytes - beforeBytes > MAX_GROWTH_BYTES
        && afterBytes > beforeBytes * MAX_GROWTH_FACTOR;
  }
}
