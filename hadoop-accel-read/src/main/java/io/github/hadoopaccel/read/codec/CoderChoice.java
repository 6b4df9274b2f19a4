package io.github.hadoopaccel.read.codec;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.erasurecode.CodecRegistry;
import org.apache.hadoop.io.erasurecode.CodecUtil;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureCoderFactory;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureDecoder;

/**
 * The raw coder with which units of a code are rebuilt in this JVM: the first of an order that can
 * be made. What a file system's configuration becomes later does not change it, since a choice is
 * made once, and kept.
 *
 * <p>The cluster's order is obeyed, with one exception: where nobody has set one, so that Hadoop's
 * default of native code before {@code rs_java} holds, our coders have a place too. {@code
 * rs_accel} comes after ISA-L, {@code xor_accel} first, for Hadoop's native XOR goes byte by byte.
 * DataNodes and stock clients need the order in their configuration.
 *
 * <p>Hadoop's registry knows the coders that could be seen when it was first asked for one in this
 * JVM, which may have been before our jar was there ({@code --jars}, {@code ADD JAR}); ours are
 * then made without it. Immutable.
 */
final class CoderChoice {
  private static final Map<String, List<String>> ORDERS =
      Map.of(
          "rs", List.of("rs_native", RsAccelCoderFactory.CODER_NAME, "rs_java"),
          "xor", List.of(XorAccelCoderFactory.CODER_NAME, "xor_native", "xor_java"));

  private static final Map<String, RawErasureCoderFactory> OURS =
      Map.of(
          RsAccelCoderFactory.CODER_NAME, new RsAccelCoderFactory(),
          XorAccelCoderFactory.CODER_NAME, new XorAccelCoderFactory());

  /** More codes and orders than these in one JVM are chosen for again each time. */
  private static final int MAX_KEPT = 64;

  private static final Map<Key, CoderChoice> KEPT = new ConcurrentHashMap<>();

  /** All that a choice depends on. */
  private record Key(
      String codec, List<String> order, boolean nativeEnabled, int dataUnits, int parityUnits) {}

  private final Key key;
  private final String coder;
  private final Configuration conf;

  private CoderChoice(Key key, String coder) {
    this.key = key;
    this.coder = coder;
    this.conf = new Configuration(false);
    conf.set(orderKey(key.codec), coder);
    conf.setBoolean(CodecUtil.IO_ERASURECODE_CODEC_NATIVE_ENABLED_KEY, key.nativeEnabled);
  }

  /**
   * The choice for a code.
   *
   * @param codec such as {@code rs}
   * @param preferAccel whether our coders may have a place where nobody has set an order
   * @throws IllegalArgumentException if no coder of the order can be made
   */
  static CoderChoice of(
      Configuration conf, String codec, ErasureCoderOptions options, boolean preferAccel) {
    Key key =
        new Key(
            codec,
            order(conf, codec, preferAccel),
            conf.getBoolean(
                CodecUtil.IO_ERASURECODE_CODEC_NATIVE_ENABLED_KEY,
                CodecUtil.IO_ERASURECODE_CODEC_NATIVE_ENABLED_DEFAULT),
            options.getNumDataUnits(),
            options.getNumParityUnits());
    CoderChoice kept = KEPT.get(key);
    if (kept == null) {
      kept = choose(key, options);
      if (KEPT.size() < MAX_KEPT) {
        KEPT.put(key, kept);
      }
    }
    return kept;
  }

  private static List<String> order(Configuration conf, String codec, boolean preferAccel) {
    List<String> set = List.of(conf.getTrimmedStrings(orderKey(codec)));
    boolean untouched = set.isEmpty() || set.equals(List.of(codec + "_native", codec + "_java"));
    if (preferAccel && untouched && ORDERS.containsKey(codec)) {
      return ORDERS.get(codec);
    }
    String[] registered = CodecRegistry.getInstance().getCoderNames(codec);
    return set.isEmpty() && registered != null ? List.of(registered) : set;
  }

  private static CoderChoice choose(Key key, ErasureCoderOptions options) {
    for (String coder : key.order) {
      CoderChoice choice = new CoderChoice(key, coder);
      try {
        choice.create(options).release();
        return choice;
      } catch (IllegalArgumentException | IllegalStateException | LinkageError e) {
        // As CodecUtil does: on to the next one.
        continue;
      }
    }
    throw new IllegalArgumentException(
        "no coder of codec " + key.codec + " can be made; tried: " + String.join(", ", key.order));
  }

  private static String orderKey(String codec) {
    return CodecUtil.IO_ERASURECODE_CODEC + codec + ".rawcoders";
  }

  /** A new decoder, always of the same class. */
  RawErasureDecoder create(ErasureCoderOptions options) {
    RawErasureCoderFactory ours = OURS.get(coder);
    boolean registered =
        ours == null || CodecRegistry.getInstance().getCoderByName(key.codec, coder) != null;
    return registered
        ? CodecUtil.createRawDecoder(conf, key.codec, options)
        : ours.createDecoder(options);
  }
}
