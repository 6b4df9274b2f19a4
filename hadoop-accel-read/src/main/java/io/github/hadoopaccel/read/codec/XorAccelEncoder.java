package io.github.hadoopaccel.read.codec;

import java.nio.ByteBuffer;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.XORRawEncoder;

/**
 * Makes the parity units of an XOR code; see {@link XorAccelDecoder}. Thread-safe by a lock around
 * each call.
 */
final class XorAccelEncoder extends XORRawEncoder {
  private final RawCoding coding;

  /**
   * An encoder.
   *
   * @param options k, and m = 1
   */
  XorAccelEncoder(ErasureCoderOptions options) {
    super(options);
    CoderArguments.checkOneParityUnit(options);
    this.coding = new RawCoding(new SumCode(), options);
  }

  @Override
  public synchronized void encode(ByteBuffer[] inputs, ByteBuffer[] outputs) {
    coding.encode(this, inputs, outputs);
  }

  @Override
  public synchronized void encode(byte[][] inputs, byte[][] outputs) {
    encode(CoderArguments.wrap(inputs), CoderArguments.wrap(outputs));
  }
}
