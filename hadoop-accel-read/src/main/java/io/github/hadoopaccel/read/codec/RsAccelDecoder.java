package io.github.hadoopaccel.read.codec;

import java.nio.ByteBuffer;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.RSRawDecoder;

/**
 * Rebuilds units of a Reed-Solomon code with the bytes of Hadoop's decoders, several times faster
 * than {@link RSRawDecoder} and without native code.
 *
 * <p>The contract is that of {@link org.apache.hadoop.io.erasurecode.rawcoder.RawErasureDecoder},
 * with two mends: erased indexes may come in any order (HADOOP-19180), and the input of a unit that
 * is erased is not read; without it there must be k others, the first of which are used. An index
 * that is none is refused. An output may lie where an input lies, at the same place.
 *
 * <p>It is an {@code RSRawDecoder} only because what a decoder of Hadoop must override has package
 * private parameters; nothing of it is used. Thread-safe by a lock around each call.
 */
final class RsAccelDecoder extends RSRawDecoder implements InPlaceDecoder {
  private final RawCoding coding;

  /**
   * A decoder.
   *
   * @param options k and m, together at most 255
   */
  RsAccelDecoder(ErasureCoderOptions options) {
    super(options);
    this.coding =
        new RawCoding(
            new CauchyCode(options.getNumDataUnits(), options.getNumParityUnits()), options);
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
