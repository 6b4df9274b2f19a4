package io.github.hadoopaccel.lab.bench.codec;

import io.github.hadoopaccel.lab.bench.codec.CodecCase.Memory;
import io.github.hadoopaccel.read.codec.HadoopUnitDecoder;
import io.github.hadoopaccel.read.striping.EcLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.erasurecode.CodecUtil;
import org.apache.hadoop.io.erasurecode.ErasureCodeNative;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureCoderFactory;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureDecoder;

/**
 * The coders that Hadoop's registry knows in this JVM.
 *
 * @param all those of the codecs that are timed, Hadoop's in Java first and its native ones last
 * @param chosen by codec, the coder that streams take where nobody has set an order; none where it
 *     is not one of these
 */
record Coders(List<Coder> all, Map<String, String> chosen) {
  /** How the names of Hadoop's coders in Java end. */
  static final String JAVA = "_java";

  /** How the names of those over ISA-L end. */
  static final String NATIVE = "_native";

  Coders {
    all = List.copyOf(all);
    chosen = Map.copyOf(chosen);
  }

  /**
   * A coder.
   *
   * @param preferred memory that it likes best
   * @param problem why there is none on this machine, for people
   */
  record Coder(String codec, String name, Memory preferred, Optional<String> problem) {
    boolean isAvailable() {
      return problem.isEmpty();
    }
  }

  /** All of them as if they were there; reads what the registry reads, and starts nothing. */
  static Coders untried() {
    return new Coders(
        factories()
            .map(
                factory ->
                    new Coder(
                        factory.getCodecName(),
                        factory.getCoderName(),
                        Memory.HEAP,
                        Optional.empty()))
            .toList(),
        Map.of());
  }

  private static Stream<RawErasureCoderFactory> factories() {
    List<String> codecs = Stream.of(Policy.values()).map(Policy::codec).toList();
    return ServiceLoader.load(RawErasureCoderFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(factory -> codecs.contains(factory.getCodecName()))
        .sorted(
            Comparator.comparing(RawErasureCoderFactory::getCodecName)
                .thenComparing(factory -> rank(factory.getCoderName())));
  }

  private static int rank(String name) {
    return name.endsWith(JAVA) ? 0 : name.endsWith(NATIVE) ? 2 : 1;
  }

  /** A configuration that names one coder, so that no other stands in for it. */
  static Configuration configuration(String codec, String name) {
    Configuration conf = new Configuration();
    conf.set(CodecUtil.IO_ERASURECODE_CODEC + codec + ".rawcoders", name);
    return conf;
  }

  /** Tries all of them. */
  static Coders probe() {
    List<Coder> all = new ArrayList<>();
    Map<String, String> chosen = new TreeMap<>();
    for (RawErasureCoderFactory factory : factories().toList()) {
      String codec = factory.getCodecName();
      String name = factory.getCoderName();
      try {
        RawErasureDecoder decoder = decoder(configuration(codec, name), codec);
        all.add(
            new Coder(
                codec, name, Memory.preferred(decoder.preferDirectBuffer()), Optional.empty()));
        if (decoder.getClass().getSimpleName().equals(coderOfStreams(codec))) {
          chosen.put(codec, name);
        }
        decoder.release();
      } catch (IllegalArgumentException e) {
        all.add(new Coder(codec, name, Memory.DIRECT, Optional.of(problem(name, e))));
      }
    }
    return new Coders(all, chosen);
  }

  private static String coderOfStreams(String codec) {
    EcLayout layout = policy(codec).layout(CodecCase.LARGE_CELL);
    try (HadoopUnitDecoder reading =
        new HadoopUnitDecoder(new Configuration(), codec, layout, true)) {
      return reading.coder();
    }
  }

  private static RawErasureDecoder decoder(Configuration conf, String codec) {
    return CodecUtil.createRawDecoder(conf, codec, policy(codec).coderOptions());
  }

  private static Policy policy(String codec) {
    return Stream.of(Policy.values())
        .filter(each -> each.codec().equals(codec))
        .findFirst()
        .orElseThrow();
  }

  private static String problem(String name, IllegalArgumentException e) {
    String reason =
        name.endsWith(NATIVE) ? ErasureCodeNative.getLoadingFailureReason() : e.getMessage();
    return reason == null ? e.getMessage() : reason;
  }
}
