package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.striping.CellSlice;
import io.github.hadoopaccel.read.striping.Erasures;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The wanted rows of one band, made from what arrived. An erased unit is rebuilt into the buffer of
 * a unit that was read for that only, so decoding leases nothing. Confined to one thread.
 */
final class BandBytes {
  private final StripeRange band;
  private final UnitReadAttempt[] holders;
  private final List<UnitReadAttempt> arrived;

  /**
   * Rows that wait to be taken.
   *
   * @param arrived the attempts that have arrived, enough for the band
   */
  BandBytes(StripeRange band, List<UnitReadAttempt> arrived) {
    this.band = band;
    this.arrived = arrived;
    this.holders = new UnitReadAttempt[band.layout().totalUnits()];
    for (UnitReadAttempt attempt : arrived) {
      holders[attempt.unitIndex()] = attempt;
    }
  }

  /** Rebuilds the erased units, then takes the leases of the wanted ones. */
  List<StripeBytes.Slice> take(Erasures erasures, UnitDecoder decoder) throws IOException {
    if (!erasures.isEmpty()) {
      rebuild(erasures, decoder);
    }
    List<StripeBytes.Slice> slices = new ArrayList<>(band.wantedUnits());
    for (CellSlice slice : band.wantedSlices()) {
      BufferLease lease = holders[slice.unitIndex()].takeLease();
      slices.add(new StripeBytes.Slice(slice.offsetInGroup(), rows(lease.buffer()), lease));
    }
    return slices;
  }

  private void rebuild(Erasures erasures, UnitDecoder decoder) throws IOException {
    ByteBuffer[] inputs = new ByteBuffer[holders.length];
    List<UnitReadAttempt> spare = new ArrayList<>();
    for (UnitReadAttempt attempt : arrived) {
      inputs[attempt.unitIndex()] = rows(attempt.lease().buffer());
      if (!band.isWanted(attempt.unitIndex())) {
        spare.add(attempt);
      }
    }
    int[] units = erasures.toArray();
    ByteBuffer[] outputs = new ByteBuffer[units.length];
    for (int i = 0; i < units.length; i++) {
      holders[units[i]] = spare.get(i);
      outputs[i] = rows(spare.get(i).lease().buffer());
    }
    decoder.decode(band, inputs, erasures, outputs);
  }

  private ByteBuffer rows(ByteBuffer buffer) {
    ByteBuffer rows = buffer.duplicate();
    rows.position(0).limit(band.rows());
    return rows;
  }
}
