package io.github.hadoopaccel.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.util.VersionInfo;

/** What a benchmark ran on. */
public final class Machine {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final String CPU_MODEL = "model name";

  private Machine() {}

  /** A fresh map of the facts; names no host and no path. */
  public static Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("date", LocalDate.now().toString());
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    facts.put("cpu", cpu());
    facts.put("jvm", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("heapBytes", Runtime.getRuntime().maxMemory());
    facts.put("hadoop", VersionInfo.getVersion());
    return facts;
  }

  /** The facts in one line, for people. */
  public static String line() {
    return String.format(
        "%s, %s cores, %s, %s, Hadoop %s",
        LocalDate.now(),
        Runtime.getRuntime().availableProcessors(),
        cpu(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        VersionInfo.getVersion());
  }

  private static String cpu() {
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith(CPU_MODEL))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
