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
 * a unit that was read for rebuilding only; where the decoder would rather not write where it
 * reads, into one leased for that, if there are plenty. Confined to one thread.
 */
final class BandBytes {
  private final StripeRange band;
  private final AttemptFactory factory;
  private final UnitReadAttempt[] holders;
  private final BufferLease[] rebuilt;
  private final List<UnitReadAttempt> arrived;

  /**
   * Rows that wait to be taken.
   *
   * @param arrived the attempts that have arrived, enough for the band
   */
  BandBytes(StripeRange band, List<UnitReadAttempt> arrived, AttemptFactory factory) {
    this.band = band;
    this.factory = factory;
    this.arrived = arrived;
    this.holders = new UnitReadAttempt[band.layout().totalUnits()];
    this.rebuilt = new BufferLease[holders.length];
    for (UnitReadAttempt attempt : arrived) {
      holders[attempt.unitIndex()] = attempt;
    }
  }

  /** Rebuilds the erased units, then takes the leases of the wanted ones. */
  List<StripeBytes.Slice> take(Erasures erasures, UnitDecoder decoder) throws IOException {
    if (!erasures.isEmpty()) {
      rebuild(erasures.toArray(), erasures, decoder);
    }
    List<StripeBytes.Slice> slices = new ArrayList<>(band.wantedUnits());
    for (CellSlice slice : band.wantedSlices()) {
      int unit = slice.unitIndex();
      BufferLease lease = rebuilt[unit] == null ? holders[unit].takeLease() : rebuilt[unit];
      slices.add(new StripeBytes.Slice(slice.offsetInGroup(), rows(lease), lease));
    }
    return slices;
  }

  private void rebuild(int[] units, Erasures erasures, UnitDecoder decoder) throws IOException {
    ByteBuffer[] inputs = new ByteBuffer[holders.length];
    for (UnitReadAttempt attempt : arrived) {
      inputs[attempt.unitIndex()] = rows(attempt.lease());
    }
    boolean done = false;
    try {
      boolean apart = decoder.prefersOutputsApart() && leaseFor(units);
      if (!apart) {
        takeSpare(units);
      }
      ByteBuffer[] outputs = new ByteBuffer[units.length];
      for (int i = 0; i < units.length; i++) {
        outputs[i] = rows(rebuilt[units[i]]);
      }
      decoder.decode(band, inputs, erasures, outputs, apart);
      done = true;
    } finally {
      if (!done) {
        giveBack();
      }
    }
  }

  /**
   * As many leases as units, or none. They are a wish: they leave half of the bound to those that
   * cannot do without, and where memory is short there is another way.
   */
  private boolean leaseFor(int[] units) {
    try {
      for (int unit : units) {
        rebuilt[unit] = factory.lease(band, true);
      }
      return true;
    } catch (BuffersExhaustedException | OutOfMemoryError e) {
      giveBack();
      return false;
    }
  }

  private void giveBack() {
    for (int unit = 0; unit < rebuilt.length; unit++) {
      if (rebuilt[unit] != null) {
        rebuilt[unit].release();
        rebuilt[unit] = null;
      }
    }
  }

  /** The buffers of units that were read for rebuilding only: as many as are rebuilt, or more. */
  private void takeSpare(int[] units) {
    int next = 0;
    for (UnitReadAttempt attempt : arrived) {
      if (!band.isWanted(attempt.unitIndex()) && next < units.length) {
        rebuilt[units[next++]] = attempt.takeLease();
      }
    }
  }

  private ByteBuffer rows(BufferLease lease) {
    return lease.buffer().duplicate().position(0).limit(band.rows());
  }
}
