package io.github.hadoopaccel.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong command line ends with code 2 and one line that says why; nothing is started. */
class BenchTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private int run(String... arguments) {
    PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    int code = Bench.commandLine(folder, stream, stream).execute(arguments);
    assertThat(folder.toFile().list()).isEmpty();
    return code;
  }

  private void assertRefused(String message, String... arguments) {
    printed.reset();
    assertThat(run(arguments)).isEqualTo(2);
    List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).startsWith("bench: " + message);
  }

  @Test
  void missingAndUnknownBenchmarksAreRefused() {
    assertRefused("which benchmark?");
    assertRefused("Unmatched argument at index 0: 'no-such'", "no-such");
  }

  @Test
  void wrongOptionsOfTheSoakAreRefused() {
    assertRefused("--minutes = 0.0", "soak", "--minutes", "0");
    assertRefused("--minutes = NaN", "soak", "--minutes", "NaN");
    assertRefused("Invalid value for option '--minutes'", "soak", "--minutes", "x");
    assertRefused("Invalid value for option '--seed'", "soak", "--seed", "1.5");
    assertRefused("--readers = 0", "soak", "--readers", "0");
    assertRefused("--datanodes = 8", "soak", "--datanodes", "8");
    assertRefused("--json = ", "soak", "--json", folder.resolve("no/file").toString());
    assertRefused("Unknown option: '--no-such'", "soak", "--no-such");
  }

  @Test
  void wrongOptionsOfTheReadBenchmarkAreRefused() {
    assertRefused("--scenario = x: expected some of healthy, slow-1", "read", "--scenario", "x");
    assertRefused("--reader = x: expected some of stock", "read", "--reader", "stock,x");
    assertRefused("--api = x: expected some of sequential", "read", "--api", "x");
    assertRefused("--pairs = 0: expected 1 to 1000", "read", "--pairs", "0");
    assertRefused("--reads = 0", "read", "--reads", "0");
    assertRefused("--bytes = 1024: expected", "read", "--bytes", "1k");
    assertRefused("Invalid value for option '--bytes'", "read", "--bytes", "big");
    assertRefused("--max-seconds = 0.0", "read", "--max-seconds", "0");
    assertRefused("--max-seconds = NaN", "read", "--max-seconds", "NaN");
    assertRefused("--work-millis = -1.0", "read", "--work-millis", "-1");
    assertRefused("Invalid value for option '--seed'", "read", "--seed", "x");
    assertRefused("--json = ", "read", "--json", folder.resolve("no/file").toString());
    assertRefused("--html = ", "read", "--html", folder.resolve("no/file").toString());
    assertRefused("--html = ", "read", "--html", folder.toString());
  }

  @Test
  void wrongOptionsOfTheCodecBenchmarkAreRefused() {
    assertRefused("--coder = x: expected some of rs_java, ", "codec", "--coder", "rs_java,x");
    assertRefused("--policy = x: expected some of RS-3-2", "codec", "--policy", "x");
    assertRefused("--operation = x: expected some of encode", "codec", "--operation", "x");
    assertRefused("--erasures = 5: expected some of 1, 2", "codec", "--erasures", "5");
    assertRefused("--cell = 2k: expected some of 4k, 64k, 1m", "codec", "--cell", "2k");
    assertRefused("--heat = x: expected some of hot, cold", "codec", "--heat", "x");
    assertRefused("--memory = x: expected some of heap, direct", "codec", "--memory", "x");
    assertRefused("--forks = 0: expected 1 to 100", "codec", "--forks", "0");
    assertRefused("--iterations = 0: expected 1 to", "codec", "--iterations", "0");
    assertRefused("--json = ", "codec", "--json", folder.resolve("no/file").toString());
    assertRefused("--json = ", "codec", "--json", folder.toString());
    assertRefused("nothing to time", "codec", "--coder", "rs_java", "--policy", "XOR-2-1");
    assertRefused("nothing to time", "codec", "--cell", "4k", "--heat", "cold");
  }

  @Test
  void wrongOptionsOfTheHooksBenchmarkAreRefused() {
    assertRefused("--attempts = 2000: expected some of 1000, 3000", "am", "--attempts", "2000");
    assertRefused("--connections = 0: expected 1 to 1000", "am", "--connections", "0");
    assertRefused("--rate = 0: expected 1 to 1000000", "am", "--rate", "0");
    assertRefused("Invalid value for option '--rate'", "am", "--rate", "x");
    assertRefused("--json = ", "am", "--json", folder.resolve("no/file").toString());
    assertRefused("--json = ", "am", "--json", folder.toString());
    assertRefused("Unknown option: '--no-such'", "am", "--no-such");
  }
}
