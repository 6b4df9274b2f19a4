package io.github.hadoopaccel.lab.bench.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hadoopaccel.lab.bench.Bootstrap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tables and the JSON say what was measured, what was not, and why. */
class CodecReportsTest {
  private static final Bootstrap BOOTSTRAP = new Bootstrap(1);

  private static List<String> lines(CodecResults results, boolean markdown) {
    return new CodecTextReport(results, BOOTSTRAP)
        .render(markdown)
        .lines()
        .map(line -> line.replaceAll(" +", " "))
        .toList();
  }

  private static JsonNode json(CodecResults results) throws Exception {
    CodecJsonReport report =
        new CodecJsonReport(Map.of("cores", 2), results, GivenCodec.options(true), BOOTSTRAP);
    return new ObjectMapper().readTree(report.render());
  }

  @Test
  void codersStandSideBySide() {
    assertThat(lines(GivenCodec.results(500, 1000, 5000, 4000), false))
        .containsSubsequence(
            "RS-6-3 decode, MB/s of input",
            "erased cell heat memory rs_java rs_accel x rs_java rs_native x rs_java",
            "2 1m cold heap 100 ±0 % 500 ±0 % 5.00 5000 ±0 % 50.00",
            "RS-6-3 decode by the reading path, MB/s of input and over the coder itself",
            "2 1m cold 4000 ±0 % 8.00 4000 ±0 % 0.80",
            "XOR-2-1 decode, MB/s of input",
            "erased cell heat memory xor_java xor_accel x xor_java",
            "xor xor_native no: no library")
        .contains("cold heap: rs_accel over rs_java >= 5.00x 5.00x - yes")
        .contains("cold: reading path over rs_native >= 0.90x 0.80x - no");
  }

  @Test
  void markdownHasHeadingsAndRules() {
    assertThat(lines(GivenCodec.results(500, 1000, 5000, 4000), true))
        .contains("### RS-6-3 decode, MB/s of input")
        .contains("| 2 | 1m | cold | heap | 100 ±0 % | 500 ±0 % | 5.00 | 5000 ±0 % | 50.00 |");
  }

  @Test
  void whatWasNotMeasuredSaysSo() {
    CodecCase accel = CodecCase.parse("rs_accel/coder/decode/RS-6-3/2/1m/cold/heap");
    CodecResults results =
        new CodecResults(
            GivenCodec.coders(),
            List.of(GivenCodec.result(accel, 500)),
            List.of("rs_java/x: wrong byte"));
    assertThat(lines(results, false))
        .contains("2 1m cold heap 500 ±0 % -")
        .contains("cold heap: rs_accel over rs_java >= 5.00x - - not run")
        .contains("FAULT: rs_java/x: wrong byte");
  }

  @Test
  void jsonHasEveryIterationAndRequirement() throws Exception {
    JsonNode json = json(GivenCodec.results(500, 1000, 5000, 4000));
    assertThat(json.get("cores").asInt()).isEqualTo(2);
    assertThat(json.get("results"))
        .hasSize(CodecPlan.of(GivenCodec.options(true), GivenCodec.coders()).size());
    JsonNode accel = json.get("results").get(4);
    assertThat(accel.get("coder").asText()).isEqualTo("rs_accel");
    assertThat(accel.get("nanosPerCall")).hasSize(3);
    assertThat(accel.get("megabytesPerSec").get("value").asDouble()).isPositive();
    assertThat(accel.get("overJava").get("value").asDouble()).isGreaterThan(1);
    assertThat(json.get("coders").get(5).get("problem").asText()).isEqualTo("no library");
    assertThat(json.get("coders").get(2).get("takenByReadingPath").asBoolean()).isTrue();
    assertThat(json.get("requirements")).hasSize(6);
    assertThat(json.get("requirements").get(0).get("holds").asText()).isEqualTo("yes");
  }

  @Test
  void comparisonWithNothingIsNull() throws Exception {
    CodecCase accel = CodecCase.parse("rs_accel/coder/decode/RS-6-3/2/1m/cold/heap");
    JsonNode json =
        json(
            new CodecResults(
                GivenCodec.coders(), List.of(GivenCodec.result(accel, 500)), List.of()));
    assertThat(json.get("results").get(0).get("overJava").isNull()).isTrue();
  }
}
