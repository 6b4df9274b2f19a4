package io.github.hadoopaccel.read.testing;

import io.github.hadoopaccel.read.io.UnitDecoder;
import io.github.hadoopaccel.read.striping.Erasures;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Another decoder, for tests to change in one thing. */
public class ForwardingDecoder implements UnitDecoder {
  private final UnitDecoder decoder;

  public ForwardingDecoder(UnitDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public void decode(
      StripeRange band, ByteBuffer[] inputs, Erasures erasures, ByteBuffer[] outputs, boolean apart)
      throws IOException {
    decoder.decode(band, inputs, erasures, outputs, apart);
  }

  @Override
  public boolean prefersOutputsApart() {
    return decoder.prefersOutputsApart();
  }

  @Override
  public boolean prefersDirectBuffers() {
    return decoder.prefersDirectBuffers();
  }

  @Override
  public void close() {
    decoder.close();
  }
}
