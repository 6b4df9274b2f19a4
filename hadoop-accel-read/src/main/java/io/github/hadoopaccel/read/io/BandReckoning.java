package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.hedge.UnitHolder;
import io.github.hadoopaccel.read.metrics.AccelCounter;
import io.github.hadoopaccel.read.stripe.StripeRead;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.util.List;

/**
 * Tells scoreboard, recorder and budget how the read of a band went, once, when it is over. The
 * owner of the band guards it.
 */
final class BandReckoning {
  private final StripeRange band;
  private final StripeRead read;
  private final List<UnitHolder> holders;
  private final ReadSession session;

  /**
   * The reckoning of one band.
   *
   * @param holders of the units when the read began
   */
  BandReckoning(StripeRange band, StripeRead read, List<UnitHolder> holders, ReadSession session) {
    this.band = band;
    this.read = read;
    this.holders = holders;
    this.session = session;
  }

  /**
   * Reckons.
   *
   * @param attempts by unit index, null where none was made
   * @param isComplete whether the band will be delivered
   * @param now when it was over, before anything was rebuilt
   */
  void settle(
      UnitReadAttempt[] attempts,
      List<UnitReadFailedException> failures,
      boolean isComplete,
      long now) {
    session.recorder().count(AccelCounter.HEDGES_STARTED, read.hedgesStarted());
    session.recorder().count(AccelCounter.HEDGES_REFUSED, read.hedgesRefused());
    session.recorder().count(AccelCounter.UNITS_FAILED, failures.size());
    for (UnitReadFailedException failed : failures) {
      session.scoreboard().unitFailed(holders.get(failed.unitIndex()), now);
    }
    observe(attempts, now);
    long useful = isComplete ? band.wantedBytes() : 0;
    long spent = Math.max(0, receivedBytes(attempts) - useful);
    session.settle(useful, Math.max(0, read.takenBytes() - spent));
  }

  private void observe(UnitReadAttempt[] attempts, long now) {
    int arrived = read.progress().arrived();
    // A unit alone has no peers to be compared with.
    long median = arrived < 2 ? 0 : read.progress().medianArrivalNanos();
    for (int unit : read.arrivedUnits()) {
      observe(unit, attempts[unit].endedAtNanos(), median, true, now);
    }
    for (int unit : read.abandonedUnits()) {
      if (read.hasBegun(unit)) {
        observe(unit, now, median, false, now);
      }
    }
  }

  private void observe(int unit, long endNanos, long median, boolean arrived, long now) {
    long took = endNanos - read.startedAtNanos(unit);
    session.scoreboard().unitRead(holders.get(unit), band.rows(), took, median, arrived, now);
  }

  /** Bytes received so far, by the abandoned attempts too. */
  private static long receivedBytes(UnitReadAttempt[] attempts) {
    long sum = 0;
    for (UnitReadAttempt attempt : attempts) {
      sum += attempt == null ? 0 : attempt.receivedBytes();
    }
    return sum;
  }
}
