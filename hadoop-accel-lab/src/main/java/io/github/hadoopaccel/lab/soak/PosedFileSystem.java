package io.github.hadoopaccel.lab.soak;

import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.read.hadoop.AcceleratedFileSystem;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * An accelerated file system of its own with one of the settings of a soak.
 *
 * @param name of the settings, for people
 */
record PosedFileSystem(String name, FileSystem fileSystem) implements Closeable {
  /** Threads of the settings that have their own number; the others share the default. */
  private static final int FEW_THREADS = 12;

  private static Map<String, Map<String, String>> settings() {
    Map<String, Map<String, String>> settings = new LinkedHashMap<>();
    settings.put("careful", Map.of());
    settings.put(
        "accelerated",
        Map.of(
            ReadKeys.POSTURE.name(), "accelerated",
            ReadKeys.EXTRA_UNITS.name(), "2",
            ReadKeys.BUDGET_FRACTION.name(), "10",
            ReadKeys.BUDGET_BURST.name(), "64m"));
    settings.put(
        "eager to hedge",
        Map.of(
            ReadKeys.HEDGE_MIN_DELAY.name(),
            "1ms",
            ReadKeys.HEDGE_UNKNOWN_DELAY.name(),
            "20ms",
            ReadKeys.HEDGE_PEER_MULTIPLE.name(),
            "1.0",
            ReadKeys.BUDGET_FRACTION.name(),
            "10",
            ReadKeys.BUDGET_BURST.name(),
            "64m",
            "dfs.client.read.prefetch.size",
            "1"));
    settings.put(
        "short of threads",
        Map.of(
            ReadKeys.THREADS.name(), String.valueOf(FEW_THREADS),
            ReadKeys.POSTURE.name(), "accelerated",
            ReadKeys.BUDGET_FRACTION.name(), "10"));
    settings.put("short of buffers", Map.of(ReadKeys.BUFFER_BYTES.name(), "1m"));
    return settings;
  }

  /**
   * Opens one file system for each of the settings.
   *
   * @param further keys that win over the settings
   */
  static List<PosedFileSystem> openAll(URI uri, Configuration conf, Map<String, String> further)
      throws IOException {
    List<PosedFileSystem> opened = new ArrayList<>();
    for (Map.Entry<String, Map<String, String>> each : settings().entrySet()) {
      Configuration own = new Configuration(conf);
      // Else Ctrl-C would close them under readers that have not ended yet.
      own.setBoolean("fs.automatic.close", false);
      own.set("fs.hdfs.impl", AcceleratedFileSystem.class.getName());
      each.getValue().forEach(own::set);
      further.forEach(own::set);
      opened.add(new PosedFileSystem(each.getKey(), FileSystem.newInstance(uri, own)));
    }
    return opened;
  }

  /** The most threads that read units for all of these file systems together. */
  static int maxThreads(List<PosedFileSystem> opened) {
    return opened.stream()
        .map(posed -> posed.fileSystem().getConf())
        .mapToInt(
            conf ->
                conf.getInt(
                    ReadKeys.THREADS.name(), Integer.parseInt(ReadKeys.THREADS.defaultText())))
        .distinct()
        .sum();
  }

  @Override
  public void close() throws IOException {
    fileSystem.close();
  }
}
