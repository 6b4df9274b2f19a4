package io.github.hadoopaccel.read.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hadoopaccel.read.striping.EcLayout;
import io.github.hadoopaccel.read.striping.Erasures;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.RSRawEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which coder is used for which configuration, and that it rebuilds, in a JVM without native code.
 */
class HadoopUnitDecoderTest {
  private static final EcLayout RS_6_3 = new EcLayout(6, 3, 1 << 20);
  private static final Erasures LOST = Erasures.of(1, 3);
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
  void whatTheConfigurationBecomesLaterChangesNothing() throws Exception {
    Configuration conf = conf(RS_ORDER, "rs_accel");
    Bytes bytes = new Bytes(100);
    try (HadoopUnitDecoder decoder = new HadoopUnitDecoder(conf, "rs", RS_6_3, true)) {
      bytes.assertRebuilt(decoder, false);
      assertThatThrownBy(
              () -> decoder.decode(bytes.band, new ByteBuffer[9], LOST, bytes.none, false))
          .isInstanceOf(IllegalArgumentException.class);
      // The next one is made anew: the one that failed is not used again.
      conf.set(RS_ORDER, "rs_java");
      bytes.assertRebuilt(decoder, false);
      assertThat(decoder.coder()).isEqualTo("RsAccelDecoder");
    }
  }

  @ParameterizedTest(name = "{0} rows, ours {1}, outputs apart {2}")
  @CsvSource({
    "200000, true, false",
    "200000, true, true",
    "200000, false, false",
    "200000, false, true",
    "65536, true, false",
    "65537, false, false"
  })
  void knownZeroUnitsCountAsPresentHoweverManyChunksThereAre(int rows, boolean ours, boolean apart)
      throws Exception {
    Bytes bytes = new Bytes(rows);
    try (HadoopUnitDecoder decoder =
        new HadoopUnitDecoder(new Configuration(), "rs", RS_6_3, ours)) {
      bytes.assertRebuilt(decoder, apart);
    }
  }

  @Test
  void manyThreadsDecodeAtOnce() throws Exception {
    try (HadoopUnitDecoder decoder =
        new HadoopUnitDecoder(new Configuration(), "rs", RS_6_3, true)) {
      ExecutorService threads = Executors.newFixedThreadPool(8);
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int rows = 1 + 97 * i;
        all.add(
            threads.submit(
                () -> {
                  new Bytes(rows).assertRebuilt(decoder, rows % 2 == 0);
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
      threads.shutdown();
    }
  }

  /**
   * A band of a short group: data units 0 to 3 are there, 4 and 5 known to be zero. Units 1 and 3
   * are lost, and rebuilt where parity lies or apart.
   */
  private static final class Bytes {
    private final StripeRange band;
    private final ByteBuffer[] units = new ByteBuffer[9];
    private final ByteBuffer[] none;

    Bytes(int rows) throws IOException {
      band = new StripeRange(RS_6_3, 0, 0, rows, 0, 4, 4);
      Random random = new Random(rows);
      byte[][] data = new byte[6][rows];
      byte[][] parity = new byte[3][rows];
      for (int unit = 0; unit < 4; unit++) {
        random.nextBytes(data[unit]);
      }
      new RSRawEncoder(new ErasureCoderOptions(6, 3)).encode(data, parity);
      for (int unit = 0; unit < 9; unit++) {
        units[unit] = ByteBuffer.wrap(unit < 6 ? data[unit] : parity[unit - 6]);
      }
      none = new ByteBuffer[] {ByteBuffer.allocate(rows), ByteBuffer.allocate(rows)};
    }

    void assertRebuilt(HadoopUnitDecoder decoder, boolean apart) throws IOException {
      ByteBuffer[] inputs = new ByteBuffer[9];
      for (int unit : new int[] {0, 2, 6, 7}) {
        inputs[unit] = copy(units[unit]);
      }
      ByteBuffer[] outputs = {
        apart ? ByteBuffer.allocate(band.rows()) : inputs[6].duplicate(),
        apart ? ByteBuffer.allocate(band.rows()) : inputs[7].duplicate()
      };
      decoder.decode(band, inputs, LOST, outputs, apart);
      assertThat(outputs[0]).isEqualTo(units[1]);
      assertThat(outputs[1]).isEqualTo(units[3]);
    }

    private static ByteBuffer copy(ByteBuffer unit) {
      return ByteBuffer.allocate(unit.remaining()).put(unit.duplicate()).flip();
    }
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
