package io.github.hadoopaccel.straggler.doctor;

import java.util.List;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;

/**
 * The code by which the coders of a codec are judged: the commonest policy of it.
 *
 * @param erasures how many data units are rebuilt, the first ones
 * @param isalFastest whether ISA-L is the fastest wherever it loads. For {@code xor} it is not:
 *     this jar's coder was ten times as fast on the machine this was written on; only timing tells
 */
record SampleCode(String codec, int dataUnits, int parityUnits, int erasures, boolean isalFastest) {
  static final List<SampleCode> ALL =
      List.of(new SampleCode("rs", 6, 3, 2, true), new SampleCode("xor", 2, 1, 1, false));

  ErasureCoderOptions options() {
    return new ErasureCoderOptions(dataUnits, parityUnits);
  }
}
