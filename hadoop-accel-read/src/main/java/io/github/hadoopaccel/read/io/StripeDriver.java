package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.metrics.AccelCounter;
import io.github.hadoopaccel.read.stripe.StripeCommand;
import io.github.hadoopaccel.read.stripe.StripeRead;
import io.github.hadoopaccel.read.striping.BlockGroupGeometry;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads bands of one block group: carries out the commands of a {@link StripeRead} with threads,
 * readers and buffers. Between the bands it keeps the readers that the next band is likely to use.
 * Confined to one consumer thread at a time.
 */
public final class StripeDriver implements Closeable {
  private final BlockGroupGeometry geometry;
  private final UnitSource source;
  private final UnitDecoder decoder;
  private final ReadSession session;
  private final boolean readsOn;
  private final List<String> dataNodes;
  private final OpenUnit[] open;

  /** A reader kept between bands. */
  private record OpenUnit(UnitReader reader, long offsetInUnit, long endInUnit) {}

  /**
   * A driver that has opened nothing.
   *
   * @param readsOn whether the consumer will read on after each band: then readers are opened to
   *     the end of the internal block, else for just the rows of the band
   */
  public StripeDriver(
      BlockGroupGeometry geometry,
      UnitSource source,
      UnitDecoder decoder,
      ReadSession session,
      boolean readsOn) {
    this.geometry = geometry;
    this.source = source;
    this.decoder = decoder;
    this.session = session;
    this.readsOn = readsOn;
    int units = geometry.layout().totalUnits();
    this.open = new OpenUnit[units];
    this.dataNodes = new ArrayList<>(units);
    for (int unit = 0; unit < units; unit++) {
      dataNodes.add(source.dataNode(unit));
    }
  }

  /**
   * Reads all bands, one after the other; blocks. On any failure nothing is left running but
   * abandoned reads that are about to stop, and no lease is left with the caller.
   *
   * @return the wanted bytes; the caller releases them
   * @throws InsufficientUnitsException if fewer than k units can be read
   * @throws java.io.InterruptedIOException if the thread is interrupted; the flag stays set
   */
  public StripeBytes read(List<StripeRange> bands) throws IOException {
    long began = session.clock().nanoTime();
    session.recorder().readBegins(began);
    List<StripeBytes.Slice> slices = new ArrayList<>();
    boolean complete = false;
    try {
      long usefulBytes = 0;
      long decodeNanos = 0;
      for (StripeRange band : bands) {
        decodeNanos += readBand(band, slices);
        usefulBytes += band.wantedBytes();
      }
      complete = true;
      long now = session.clock().nanoTime();
      session.recorder().stripeRead(usefulBytes, now - began, decodeNanos, now);
      return new StripeBytes(slices);
    } finally {
      if (!complete) {
        slices.forEach(slice -> slice.lease().release());
      }
    }
  }

  /** Adds the wanted bytes of a band; returns the time spent rebuilding units, 0 where none was. */
  private long readBand(StripeRange band, List<StripeBytes.Slice> slices) throws IOException {
    StripeRead read =
        new StripeRead(
            band,
            session.rank(dataNodes),
            session.extraUnits(),
            session.policy(),
            session.budget());
    BandAttempts attempts = new BandAttempts(band, read, session, this::startAttempt);
    boolean observed = false;
    try {
      StripeCommand.Complete complete = attempts.run(this::closeUnused);
      long endedAtNanos = session.clock().nanoTime();
      // Before decoding: that time is ours, not that of the units that were abandoned.
      observe(read, attempts, endedAtNanos);
      observed = true;
      new BandBytes(band, attempts, session.buffers(), decoder).moveTo(slices, complete.erasures());
      session.recorder().count(AccelCounter.HEDGES_WON, complete.wonByHedge() ? 1 : 0);
      keepReaders(band, attempts);
      boolean decoded = !complete.erasures().isEmpty();
      return decoded ? Math.max(1, session.clock().nanoTime() - endedAtNanos) : 0;
    } finally {
      attempts.abandonAll();
      if (!observed) {
        observe(read, attempts, session.clock().nanoTime());
      }
    }
  }

  private UnitReadAttempt startAttempt(BandAttempts attempts, int unit, boolean extra)
      throws IOException {
    StripeRange band = attempts.band();
    BufferLease lease =
        session.buffers().lease(geometry.layout().cellSizeBytes(), decoder.prefersDirectBuffers());
    lease.buffer().limit(band.rows());
    OpenUnit kept = takeKept(unit, band);
    long restOfUnit = geometry.unitLengthBytes(unit) - band.offsetInUnit();
    long openLength = readsOn && !extra ? restOfUnit : band.rows();
    attempts.expect(unit, kept == null ? band.offsetInUnit() + openLength : kept.endInUnit());
    return new UnitReadAttempt(
        source,
        unit,
        band.offsetInUnit(),
        openLength,
        kept == null ? null : kept.reader(),
        lease,
        session,
        attempts::ended);
  }

  /** The kept reader of {@code unit} if it stands where the band begins; else it is closed. */
  private OpenUnit takeKept(int unit, StripeRange band) {
    OpenUnit kept = open[unit];
    open[unit] = null;
    if (kept == null) {
      return null;
    }
    long end = band.offsetInUnit() + band.rows();
    if (kept.offsetInUnit() == band.offsetInUnit() && kept.endInUnit() >= end) {
      return kept;
    }
    kept.reader().closeQuietly();
    return null;
  }

  private void closeUnused() {
    for (int unit = 0; unit < open.length; unit++) {
      if (open[unit] != null) {
        open[unit].reader().closeQuietly();
        open[unit] = null;
      }
    }
  }

  private void keepReaders(StripeRange band, BandAttempts attempts) {
    for (UnitReadAttempt attempt : attempts.arrived()) {
      UnitReader reader = attempt.takeReader();
      long offset = band.offsetInUnit() + band.rows();
      long end = attempts.endInUnit(attempt.unitIndex());
      if (reader != null && offset < end) {
        open[attempt.unitIndex()] = new OpenUnit(reader, offset, end);
      } else if (reader != null) {
        reader.closeQuietly();
      }
    }
  }

  private void observe(StripeRead read, BandAttempts attempts, long now) {
    session.recorder().count(AccelCounter.HEDGES_STARTED, read.hedgesStarted());
    session.recorder().count(AccelCounter.HEDGES_REFUSED, read.hedgesRefused());
    session.recorder().count(AccelCounter.UNITS_FAILED, attempts.failures().size());
    session.observe(
        ranking -> {
          for (UnitReadAttempt failed : attempts.failed()) {
            ranking.failed(dataNodes.get(failed.unitIndex()), now);
          }
          if (read.progress().arrived() < 2) {
            // A unit alone has no peers to be compared with.
            return;
          }
          long median = read.progress().medianArrivalNanos();
          for (UnitReadAttempt arrived : attempts.arrived()) {
            int unit = arrived.unitIndex();
            long took = arrived.endedAtNanos() - read.startedAtNanos(unit);
            ranking.observe(dataNodes.get(unit), took, median, true, now);
          }
          for (int unit : read.abandonedUnits()) {
            long took = now - read.startedAtNanos(unit);
            ranking.observe(dataNodes.get(unit), took, median, false, now);
          }
        });
    long useful = attempts.isComplete() ? attempts.band().wantedBytes() : 0;
    long spent = Math.max(0, attempts.receivedBytes() - useful);
    session.settle(useful, Math.max(0, read.takenBytes() - spent));
  }

  /** Closes every reader that is kept; may be called twice. */
  @Override
  public void close() {
    closeUnused();
  }
}
