package io.github.hadoopaccel.read.codec;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureDecoder;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureEncoder;

/**
 * What our raw coders do when they are called, whatever their code and whatever class of Hadoop
 * they have to extend. Not thread-safe: the coders have a lock.
 */
final class RawCoding {
  private final UnitRebuilder rebuilder;
  private final int[] dataUnits;
  private final int[] parityUnits;

  RawCoding(LinearCode code, ErasureCoderOptions options) {
    this.rebuilder = new UnitRebuilder(code);
    this.dataUnits = IntStream.range(0, options.getNumDataUnits()).toArray();
    this.parityUnits =
        IntStream.range(options.getNumDataUnits(), options.getNumAllUnits()).toArray();
  }

  /**
   * Makes the parity units.
   *
   * @throws IllegalArgumentException if the arguments are not for {@code coder}
   */
  void encode(RawErasureEncoder coder, ByteBuffer[] inputs, ByteBuffer[] outputs) {
    if (CoderArguments.checkEncoding(coder, inputs, outputs) > 0) {
      rebuilder.rebuild(dataUnits, inputs, parityUnits, outputs);
      CoderArguments.consume(inputs);
    }
  }

  /**
   * Makes the erased units.
   *
   * @throws IllegalArgumentException if the arguments are not for {@code coder}
   */
  void decode(RawErasureDecoder coder, ByteBuffer[] inputs, int[] erased, ByteBuffer[] outputs) {
    if (CoderArguments.checkDecoding(coder, inputs, erased, outputs) > 0) {
      int[] used = CoderArguments.firstPresent(coder, inputs, erased);
      rebuilder.rebuild(used, inputs, erased, outputs);
      CoderArguments.consume(inputs);
    }
  }
}
