package io.github.hadoopaccel.read.codec;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.XORRawEncoder;

/**
 * Makes the parity units of an XOR code; see {@link XorAccelDecoder}. Thread-safe by a lock around
 * each call.
 */
final class XorAccelEncoder extends XORRawEncoder {
  private final UnitRebuilder rebuilder;
  private final int[] dataUnits;
  private final int[] parityUnits;

  /**
   * An encoder.
   *
   * @param options k, and m = 1
   */
  XorAccelEncoder(ErasureCoderOptions options) {
    super(options);
    CoderArguments.checkOneParityUnit(options);
    this.rebuilder = new UnitRebuilder(new SumCode());
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
