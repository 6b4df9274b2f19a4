package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.striping.CellSlice;
import io.github.hadoopaccel.read.striping.Erasures;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The rows of one band: what arrived and what was rebuilt from it. Confined to one thread. */
final class BandBytes {
  private final StripeRange band;
  private final BandAttempts attempts;
  private final BufferPool buffers;
  private final UnitDecoder decoder;
  private final BufferLease[] rebuilt;

  BandBytes(StripeRange band, BandAttempts attempts, BufferPool buffers, UnitDecoder decoder) {
    this.band = band;
    this.attempts = attempts;
    this.buffers = buffers;
    this.decoder = decoder;
    this.rebuilt = new BufferLease[band.layout().dataUnits()];
  }

  /** Rebuilds the erased units, then hands over the wanted rows with their leases. */
  void moveTo(List<StripeBytes.Slice> slices, Erasures erasures) throws IOException {
    rebuild(erasures);
    for (CellSlice slice : band.wantedSlices()) {
      slices.add(take(slice));
    }
  }

  /** On failure no lease is kept. */
  private void rebuild(Erasures erasures) throws IOException {
    if (erasures.isEmpty()) {
      return;
    }
    int[] units = erasures.toArray();
    BufferLease zeros = null;
    boolean done = false;
    try {
      ByteBuffer[] inputs = new ByteBuffer[band.layout().totalUnits()];
      for (UnitReadAttempt arrived : attempts.arrived()) {
        inputs[arrived.unitIndex()] = rows(arrived.lease().buffer());
      }
      if (band.presentDataUnits() < band.layout().dataUnits()) {
        zeros = lease();
        clear(zeros.buffer());
        for (int unit = band.presentDataUnits(); unit < band.layout().dataUnits(); unit++) {
          inputs[unit] = rows(zeros.buffer());
        }
      }
      ByteBuffer[] outputs = new ByteBuffer[units.length];
      for (int i = 0; i < units.length; i++) {
        rebuilt[units[i]] = lease();
        outputs[i] = rows(rebuilt[units[i]].buffer());
      }
      decoder.decode(inputs, erasures, outputs);
      done = true;
    } finally {
      if (zeros != null) {
        zeros.release();
      }
      if (!done) {
        for (BufferLease lease : rebuilt) {
          if (lease != null) {
            lease.release();
          }
        }
      }
    }
  }

  private StripeBytes.Slice take(CellSlice slice) {
    BufferLease lease = rebuilt[slice.unitIndex()];
    if (lease == null) {
      lease = attempts.attempt(slice.unitIndex()).takeLease();
    }
    return new StripeBytes.Slice(slice.offsetInGroup(), rows(lease.buffer()), lease);
  }

  private BufferLease lease() throws BuffersExhaustedException {
    return buffers.lease(band.layout().cellSizeBytes(), decoder.prefersDirectBuffers());
  }

  private ByteBuffer rows(ByteBuffer buffer) {
    ByteBuffer rows = buffer.duplicate();
    rows.position(0).limit(band.rows());
    return rows;
  }

  private static void clear(ByteBuffer buffer) {
    buffer.clear();
    while (buffer.remaining() >= Long.BYTES) {
      buffer.putLong(0);
    }
    while (buffer.hasRemaining()) {
      buffer.put((byte) 0);
    }
  }
}
