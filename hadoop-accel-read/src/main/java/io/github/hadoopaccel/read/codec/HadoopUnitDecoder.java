package io.github.hadoopaccel.read.codec;

import io.github.hadoopaccel.read.io.UnitDecoder;
import io.github.hadoopaccel.read.striping.EcLayout;
import io.github.hadoopaccel.read.striping.Erasures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.erasurecode.CodecUtil;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureDecoder;

/**
 * Decodes with the raw coder that the cluster's configuration chooses, ISA-L where the node has it.
 * A raw decoder keeps state between calls (sharing one gave wrong data, HDFS-16422), so each call
 * takes one of its own out of a small stock. Thread-safe; the stock is guarded by this.
 */
public final class HadoopUnitDecoder implements UnitDecoder {
  private static final int MAX_IDLE = 8;

  private final Configuration conf;
  private final String codecName;
  private final ErasureCoderOptions options;
  private final boolean prefersDirectBuffers;
  private final ArrayDeque<RawErasureDecoder> idle = new ArrayDeque<>();
  private boolean closed;

  /**
   * A decoder for a policy.
   *
   * @param codecName the policy's codec, such as {@code rs}
   */
  public HadoopUnitDecoder(Configuration conf, String codecName, EcLayout layout) {
    this.conf = conf;
    this.codecName = codecName;
    this.options = new ErasureCoderOptions(layout.dataUnits(), layout.parityUnits());
    RawErasureDecoder first = create();
    this.prefersDirectBuffers = first.preferDirectBuffer();
    idle.push(first);
  }

  @Override
  public void decode(ByteBuffer[] inputs, Erasures erasures, ByteBuffer[] outputs)
      throws IOException {
    ByteBuffer[] inputViews = views(inputs);
    ByteBuffer[] outputViews = views(outputs);
    RawErasureDecoder decoder = take();
    boolean done = false;
    try {
      decoder.decode(inputViews, erasures.toArray(), outputViews);
      done = true;
    } finally {
      giveBack(decoder, done);
    }
  }

  private static ByteBuffer[] views(ByteBuffer[] buffers) {
    ByteBuffer[] views = new ByteBuffer[buffers.length];
    for (int i = 0; i < buffers.length; i++) {
      views[i] = buffers[i] == null ? null : buffers[i].duplicate();
    }
    return views;
  }

  private synchronized RawErasureDecoder take() {
    RawErasureDecoder decoder = idle.poll();
    return decoder == null ? create() : decoder;
  }

  private void giveBack(RawErasureDecoder decoder, boolean usable) {
    synchronized (this) {
      if (usable && !closed && idle.size() < MAX_IDLE) {
        idle.push(decoder);
        return;
      }
    }
    decoder.release();
  }

  private RawErasureDecoder create() {
    return CodecUtil.createRawDecoder(conf, codecName, options);
  }

  @Override
  public boolean prefersDirectBuffers() {
    return prefersDirectBuffers;
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(RawErasureDecoder::release);
    idle.clear();
  }
}
