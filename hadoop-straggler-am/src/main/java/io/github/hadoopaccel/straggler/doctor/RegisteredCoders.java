package io.github.hadoopaccel.straggler.doctor;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.erasurecode.CodecRegistry;
import org.apache.hadoop.io.erasurecode.CodecUtil;
import org.apache.hadoop.io.erasurecode.ErasureCodeNative;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureCoderFactory;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureDecoder;

/** Asks Hadoop's registry of coders, and Hadoop which of them it takes. */
final class RegisteredCoders {
  private RegisteredCoders() {}

  static CoderFacts facts(Configuration conf, SampleCode code) {
    String key = "io.erasurecode.codec." + code.codec() + ".rawcoders";
    String[] order = conf.getStrings(key, new String[0]);
    String used = null;
    String usedClass;
    try {
      RawErasureDecoder decoder = CodecUtil.createRawDecoder(conf, code.codec(), code.options());
      usedClass = decoder.getClass().getName();
      decoder.release();
      used = nameOf(usedClass, code);
    } catch (RuntimeException | LinkageError e) {
      usedClass = Reason.of(e);
    }
    return new CoderFacts(
        code.codec(),
        List.of(order),
        code.isalFastest(),
        conf.getBoolean(CoderCheck.NATIVE_ENABLED, true),
        ErasureCodeNative.isNativeCodeLoaded(),
        factories(code.codec()).stream().map(RawErasureCoderFactory::getCoderName).toList(),
        used,
        usedClass);
  }

  /** The coders that are registered for a codec; none for a codec that nobody knows. */
  static List<RawErasureCoderFactory> factories(String codec) {
    List<RawErasureCoderFactory> coders = CodecRegistry.getInstance().getCoders(codec);
    return coders == null ? List.of() : List.copyOf(coders);
  }

  /** Whether units of such a code can be rebuilt here. */
  static boolean decodes(Configuration conf, String codec, int dataUnits, int parityUnits) {
    try {
      CodecUtil.createRawDecoder(conf, codec, new ErasureCoderOptions(dataUnits, parityUnits))
          .release();
      return true;
    } catch (RuntimeException | LinkageError e) {
      return false;
    }
  }

  /** The registered name of a decoder's class, else the class itself. */
  private static String nameOf(String className, SampleCode code) {
    for (RawErasureCoderFactory factory : factories(code.codec())) {
      try {
        RawErasureDecoder decoder = factory.createDecoder(code.options());
        decoder.release();
        if (decoder.getClass().getName().equals(className)) {
          return factory.getCoderName();
        }
      } catch (RuntimeException | LinkageError e) {
        continue;
      }
    }
    return className;
  }
}
