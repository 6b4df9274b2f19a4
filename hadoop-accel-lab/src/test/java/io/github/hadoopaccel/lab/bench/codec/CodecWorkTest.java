package io.github.hadoopaccel.lab.bench.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hadoopaccel.lab.demo.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases do what they say, on the coders in Java, which are everywhere. */
class CodecWorkTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rs_java/coder/decode/RS-3-2/2/4k/hot/heap",
        "rs_java/coder/decode/RS-6-3/3/64k/hot/direct",
        "rs_java/coder/decode/RS-10-4/4/4k/hot/heap",
        "rs_java/coder/encode/RS-6-3/0/4k/hot/direct",
        "rs_java/reader/decode/RS-3-2/1/1m/hot/heap",
        "rs_accel/coder/decode/RS-10-4/4/64k/hot/direct",
        "rs_accel/coder/encode/RS-6-3/0/4k/hot/heap",
        "rs_accel/reader/decode/RS-6-3/2/1m/hot/heap",
        "xor_accel/coder/decode/XOR-2-1/1/4k/hot/direct",
        "xor_java/coder/decode/XOR-2-1/1/1m/cold/heap",
        "xor_java/coder/encode/XOR-2-1/0/4k/hot/heap"
      })
  void coderIsSeenToGiveTheRightBytesAndGoesOn(String text) throws Exception {
    CodecCase what = CodecCase.parse(text);
    try (CodecWork work = new CodecWork(what)) {
      for (int i = 0; i < 2 * what.stripes(); i++) {
        assertThat(work.code()).isNotEmpty();
      }
    }
  }

  @Test
  void coldStripesComeInTurn() throws Exception {
    CodecCase cold = CodecCase.parse("xor_java/coder/decode/XOR-2-1/1/1m/cold/heap");
    try (CodecWork work = new CodecWork(cold)) {
      Object first = work.code();
      for (int i = 1; i < cold.stripes(); i++) {
        assertThat((Object) work.code()).isNotSameAs(first);
      }
      assertThat((Object) work.code()).isSameAs(first);
    }
  }

  @Test
  void oneWrongByteIsAFailure() {
    byte[] expected = new byte[4096];
    ByteBuffer given = ByteBuffer.allocateDirect(expected.length);
    CodecWork.requireEqual(7, given, expected);
    given.put(4095, (byte) 1);
    assertThatThrownBy(() -> CodecWork.requireEqual(7, given, expected))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("unit 7 is wrong at byte 4095");
    assertThatThrownBy(() -> CodecWork.requireEqual(7, given.limit(4095), expected))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void unknownCoderAndUnusualMemoryAreFailures() {
    assertThatThrownBy(
            () -> new CodecWork(CodecCase.parse("no_such/coder/encode/RS-6-3/0/4k/hot/heap")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new CodecWork(CodecCase.parse("rs_java/reader/decode/RS-3-2/1/1m/hot/direct")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the reading path is on heap");
  }

  @Test
  void registryHasHadoopsCodersAndTakesOneByItself() {
    Coders coders = Coders.probe();
    assertThat(coders.all())
        .extracting(Coders.Coder::name)
        .contains("rs_java", "rs_native", "xor_java", "xor_native")
        .containsExactlyElementsOf(
            Coders.untried().all().stream().map(Coders.Coder::name).toList());
    assertThat(coders.all())
        .filteredOn(coder -> coder.name().endsWith(Coders.JAVA))
        .allMatch(Coders.Coder::isAvailable);
    assertThat(coders.all())
        .filteredOn(coder -> !coder.isAvailable())
        .allSatisfy(coder -> assertThat(coder.problem().orElseThrow()).isNotBlank());
    assertThat(coders.chosen()).containsOnlyKeys("rs", "xor");
  }

  /** In this JVM, and short: one case is measured twice, one fails and is tried once. */
  @Test
  void failedCaseIsAFaultAndTheOthersAreMeasured() {
    CodecCase good = CodecCase.parse("rs_java/coder/decode/RS-3-2/1/4k/hot/heap");
    CodecCase bad = good.with("no_such", good.route(), good.memory());
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    List<String> failures = new ArrayList<>();
    CodecResults results;
    try (Progress progress =
        new Progress(new PrintStream(printed, true, StandardCharsets.UTF_8), false)) {
      results =
          new CodecBenchRun(new JmhTrial(0, 0, 1, 1, 20), 2, progress, () -> failures.add("asked"))
              .run(GivenCodec.coders(), List.of(good, bad));
    }
    assertThat(results.find(good).orElseThrow().nanosPerCall())
        .hasSize(2)
        .allMatch(nanos -> nanos > 0);
    assertThat(results.find(bad)).isEmpty();
    assertThat(results.faults()).hasSize(1);
    assertThat(results.faults().get(0))
        .startsWith("no_such/coder/decode/RS-3-2/1/4k/hot/heap: ")
        .contains("Fail to create raw erasure");
    assertThat(failures).hasSize(1);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("case 1 of 4, about ");
  }
}
