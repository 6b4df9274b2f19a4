package io.github.hadoopaccel.lab.codec;

import io.github.hadoopaccel.read.codec.HadoopUnitDecoder;
import io.github.hadoopaccel.read.striping.EcLayout;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.erasurecode.ErasureCodeNative;

/** Puts Hadoop's native coders to the checks of all coders, in a JVM that may have them. */
final class NativeCoderCheck {
  static final String ABSENT = "no native coders: ";

  private NativeCoderCheck() {}

  /** Prints what was checked, or why there is nothing to check. */
  public static void main(String[] args) throws IOException {
    if (!ErasureCodeNative.isNativeCodeLoaded()) {
      System.out.println(ABSENT + ErasureCodeNative.getLoadingFailureReason());
      return;
    }
    check("rs", 3, 2);
    check("rs", 6, 3);
    check("rs", 10, 4);
    check("xor", 2, 1);
  }

  private static void check(String codec, int dataUnits, int parityUnits) throws IOException {
    RawCoderChecks checks = new RawCoderChecks(codec, codec + "_native", dataUnits, parityUnits);
    int sets = 0;
    for (int length : RawCoderContractIT.LENGTHS) {
      checks.encodesAsHadoop(length);
      sets = checks.rebuildsEverySet(length);
    }
    checks.refusesWrongArguments();
    EcLayout layout = new EcLayout(dataUnits, parityUnits, 1 << 20);
    try (HadoopUnitDecoder reading =
        new HadoopUnitDecoder(new Configuration(), codec, layout, true)) {
      System.out.printf(
          "%s-%d-%d: %d sets, files are read with %s, direct buffers %s%n",
          codec, dataUnits, parityUnits, sets, reading.coder(), reading.prefersDirectBuffers());
    }
  }
}
