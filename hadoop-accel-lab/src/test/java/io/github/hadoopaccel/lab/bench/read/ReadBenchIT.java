package io.github.hadoopaccel.lab.bench.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hadoopaccel.lab.testing.NothingLeftRunning;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole benchmark, small: a result of everything that was asked for, and every byte right. */
@Timeout(120)
@ExtendWith(NothingLeftRunning.class)
class ReadBenchIT {
  @TempDir Path folder;

  @Test
  void everyReaderIsMeasuredByEveryApiInEveryScenario() throws Exception {
    Path work = Files.createDirectory(folder.resolve("work"));
    Path json = folder.resolve("result.json");
    Path html = folder.resolve("result.html");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    String[] arguments = {
      "--scenario", "healthy,hung-1",
      "--reader", "stock,adaptive",
      "--pairs", "2",
      "--bytes", "13m",
      "--reads", "5",
      "--max-seconds", "0.4",
      "--work-millis", "1",
      "--json", json.toString(),
      "--html", html.toString()
    };
    int code = new CommandLine(new ReadBench(work, out, out)).execute(arguments);
    String text = printed.toString(StandardCharsets.UTF_8);

    assertThat(code).as(text).isZero();
    JsonNode top = new ObjectMapper().readTree(json.toFile());
    assertThat(top.get("faults")).isEmpty();
    Set<String> keys = new HashSet<>();
    for (JsonNode result : top.get("results")) {
      String key =
          "%s %s %s"
              .formatted(
                  result.get("scenario").asText(),
                  result.get("reader").asText(),
                  result.get("api").asText());
      assertThat(keys.add(key)).as(key).isTrue();
      assertThat(result.get("latencyMillis").get("calls").asLong()).as(key).isPositive();
      int rounds = key.startsWith("hung-1 stock") ? 1 : 2;
      assertThat(result.get("samples")).as(key).hasSize(rounds);
    }
    assertThat(keys).hasSize(2 * 2 * Api.values().length);
    assertThat(Files.readString(html)).contains(HtmlReport.inScript(Files.readString(json)));
    assertThat(top.get("limitMegabytesPerSec")).hasSize(2);
    assertThat(text).contains("what must hold, for adaptive").contains("not measured");
    assertThat(Files.exists(work)).isFalse();
  }
}
