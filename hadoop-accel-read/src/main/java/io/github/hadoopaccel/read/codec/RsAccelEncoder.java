package io.github.hadoopaccel.read.codec;

import java.nio.ByteBuffer;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.RSRawEncoder;

/**
 * Makes the parity units of a Reed-Solomon code; see {@link RsAccelDecoder}. Thread-safe by a lock
 * around each call.
 */
final class RsAccelEncoder extends RSRawEncoder {
  private final RawCoding coding;

  /**
   * An encoder.
   *
   * @param options k and m, together at most 255
   */
  RsAccelEncoder(ErasureCoderOptions options) {
    super(options);
    this.coding =
        new RawCoding(
            new CauchyCode(options.getNumDataUnits(), options.getNumParityUnits()), options);
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
