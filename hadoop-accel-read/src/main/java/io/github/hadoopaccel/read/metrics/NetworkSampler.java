package io.github.hadoopaccel.read.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Samples the load of the node's network where the kernel tells it; elsewhere it is unknown.
 * Thread-safe; guarded by this.
 */
public final class NetworkSampler {
  private static final Path COUNTERS = Path.of("/proc/net/dev");
  private static final Path INTERFACES = Path.of("/sys/class/net");
  private static final long BYTES_PER_MEGABIT = 125_000;

  private final NetworkLoad load;
  private boolean capacitiesKnown;

  /** A sampler; {@code capacityBytesPerSec} 0 asks the kernel for the speed of each interface. */
  public NetworkSampler(long capacityBytesPerSec) {
    this.load = new NetworkLoad(capacityBytesPerSec);
  }

  /** The load since the last call, 0 to 1; negative where it is unknown. */
  public synchronized double sample(long nowNanos) {
    try {
      List<String> lines = Files.readAllLines(COUNTERS);
      if (!capacitiesKnown) {
        for (String name : NetworkLoad.interfaces(lines)) {
          load.capacity(name, capacityBytesPerSec(name));
        }
        capacitiesKnown = true;
      }
      return load.sample(lines, nowNanos);
    } catch (IOException | RuntimeException e) {
      return NetworkLoad.UNKNOWN;
    }
  }

  private static long capacityBytesPerSec(String name) {
    try {
      String speed = Files.readString(INTERFACES.resolve(name).resolve("speed")).trim();
      return Long.parseLong(speed) * BYTES_PER_MEGABIT;
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }
}
