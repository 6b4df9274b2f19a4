package io.github.hadoopaccel.lab.bench.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A case survives being written as text, and one that makes no sense is refused. */
class CodecCaseTest {
  @Test
  void everyCaseOfThePlanIsReadFromItsText() {
    for (CodecCase each : CodecPlan.of(GivenCodec.options(false), GivenCodec.coders())) {
      assertThat(CodecCase.parse(each.toString())).isEqualTo(each);
    }
  }

  @Test
  void textNamesEveryPart() {
    String text = "rs_native/coder/decode/RS-6-3/2/1m/cold/direct";
    CodecCase what = CodecCase.parse(text);
    assertThat(what).hasToString(text);
    assertThat(what.policy()).isEqualTo(Policy.RS_6_3);
    assertThat(what.erasures()).isEqualTo(2);
    assertThat(what.inputBytes()).isEqualTo(6L << 20);
    assertThat(what.stripes()).isEqualTo(16);
    assertThat(CodecCase.parse(text.replace("cold", "hot")).stripes()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "rs_java/coder/decode/RS-6-3/0/1m/hot/heap, 0 erasures to decode RS-6-3",
    "rs_java/coder/decode/RS-6-3/4/1m/hot/heap, 4 erasures to decode RS-6-3",
    "xor_java/coder/decode/XOR-2-1/2/1m/hot/heap, 2 erasures to decode XOR-2-1",
    "rs_java/coder/encode/RS-6-3/1/1m/hot/heap, 1 erasures to encode RS-6-3",
    "rs_java/coder/decode/RS-6-3/1/64k/cold/heap, cold",
    "rs_java/reader/decode/RS-6-3/1/4k/hot/heap, reader",
    "rs_java/reader/encode/RS-6-3/0/1m/hot/heap, does not encode",
    "rs_java/coder/decode/RS-6-3/1/2k/hot/heap, cells of 2k",
    "rs_java/coder/decode/RS-9-9/1/1m/hot/heap, unknown: RS-9-9",
    "rs_java/coder/decode/RS-6-3/1/1m/warm/heap, unknown: warm",
    "/coder/decode/RS-6-3/1/1m/hot/heap, expected a name",
    "rs_java/coder/decode/RS-6-3/1/1m/hot, expected 8 parts"
  })
  void nonsenseIsRefused(String text, String message) {
    assertThatThrownBy(() -> CodecCase.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void cellsOfOtherSizesAreRefused() {
    CodecCase what = CodecCase.parse("rs_java/coder/decode/RS-6-3/1/4k/hot/heap");
    assertThatThrownBy(
            () ->
                new CodecCase(
                    what.coder(),
                    what.route(),
                    what.operation(),
                    what.policy(),
                    1,
                    5000,
                    what.heat(),
                    what.memory()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cells of 5000 bytes");
  }
}
