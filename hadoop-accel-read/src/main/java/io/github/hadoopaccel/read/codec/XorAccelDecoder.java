package io.github.hadoopaccel.read.codec;

import java.nio.ByteBuffer;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.XORRawDecoder;

/**
 * Rebuilds the one lost unit of an XOR code; the contract is as for {@link RsAccelDecoder}.
 * Thread-safe by a lock around each call.
 */
final class XorAccelDecoder extends XORRawDecoder implements InPlaceDecoder {
  private final RawCoding coding;

  /**
   * A decoder.
   *
   * @param options k, and m = 1
   */
  XorAccelDecoder(ErasureCoderOptions options) {
    super(options);
    CoderArguments.checkOneParityUnit(options);
    this.coding = new RawCoding(new SumCode(), options);
  }

  @Override
  public synchronized void decode(ByteBuffer[] inputs, int[] erased, ByteBuffer[] outputs) {
    coding.decode(this, inputs, erased, outputs);
  }

  @Override
  public synchronized void decode(byte[][] inputs, int[] erased, byte[][] outputs) {
    decode(CoderArguments.wrap(inputs), erased, CoderArguments.wrap(outputs));
  }
}
