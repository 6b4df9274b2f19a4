package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.io.UnitDecoder;
import io.github.hadoopaccel.read.striping.Erasures;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/** Tells how long another decoder took each time. */
final class TimedDecoder implements UnitDecoder {
  private final UnitDecoder decoder;
  private final LongConsumer nanos;

  TimedDecoder(UnitDecoder decoder, LongConsumer nanos) {
    this.decoder = decoder;
    this.nanos = nanos;
  }

  @Override
  public void decode(
      StripeRange band, ByteBuffer[] inputs, Erasures erasures, ByteBuffer[] outputs, boolean apart)
      throws IOException {
    long began = System.nanoTime();
    decoder.decode(band, inputs, erasures, outputs, apart);
    nanos.accept(System.nanoTime() - began);
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
