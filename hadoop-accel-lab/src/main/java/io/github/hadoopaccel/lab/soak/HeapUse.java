package io.github.hadoopaccel.lab.soak;

import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What the heap holds once garbage is gone.
 *
 * <p>The daemons live in the same heap, and a DataNode that was stopped never leaves it altogether:
 * each start costs 0.7 to 0.8 MiB for good, with the reading side switched off as well (Hadoop
 * 3.4.3, 24 to 61 starts, measured 2026-11-21). So starts are allowed for, and the objects of the
 * reading side are counted besides, since they are nobody else's.
 *
 * @param bytes in use
 * @param readObjects instances of the classes of the reading side
 * @param dataNodeStarts how many DataNodes had been stopped and started by then
 */
record HeapUse(long bytes, long readObjects, long dataNodeStarts) {
  /** More growth than both of these is a leak; less is what caches and metrics do. */
  private static final long MAX_GROWTH_BYTES = 32L << 20;

  private static final double MAX_GROWTH_FACTOR = 1.2;
  private static final long BYTES_PER_START = 1 << 20;

  /** Readers at work hold about a thousand objects. */
  private static final long MAX_MORE_READ_OBJECTS = 10_000;

  private static final String READING_SIDE = "io.github.hadoopaccel.read.";
  private static final int COLLECTIONS = 3;

  /** A line of a class histogram: number, instances, bytes, class. */
  private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*");

  /** Heap use now: the least of several collections, since readers go on meanwhile. */
  static HeapUse now(long dataNodeStarts) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return new HeapUse(least, readObjects(histogram()), dataNodeStarts);
  }

  private static String histogram() {
    try {
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
    } catch (JMException e) {
      throw new IllegalStateException("this JVM cannot count its objects", e);
    }
  }

  /** Instances of the reading side's classes, also of arrays of them, in a class histogram. */
  static long readObjects(String histogram) {
    return histogram
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .filter(line -> line.group(2).replaceFirst("^\\[+L", "").startsWith(READING_SIDE))
        .mapToLong(line -> Long.parseLong(line.group(1)))
        .sum();
  }

  /**
   * Whether the heap has grown since {@code before} by more than 32 MiB and by more than a fifth,
   * DataNodes that were started since allowed for, or holds many more objects of the reading side.
   */
  boolean hasGrownSince(HeapUse before) {
    long allowed = (dataNodeStarts - before.dataNodeStarts) * BYTES_PER_START;
    long own = bytes - allowed;
    return (own - before.bytes > MAX_GROWTH_BYTES && own > before.bytes * MAX_GROWTH_FACTOR)
        || readObjects - before.readObjects > MAX_MORE_READ_OBJECTS;
  }

  @Override
  public String toString() {
    return (bytes >> 20) + " MiB, " + readObjects + " objects of the reading side";
  }
}
