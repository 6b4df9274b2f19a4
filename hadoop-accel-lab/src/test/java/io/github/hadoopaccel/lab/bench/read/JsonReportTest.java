package io.github.hadoopaccel.lab.bench.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The JSON has an object for each result, with its samples and its pairs. */
class JsonReportTest {
  private static JsonNode json(Results results) throws Exception {
    return new ObjectMapper()
        .readTree(new JsonReport(Map.of("cores", 2), results, Given.options()).render());
  }

  @Test
  void everyResultIsAnObjectWithItsSamples() throws Exception {
    Results given = Given.results(10, 0.5, 1, 1100, 0.9, 1.0);
    JsonNode json = json(given);
    assertThat(json.get("cores").asInt()).isEqualTo(2);
    assertThat(json.get("results")).hasSize(given.all().size());
    JsonNode adaptive = json.get("results").get(1);
    assertThat(adaptive.get("scenario").asText()).isEqualTo("healthy");
    assertThat(adaptive.get("reader").asText()).isEqualTo("adaptive");
    assertThat(adaptive.get("api").asText()).isEqualTo("sequential");
    assertThat(adaptive.get("medianMegabytesPerSec").asDouble()).isEqualTo(0.002);
    assertThat(adaptive.get("receivedExtraFraction").asDouble()).isEqualTo(0.1);
    assertThat(adaptive.get("latencyMillis").get("p99.9").asDouble()).isEqualTo(0.9);
    assertThat(adaptive.get("samples")).hasSize(3);
    assertThat(adaptive.get("samples").get(2).get("round").asInt()).isEqualTo(2);
    JsonNode ratio = adaptive.get("overStock").get("megabytesPerSec");
    assertThat(ratio.get("value").asDouble()).isEqualTo(20);
    assertThat(ratio.get("pairs")).hasSize(3);
  }

  @Test
  void unknownFiguresAreNull() throws Exception {
    Result stock = Given.result(Scenario.HUNG_1, ReaderKind.STOCK, Api.PREAD_1M, 1, 0, 1000, -1, 1);
    JsonNode json = json(new Results(List.of(stock), List.of(), List.of()));
    JsonNode result = json.get("results").get(0);
    assertThat(result.get("receivedExtraFraction").isNull()).isTrue();
    // 0 / 0 has no value, and no NaN stands in its place.
    assertThat(result.get("overStock").get("cpuSecondsPerGigabyte").get("value").isNull()).isTrue();
  }

  @Test
  void requirementsStandBesideTheirFigures() throws Exception {
    JsonNode rows = json(Given.results(10, 0.5, 1, 1000, 0.9, 1.0)).get("requirements");
    assertThat(rows).isNotEmpty();
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.get("holds").asText()).isEqualTo("yes");
              assertThat(row.get("value").isNumber()).isTrue();
            });
  }
}
