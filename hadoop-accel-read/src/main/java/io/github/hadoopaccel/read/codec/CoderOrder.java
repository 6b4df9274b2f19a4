package io.github.hadoopaccel.read.codec;

import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.erasurecode.CodecUtil;

/**
 * In which order the raw coders of a codec are tried. What the cluster says is obeyed, with one
 * exception: where nobody has said anything, so that Hadoop's default of native code before {@code
 * rs_java} holds, our coder is tried between the two. Streams open with it at once; DataNodes and
 * stock clients need the order in their configuration.
 */
final class CoderOrder {
  private CoderOrder() {}

  /**
   * A configuration for {@link CodecUtil}: {@code conf} itself or one with nothing but the order.
   *
   * @param codec such as {@code rs}
   * @param preferAccel whether our coder may be put before Hadoop's Java coder at all
   */
  static Configuration configuration(Configuration conf, String codec, boolean preferAccel) {
    String key = CodecUtil.IO_ERASURECODE_CODEC + codec + ".rawcoders";
    String ours = ourCoder(codec);
    if (!preferAccel || ours == null || !isHadoopsDefault(conf.getTrimmedStrings(key), codec)) {
      return conf;
    }
    Configuration order = new Configuration(false);
    order.setStrings(key, codec + "_native", ours, codec + "_java");
    order.setBoolean(
        CodecUtil.IO_ERASURECODE_CODEC_NATIVE_ENABLED_KEY,
        conf.getBoolean(
            CodecUtil.IO_ERASURECODE_CODEC_NATIVE_ENABLED_KEY,
            CodecUtil.IO_ERASURECODE_CODEC_NATIVE_ENABLED_DEFAULT));
    return order;
  }

  /** Null for a codec of which we have no coder. */
  private static String ourCoder(String codec) {
    return switch (codec.toLowerCase(Locale.ROOT)) {
      case "rs" -> RsAccelCoderFactory.CODER_NAME;
      case "xor" -> XorAccelCoderFactory.CODER_NAME;
      default -> null;
    };
  }

  /** Nothing, or what core-default.xml has: which of the two a job's configuration cannot tell. */
  private static boolean isHadoopsDefault(String[] names, String codec) {
    return names.length == 0 || List.of(names).equals(List.of(codec + "_native", codec + "_java"));
  }
}
