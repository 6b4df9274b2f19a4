package io.github.hadoopaccel.read.codec;

import io.github.hadoopaccel.read.io.UnitDecoder;
import io.github.hadoopaccel.read.striping.EcLayout;
import io.github.hadoopaccel.read.striping.Erasures;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.RawErasureDecoder;

/**
 * Decodes with the raw coder that the cluster's configuration chooses, ISA-L where the node has it;
 * see {@link CoderChoice}. Where outputs lie where inputs do and the coder cannot decode in place,
 * it goes chunk by chunk through a small buffer of its own. A raw decoder keeps state between calls
 * (sharing one gave wrong data, HDFS-16422), so each call takes one of its own out of a small
 * stock. Thread-safe; the stock is guarded by this.
 */
public final class HadoopUnitDecoder implements UnitDecoder {
  private static final int MAX_IDLE = 2;

  /** Rows decoded at once: the chunks of all units together fit the cache of a core. */
  private static final int CHUNK_ROWS = 64 * 1024;

  private final CoderChoice choice;
  private final String coder;
  private final ErasureCoderOptions options;
  private final boolean prefersDirectBuffers;
  private final boolean prefersOutputsApart;
  private final ArrayDeque<Coder> idle = new ArrayDeque<>();
  private boolean closed;

  /**
   * A decoder for a policy.
   *
   * @param codecName the policy's codec, such as {@code rs}
   * @param preferAccel whether our coders may have a place where nobody has set an order
   * @throws IllegalArgumentException if there is no coder for the codec
   */
  public HadoopUnitDecoder(
      Configuration conf, String codecName, EcLayout layout, boolean preferAccel) {
    this.options = new ErasureCoderOptions(layout.dataUnits(), layout.parityUnits());
    this.choice = CoderChoice.of(conf, codecName, options, preferAccel);
    RawErasureDecoder first = choice.create(options);
    this.coder = first.getClass().getSimpleName();
    this.prefersDirectBuffers = first.preferDirectBuffer();
    // A coder in Java takes as long for a chunk; ISA-L's does better with whole cells.
    this.prefersOutputsApart = prefersDirectBuffers && !(first instanceof InPlaceDecoder);
    idle.push(new Coder(first));
  }

  /** A raw decoder with its buffers. */
  private final class Coder {
    private final RawErasureDecoder decoder;
    private final boolean inPlace;
    private ByteBuffer zeros;
    private final List<ByteBuffer> rebuilt = new ArrayList<>();

    Coder(RawErasureDecoder decoder) {
      this.decoder = decoder;
      this.inPlace = decoder instanceof InPlaceDecoder;
    }

    private ByteBuffer buffer() {
      return prefersDirectBuffers
          ? ByteBuffer.allocateDirect(CHUNK_ROWS)
          : ByteBuffer.allocate(CHUNK_ROWS);
    }

    private ByteBuffer zeros(int rows) {
      if (zeros == null) {
        zeros = buffer();
      }
      return zeros.duplicate().limit(rows);
    }

    void decode(
        StripeRange band, ByteBuffer[] inputs, int[] erased, ByteBuffer[] outputs, boolean apart)
        throws IOException {
      boolean straight = apart || inPlace;
      int step = prefersOutputsApart && apart && !hasKnownZeros(band) ? band.rows() : CHUNK_ROWS;
      while (!straight && rebuilt.size() < erased.length) {
        rebuilt.add(buffer());
      }
      ByteBuffer[] to = new ByteBuffer[erased.length];
      for (int row = 0; row < band.rows(); row += step) {
        int rows = Math.min(step, band.rows() - row);
        for (int i = 0; i < to.length; i++) {
          to[i] =
              straight
                  ? outputs[i].duplicate().limit(row + rows).position(row)
                  : rebuilt.get(i).duplicate().limit(rows);
        }
        decoder.decode(inputs(band, inputs, row, rows), erased, to);
        for (int i = 0; !straight && i < to.length; i++) {
          outputs[i].duplicate().position(row).put(rebuilt.get(i).duplicate().limit(rows));
        }
      }
    }

    private boolean hasKnownZeros(StripeRange band) {
      return band.presentDataUnits() < options.getNumDataUnits();
    }

    private ByteBuffer[] inputs(StripeRange band, ByteBuffer[] inputs, int row, int rows) {
      ByteBuffer[] from = new ByteBuffer[inputs.length];
      for (int unit = 0; unit < inputs.length; unit++) {
        if (inputs[unit] != null) {
          from[unit] = inputs[unit].duplicate().position(row).limit(row + rows);
        } else if (band.isKnownZero(unit)) {
          from[unit] = zeros(rows);
        }
      }
      return from;
    }
  }

  /** The class of the coder in use, without its package. */
  public String coder() {
    return coder;
  }

  @Override
  public void decode(
      StripeRange band, ByteBuffer[] inputs, Erasures erasures, ByteBuffer[] outputs, boolean apart)
      throws IOException {
    Coder coder = take();
    boolean done = false;
    try {
      coder.decode(band, inputs, erasures.toArray(), outputs, apart);
      done = true;
    } finally {
      giveBack(coder, done);
    }
  }

  private synchronized Coder take() {
    Coder coder = idle.poll();
    return coder == null ? new Coder(choice.create(options)) : coder;
  }

  private void giveBack(Coder coder, boolean usable) {
    synchronized (this) {
      if (usable && !closed && idle.size() < MAX_IDLE) {
        idle.push(coder);
        return;
      }
    }
    coder.decoder.release();
  }

  @Override
  public boolean prefersOutputsApart() {
    return prefersOutputsApart;
  }

  @Override
  public boolean prefersDirectBuffers() {
    return prefersDirectBuffers;
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(coder -> coder.decoder.release());
    idle.clear();
  }
}
