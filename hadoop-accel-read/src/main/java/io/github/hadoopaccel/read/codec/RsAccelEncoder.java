package io.github.hadoopaccel.read.codec;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.RSRawEncoder;

/**
 * Makes the parity units of a Reed-Solomon code; see {@link RsAccelDecoder}. Thread-safe by a lock
 * around each call.
 */
final class RsAccelEncoder extends RSRawEncoder {
  private final UnitRebuilder rebuilder;
  private final int[] dataUnits;
  private final int[] parityUnits;

  /**
   * An encoder.
   *
   * @param options k and m, together at most 255
   */
  RsAccelEncoder(ErasureCoderOptions options) {
    super(options);
    this.rebuilder =
        new UnitRebuilder(new CauchyCode(options.getNumDataUnits(), options.getNumParityUnits()));
    this.dataUnits = IntStream.range(0, options.getNumDataUnits()).toArray();
    this.parityUnits =
        IntStream.range(options.getNumDataUnits(), options.getNumAllUnits()).toArray();
  }

  @Override
  public synchronized void encode(ByteBuffer[] inputs, ByteBuffer[] outputs) {
    int bytes = CoderArguments.checkEncoding(this, inputs, outputs);
    if (bytes > 0) {
      rebuilder.rebuild(dataUnits, inputs, parityUnits, outputs);
      CoderArguments.consume(inputs);
    }
  }

  @Override
  public synchronized void encode(byte[][] inputs, byte[][] outputs) {
    encode(CoderArguments.wrap(inputs), CoderArguments.wrap(outputs));
  }
}
