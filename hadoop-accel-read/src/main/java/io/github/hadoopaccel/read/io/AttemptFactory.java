package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.hedge.UnitCopy;
import io.github.hadoopaccel.read.hedge.UnitHolder;
import io.github.hadoopaccel.read.striping.BlockGroupGeometry;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the read attempts of one block group: with a kept reader where one stands right, else with
 * one that asks for as much as will be wanted. Thread-safe.
 */
final class AttemptFactory {
  private static final int MIN_CAPACITY_BYTES = 4096;

  private final BlockGroupGeometry geometry;
  private final BlockGroupGeometry wanted;
  private final UnitSource source;
  private final ReadSession session;
  private final BufferAccount account;
  private final boolean directBuffers;
  private final boolean readsOn;
  private final OpenReaders readers;

  /**
   * A factory with no reader open.
   *
   * @param endInGroup where the wanted part of the group ends
   * @param readsOn whether the consumer will read on to that end: then every unit is asked for up
   *     to there, else only the wanted ones
   */
  AttemptFactory(
      BlockGroupGeometry geometry,
      UnitSource source,
      ReadSession session,
      BufferAccount account,
      boolean directBuffers,
      long endInGroup,
      boolean readsOn) {
    this.geometry = geometry;
    this.wanted = new BlockGroupGeometry(geometry.layout(), endInGroup);
    this.source = source;
    this.session = session;
    this.account = account;
    this.directBuffers = directBuffers;
    this.readsOn = readsOn;
    this.readers = new OpenReaders(geometry.layout().totalUnits());
  }

  /**
   * An attempt of a copy of a unit with a lease of its own; it must be started or abandoned.
   *
   * @param isOnly whether the unit has no other copy: then its kept reader will do wherever it
   *     reads
   */
  UnitReadAttempt make(
      StripeRange band,
      UnitCopy copy,
      boolean isOnly,
      boolean extra,
      boolean ahead,
      UnitReadAttempt.Listener listener)
      throws BuffersExhaustedException {
    BufferLease lease = lease(band, ahead);
    int unitIndex = copy.unitIndex();
    String dataNode = isOnly ? null : copy.holder().dataNode();
    OpenReaders.OpenReader kept =
        readers.take(unitIndex, dataNode, band.offsetInUnit(), band.rows());
    long end =
        kept == null
            ? band.offsetInUnit() + openLengthBytes(band, unitIndex, extra)
            : kept.endInUnit();
    return new UnitReadAttempt(
        source,
        copy,
        band.offsetInUnit(),
        end,
        kept == null ? null : kept.reader(),
        lease,
        session,
        listener);
  }

  /**
   * A buffer for the rows of one unit.
   *
   * @param ahead whether nobody waits for them yet
   */
  BufferLease lease(StripeRange band, boolean ahead) throws BuffersExhaustedException {
    BufferLease lease = session.buffers().lease(capacityFor(band), directBuffers, account, ahead);
    lease.buffer().limit(band.rows());
    return lease;
  }

  /** A sixteenth of a cell at a time, so that buffers come in few sizes and waste little. */
  private int capacityFor(StripeRange band) {
    int cell = geometry.layout().cellSizeBytes();
    int step = Math.max(MIN_CAPACITY_BYTES, (cell + 15) / 16);
    return (int) Math.min(cell, (band.rows() + step - 1L) / step * step);
  }

  private long openLengthBytes(StripeRange band, int unitIndex, boolean extra) {
    boolean toTheEnd = readsOn ? !extra : band.isWanted(unitIndex);
    long rest = wanted.unitLengthBytes(unitIndex) - band.offsetInUnit();
    return toTheEnd ? Math.max(rest, band.rows()) : band.rows();
  }

  /** Keeps the reader of an attempt that has arrived, for the band after {@code band}. */
  void keepReader(StripeRange band, UnitReadAttempt arrived) {
    UnitReader reader = arrived.takeReader();
    if (reader != null) {
      long offset = band.offsetInUnit() + band.rows();
      readers.keep(
          arrived.unitIndex(), new OpenReaders.OpenReader(reader, offset, arrived.endInUnit()));
    }
  }

  /** Closes readers that have been left behind. */
  void closeBefore(long offsetInUnit) {
    readers.closeBefore(offsetInUnit);
  }

  void close() {
    readers.close();
  }

  /** Where each unit is at this moment, by its index. */
  List<List<UnitHolder>> holders() {
    int units = geometry.layout().totalUnits();
    List<List<UnitHolder>> holders = new ArrayList<>(units);
    for (int unit = 0; unit < units; unit++) {
      holders.add(source.holders(unit));
    }
    return holders;
  }

  /** Finds out where the units are by now. */
  void refresh() {
    source.refresh();
  }

  String blockGroup() {
    return source.blockGroup();
  }
}
