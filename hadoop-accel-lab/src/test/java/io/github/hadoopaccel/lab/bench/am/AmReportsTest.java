package io.github.hadoopaccel.lab.bench.am;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hadoopaccel.lab.bench.Bootstrap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tables and the JSON say what was measured, what was not, and what must hold. */
class AmReportsTest {
  private static final Bootstrap BOOTSTRAP = new Bootstrap(1);
  private static final AmResults GIVEN = GivenAm.results(40, 1000, 3, 12_000, 20);

  private static List<String> lines(AmResults results, boolean markdown) {
    return new AmTextReport(results, BOOTSTRAP)
        .render(markdown)
        .lines()
        .map(line -> line.trim().replaceAll(" +", " "))
        .toList();
  }

  private static JsonNode json(AmResults results) throws Exception {
    return new ObjectMapper()
        .readTree(
            new AmJsonReport(Map.of("cores", 2), results, GivenAm.options(true), BOOTSTRAP)
                .render());
  }

  @Test
  void tablesHaveEachSizeEventAndLoad() {
    assertThat(lines(GIVEN, false))
        .containsSubsequence(
            "attempts scan ms interval slowest heap MiB B/attempt job",
            "1,000 0.40 0.40 to 0.40 0.40 1.0 1000 500",
            "100,000 40.00 40.00 to 40.00 40.00 95.4 1000 500",
            "mixed AccelSpeculator 3.00 3.00 to 3.00 3.00 3.00",
            "mixed DefaultSpeculator 2.00 2.00 to 2.00 2.00 2.00",
            "closed 300 12000 1.0 2.0 3.0 30 15",
            "paced 300 10000 1.0 20.0 40.0 30 15",
            "one scan <= 50.0 ms 40.0 ms - yes",
            "live heap of an attempt <= 1024 B 1000 B - yes",
            "handle(), median <= 2.00 us 3.00 us - no",
            "of it the hook's own <= 2.00 us 1.00 us - yes",
            "reports over 300 connections >= 10000 /s 12000 /s - yes",
            "p99 of a report at 10,000 /s <= 50.0 ms 20.0 ms - yes");
  }

  @Test
  void markdownHasHeadingsAndRules() {
    assertThat(lines(GIVEN, true))
        .contains("### scan and heap")
        .contains("| closed | 300 | 12000 | 1.0 | 2.0 | 3.0 | 30 | 15 |");
  }

  @Test
  void whatWasNotMeasuredSaysSo() {
    AmResults nothing = new AmResults(List.of(), List.of(), Optional.empty(), List.of("no token"));
    assertThat(lines(nothing, false))
        .contains("one scan <= 50.0 ms - - not run")
        .contains("FAULT: no token");
  }

  @Test
  void jsonHasEveryMeasurementAndRequirement() throws Exception {
    JsonNode json = json(GIVEN);
    assertThat(json.get("cores").asInt()).isEqualTo(2);
    assertThat(json.get("sizes")).hasSize(5);
    assertThat(json.get("sizes").get(4).get("scanMillis").get("value").asDouble()).isEqualTo(40);
    assertThat(json.get("handle").get(0).get("medians")).hasSize(3);
    assertThat(json.get("rpc").get("loads").get(1).get("windows")).hasSize(2);
    assertThat(json.get("requirements")).hasSize(8);
    assertThat(json.get("requirements").get(2).get("holds").asText()).isEqualTo("no");
  }

  @Test
  void windowsGoThroughAPipe() {
    RpcWindow window = new RpcWindow(0.5, 12_345, 1.25, 2.5, 1e-3);
    assertThat(RpcWindow.parse(window.line())).isEqualTo(window);
  }

  @Test
  void onlyEstablishedConnectionsOfThePortCount() {
    List<String> table =
        List.of(
            "  sl  local_address rem_address   st tx_queue rx_queue",
            "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000",
            "   1: 0100007F:1F90 0100007F:A0B1 01 00000000:00000000",
            "   2: 0100007F:A0B1 0100007F:1F90 01 00000000:00000000",
            "   3: 0100007F:1F90 0100007F:A0B2 08 00000000:00000000");
    assertThat(OpenConnections.count(table, 8080)).isEqualTo(1);
  }
}
