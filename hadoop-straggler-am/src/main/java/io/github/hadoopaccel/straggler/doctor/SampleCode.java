package io.github.hadoopaccel.straggler.doctor;

import io.github.hadoopaccel.read.striping.EcLayout;
import java.util.List;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;

/**
 * The code by which the coders of a codec are judged: the commonest policy of it.
 *
 * @param erasures how many data units are rebuilt, the first ones
 */
record SampleCode(String codec, int dataUnits, int parityUnits, int erasures) {
  static final int CELL_BYTES = 1 << 20;

  static final List<SampleCode> ALL =
      List.of(new SampleCode("rs", 6, 3, 2), new SampleCode("xor", 2, 1, 1));

  ErasureCoderOptions options() {
    return new ErasureCoderOptions(dataUnits, parityUnits);
  }

  EcLayout layout() {
    return new EcLayout(dataUnits, parityUnits, CELL_BYTES);
  }
}
