package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.hedge.UnitCopy;
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
  private final List<UnitCopy> copies;
  private final ReadSession session;

  /**
   * The reckoning of one band.
   *
   * @param copies of the units when the read began, by their number
   */
  BandReckoning(StripeRange band, StripeRead read, List<UnitCopy> copies, ReadSession session) {
    this.band = band;
    this.read = read;
    this.copies = copies;
    this.session = session;
  }

  /**
   * Reckons.
   *
   * @param attempts by number of the copy, null where none was made
   * @param isComplete whether the band will be delivered
   * @param now when it was over, before anything was rebuilt
   */
  void settle(UnitReadAttempt[] attempts, boolean isComplete, long now) {
    session.recorder().count(AccelCounter.HEDGES_STARTED, read.hedgesStarted());
    session.recorder().count(AccelCounter.HEDGES_REFUSED, read.hedgesRefused());
    int[] failed = read.failedCopies();
    session.recorder().count(AccelCounter.UNITS_FAILED, failed.length);
    for (int copy : failed) {
      // A fault of this client says nothing of who stores the unit.
      if (!attempts[copy].failure().isSurprising()) {
        session.scoreboard().unitFailed(copies.get(copy).holder(), now);
      }
    }
    observe(attempts, now);
    giveBackProbes(attempts, now);
    long useful = isComplete ? band.wantedBytes() : 0;
    long spent = Math.max(0, receivedBytes(attempts) - useful);
    session.settle(useful, Math.max(0, read.takenBytes() - spent));
  }

  /** Who was good for this band because it was to be tried again, and was not read. */
  private void giveBackProbes(UnitReadAttempt[] attempts, long now) {
    for (UnitCopy copy : copies) {
      UnitReadAttempt attempt = attempts[copy.index()];
      boolean told = attempt != null && (attempt.hasArrived() || attempt.failure() != null);
      if (!told && copy.good() && band.isWanted(copy.unitIndex()) && copy.holder() != null) {
        session.scoreboard().notRead(copy.holder(), now);
      }
    }
  }

  private void observe(UnitReadAttempt[] attempts, long now) {
    int arrived = read.progress().arrived();
    // A unit alone has no peers to be compared with.
    long median = arrived < 2 ? 0 : read.progress().medianArrivalNanos();
    for (int copy : read.arrivedCopies()) {
      observe(copy, attempts[copy].endedAtNanos(), median, true, now);
    }
    for (int copy : read.abandonedCopies()) {
      if (read.hasBegun(copy)) {
        observe(copy, read.abandonedAtNanos(copy), median, false, now);
      }
    }
  }

  private void observe(int copy, long endNanos, long median, boolean arrived, long now) {
    long took = endNanos - read.startedAtNanos(copy);
    session
        .scoreboard()
        .unitRead(copies.get(copy).holder(), band.rows(), took, median, arrived, now);
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
