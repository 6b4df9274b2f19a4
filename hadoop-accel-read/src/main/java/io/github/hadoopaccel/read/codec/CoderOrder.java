package io.github.hadoopaccel.read.codec;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.erasurecode.CodecUtil;

/**
 * In which order the raw coders of a codec are tried. What the cluster says is obeyed, with one
 * exception: where nobody has said anything, so that Hadoop's default of native code before {@code
 * rs_java} holds, our coders have a place too. {@code rs_accel} comes after ISA-L, {@code
 * xor_accel} first: Hadoop's native XOR is a loop over bytes, a tenth as fast. Streams open with it
 * at once; DataNodes and stock clients need the order in their configuration.
 */
final class CoderOrder {
  private static final Map<String, List<String>> ORDERS =
      Map.of(
          "rs", List.of("rs_native", RsAccelCoderFactory.CODER_NAME, "rs_java"),
          "xor", List.of(XorAccelCoderFactory.CODER_NAME, "xor_native", "xor_java"));

  private CoderOrder() {}

  /**
   * A configuration for {@link CodecUtil}: {@code conf} itself or one with nothing but the order.
   *
   * @param codec such as {@code rs}
   * @param preferAccel whether our coders may have a place where nobody has set an order
   */
  static Configuration configuration(Configuration conf, String codec, boolean preferAccel) {
    String key = CodecUtil.IO_ERASURECODE_CODEC + codec + ".rawcoders";
    List<String> ours = ORDERS.get(codec);
    if (!preferAccel || ours == null || !isHadoopsDefault(conf.getTrimmedStrings(key), codec)) {
      return conf;
    }
    Configuration order = new Configuration(false);
    order.setStrings(key, ours.toArray(String[]::new));
    order.setBoolean(
        CodecUtil.IO_ERASURECODE_CODEC_NATIVE_ENABLED_KEY,
        conf.getBoolean(
            CodecUtil.IO_ERASURECODE_CODEC_NATIVE_ENABLED_KEY,
            CodecUtil.IO_ERASURECODE_CODEC_NATIVE_ENABLED_DEFAULT));
    return order;
  }

  /** Nothing, or what core-default.xml has: which of the two a job's configuration cannot tell. */
  private static boolean isHadoopsDefault(String[] names, String codec) {
    return names.length == 0 || List.of(names).equals(List.of(codec + "_native", codec + "_java"));
  }
}
