package io.github.hadoopaccel.read.codec;

import org.apache.hadoop.io.erasurecode.ErasureCodeConstants;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureCoderFactory;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureDecoder;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureEncoder;

/**
 * Makes known to Hadoop the coders {@code rs_accel} of the codec {@code rs}, which anything that
 * goes by {@code io.erasurecode.codec.rs.rawcoders} can use: clients, DataNodes that reconstruct
 * blocks, and our own streams. Found by {@link java.util.ServiceLoader}; see {@link CoderClass}.
 */
public final class RsAccelCoderFactory implements RawErasureCoderFactory {
  /** The name of the coders. */
  public static final String CODER_NAME = "rs_accel";

  /** For {@code ServiceLoader}. */
  public RsAccelCoderFactory() {}

  @Override
  public RawErasureEncoder createEncoder(ErasureCoderOptions options) {
    return CoderClass.create("RsAccelEncoder", RawErasureEncoder.class, options);
  }

  @Override
  public RawErasureDecoder createDecoder(ErasureCoderOptions options) {
    return CoderClass.create("RsAccelDecoder", RawErasureDecoder.class, options);
  }

  @Override
  public String getCoderName() {
    return CODER_NAME;
  }

  @Override
  public String getCodecName() {
    return ErasureCodeConstants.RS_CODEC_NAME;
  }
}
