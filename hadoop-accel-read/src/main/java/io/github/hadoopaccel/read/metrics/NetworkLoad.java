package io.github.hadoopaccel.read.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How busy the node's network is (S0-05), from the kernel's byte counters of its interfaces. The
 * load is that of the busiest interface, the busier direction, since the last sample. Not
 * thread-safe.
 *
 * <p>Example: 250,000,000 bytes received in 2 s on an interface of 1,250,000,000 bytes/s: 0.1.
 */
final class NetworkLoad {
  /** The load is not known: no capacity, no interface, or only one sample so far. */
  static final double UNKNOWN = -1;

  private final Map<String, Long> capacities = new HashMap<>();
  private final long configuredBytesPerSec;
  private Map<String, Counters> last = Map.of();
  private long lastNanos;

  private record Counters(long received, long sent) {}

  /**
   * A load that has no sample.
   *
   * @param configuredBytesPerSec capacity of every interface, or 0 to go by {@link #capacity}
   */
  NetworkLoad(long configuredBytesPerSec) {
    this.configuredBytesPerSec = configuredBytesPerSec;
  }

  /** Tells the capacity of an interface in bytes per second; 0 or less means unknown. */
  void capacity(String name, long bytesPerSec) {
    capacities.put(name, bytesPerSec);
  }

  /**
   * Takes a sample.
   *
   * @param lines of {@code /proc/net/dev}
   * @return the load since the last sample, 0 to 1, or {@link #UNKNOWN}
   */
  double sample(List<String> lines, long nowNanos) {
    Map<String, Counters> counters = parse(lines);
    double seconds = (nowNanos - lastNanos) / 1e9;
    double load = UNKNOWN;
    for (Map.Entry<String, Counters> each : counters.entrySet()) {
      Counters before = last.get(each.getKey());
      long capacity =
          configuredBytesPerSec > 0
              ? configuredBytesPerSec
              : capacities.getOrDefault(each.getKey(), 0L);
      if (before != null && capacity > 0 && seconds > 0) {
        long received = each.getValue().received() - before.received();
        long sent = each.getValue().sent() - before.sent();
        double bytes = Math.max(0, Math.max(received, sent));
        load = Math.max(load, Math.min(1, bytes / seconds / capacity));
      }
    }
    last = counters;
    lastNanos = nowNanos;
    return load;
  }

  /** Names of the interfaces in {@code lines}, the loopback left out. */
  static List<String> interfaces(List<String> lines) {
    return List.copyOf(parse(lines).keySet());
  }

  private static Map<String, Counters> parse(List<String> lines) {
    Map<String, Counters> counters = new HashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        continue;
      }
      String name = line.substring(0, colon).trim();
      String[] fields = line.substring(colon + 1).trim().split("\\s+");
      if (!name.equals("lo") && fields.length >= 9) {
        counters.put(name, new Counters(Long.parseLong(fields[0]), Long.parseLong(fields[8])));
      }
    }
    return counters;
  }
}
