package io.github.hadoopaccel.straggler.doctor;

import io.github.hadoopaccel.read.codec.HadoopUnitDecoder;
import io.github.hadoopaccel.read.config.Problems;
import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.straggler.doctor.CoderFacts.Choice;
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
    String[] order = conf.getStrings(key);
    boolean preferAccel = ReadKeys.PREFER_ACCEL_CODER.read(conf, new Problems());
    return new CoderFacts(
        code.codec(),
        order == null ? List.of() : List.of(order),
        conf.getBoolean(CoderCheck.NATIVE_ENABLED, true),
        ErasureCodeNative.isNativeCodeLoaded(),
        factories(code.codec()).stream().map(RawErasureCoderFactory::getCoderName).toList(),
        preferAccel,
        ofStockReaders(conf, code, key),
        ofStreams(conf, code, preferAccel));
  }

  private static Choice ofStockReaders(Configuration conf, SampleCode code, String key) {
    try {
      RawErasureDecoder decoder = CodecUtil.createRawDecoder(conf, code.codec(), code.options());
      decoder.release();
      String className = decoder.getClass().getSimpleName();
      return new Choice(nameOf(className, code), className);
    } catch (RuntimeException | LinkageError e) {
      // Hadoop takes an empty list of names for none at all, and stumbles over it.
      boolean empty = conf.get(key) != null && conf.getStrings(key) == null;
      return new Choice(null, empty ? key + " is empty" : Reason.of(e));
    }
  }

  private static Choice ofStreams(Configuration conf, SampleCode code, boolean preferAccel) {
    try (HadoopUnitDecoder decoder =
        new HadoopUnitDecoder(conf, code.codec(), code.layout(), preferAccel)) {
      return new Choice(nameOf(decoder.coder(), code), decoder.coder());
    } catch (RuntimeException | LinkageError e) {
      return new Choice(null, Reason.of(e));
    }
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

  /** The registered name of a decoder's class, without its package, else the class itself. */
  private static String nameOf(String className, SampleCode code) {
    for (RawErasureCoderFactory factory : factories(code.codec())) {
      try {
        RawErasureDecoder decoder = factory.createDecoder(code.options());
        decoder.release();
        if (decoder.getClass().getSimpleName().equals(className)) {
          return factory.getCoderName();
        }
      } catch (RuntimeException | LinkageError e) {
        continue;
      }
    }
    return className;
  }
}
