package io.github.hadoopaccel.read.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hadoopaccel.read.striping.EcLayout;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which coder is used for which configuration, in a JVM without native code; that the bytes are
 * right is for the tests of the driver.
 */
class HadoopUnitDecoderTest {
  private static final String RS_ORDER = "io.erasurecode.codec.rs.rawcoders";
  private static final String XOR_ORDER = "io.erasurecode.codec.xor.rawcoders";

  @ParameterizedTest(name = "order {0}, ours preferred {1}: {2}")
  @CsvSource({
    "'', true, RsAccelDecoder",
    "'rs_native,rs_java', true, RsAccelDecoder",
    "' rs_native , rs_java ', true, RsAccelDecoder",
    "'rs_native,rs_java', false, RSRawDecoder",
    "'rs_java', true, RSRawDecoder",
    "'rs_java,rs_accel', true, RSRawDecoder",
    "'rs_java,rs_native', true, RSRawDecoder",
    "'rs_native,rs_accel,rs_java', false, RsAccelDecoder",
    "'rs_accel', false, RsAccelDecoder",
    "'no-such-coder,rs_java', true, RSRawDecoder",
  })
  void anOrderThatWasSetIsObeyed(String order, boolean preferAccel, String coder) {
    assertThat(coder(conf(RS_ORDER, order), "rs", new EcLayout(6, 3, 64), preferAccel))
        .isEqualTo(coder);
  }

  @ParameterizedTest(name = "order {0}, ours preferred {1}: {2}")
  @CsvSource({
    "'', true, XorAccelDecoder",
    "'xor_native,xor_java', true, XorAccelDecoder",
    "'xor_native,xor_java', false, XORRawDecoder",
    "'xor_java', true, XORRawDecoder",
    "'xor_accel,xor_java', false, XorAccelDecoder",
  })
  void anOrderOfXorThatWasSetIsObeyed(String order, boolean preferAccel, String coder) {
    assertThat(coder(conf(XOR_ORDER, order), "xor", new EcLayout(2, 1, 64), preferAccel))
        .isEqualTo(coder);
  }

  @Test
  void hadoopsOwnDefaultsCountAsSetByNobody() {
    Configuration conf = new Configuration();
    assertThat(coder(conf, "rs", new EcLayout(6, 3, 64), true)).isEqualTo("RsAccelDecoder");
    assertThat(coder(conf, "xor", new EcLayout(2, 1, 64), true)).isEqualTo("XorAccelDecoder");
    assertThat(coder(conf, "rs-legacy", new EcLayout(6, 3, 64), true))
        .isEqualTo("RSLegacyRawDecoder");
  }

  @Test
  void aCodecOfNobodyIsRefused() {
    assertThatThrownBy(
            () ->
                new HadoopUnitDecoder(
                    conf(RS_ORDER, "no-such-coder"), "rs", new EcLayout(6, 3, 64), true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Configuration conf(String key, String order) {
    Configuration conf = new Configuration(false);
    if (!order.isEmpty()) {
      conf.set(key, order);
    }
    return conf;
  }

  private static String coder(
      Configuration conf, String codec, EcLayout layout, boolean preferAccel) {
    try (HadoopUnitDecoder decoder = new HadoopUnitDecoder(conf, codec, layout, preferAccel)) {
      return decoder.coder();
    }
  }
}
