package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.stripe.StripeCommand;
import io.github.hadoopaccel.read.stripe.StripeRead;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The read attempts of one band. Reading threads put ended attempts into a queue; the consumer
 * thread takes them out and tells the stripe read, so the state machine sees one event at a time.
 * All methods but {@link #ended} are for the consumer thread.
 */
final class BandAttempts {
  /** Makes an attempt for a unit; the maker owns nothing of it afterwards. */
  interface Maker {
    UnitReadAttempt make(BandAttempts attempts, int unitIndex, boolean extra) throws IOException;
  }

  private final StripeRange band;
  private final StripeRead read;
  private final ReadSession session;
  private final Maker maker;
  private final BlockingQueue<UnitReadAttempt> endedAttempts = new LinkedBlockingQueue<>();
  private final UnitReadAttempt[] attempts;
  private final long[] endInUnit;
  private final List<UnitReadAttempt> failed = new ArrayList<>();
  private StripeCommand.Complete complete;
  private StripeCommand.GiveUp giveUp;
  private long wakeAtNanos;
  private boolean wakes;

  BandAttempts(StripeRange band, StripeRead read, ReadSession session, Maker maker) {
    this.band = band;
    this.read = read;
    this.session = session;
    this.maker = maker;
    int units = band.layout().totalUnits();
    this.attempts = new UnitReadAttempt[units];
    this.endInUnit = new long[units];
  }

  /**
   * Runs the band to its end.
   *
   * @param afterStart called once the first attempts are under way
   */
  StripeCommand.Complete run(Runnable afterStart) throws IOException {
    carryOut(step(() -> read.start(now())));
    afterStart.run();
    while (complete == null && giveUp == null) {
      UnitReadAttempt ended = await();
      if (ended == null) {
        wakes = false;
        carryOut(step(() -> read.wake(now())));
      } else if (ended.hasArrived()) {
        carryOut(step(() -> read.arrived(ended.unitIndex(), ended.endedAtNanos())));
      } else {
        failed.add(ended);
        ended.tellSource();
        carryOut(step(() -> read.failed(ended.unitIndex(), ended.endedAtNanos())));
      }
    }
    if (giveUp != null) {
      throw new InsufficientUnitsException(giveUp.needed(), giveUp.available(), failures());
    }
    return complete;
  }

  private List<StripeCommand> step(Supplier<List<StripeCommand>> step) {
    return session.withBudget(step);
  }

  private UnitReadAttempt await() throws InterruptedIOException {
    try {
      if (!wakes) {
        return endedAttempts.take();
      }
      long wait = Math.max(0, wakeAtNanos - now());
      return endedAttempts.poll(wait, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      abandonAll();
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while waiting for units");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private void carryOut(List<StripeCommand> commands) throws IOException {
    for (StripeCommand command : commands) {
      if (command instanceof StripeCommand.StartRead start) {
        start(start.unitIndex(), start.extra());
      } else if (command instanceof StripeCommand.WakeAt wake) {
        wakes = true;
        wakeAtNanos = wake.atNanos();
      } else if (command instanceof StripeCommand.Abandon abandon) {
        attempts[abandon.unitIndex()].abandon(isLate(abandon.unitIndex()));
      } else if (command instanceof StripeCommand.Complete done) {
        complete = done;
      } else if (command instanceof StripeCommand.GiveUp end) {
        giveUp = end;
      }
    }
  }

  /** A hedge for which there is no buffer is no hedge; the stripe goes on without. */
  private void start(int unitIndex, boolean extra) throws IOException {
    UnitReadAttempt attempt;
    try {
      attempt = maker.make(this, unitIndex, extra);
    } catch (BuffersExhaustedException e) {
      if (!extra) {
        throw e;
      }
      carryOut(step(() -> read.failed(unitIndex, now())));
      return;
    }
    boolean started = false;
    try {
      session.start(attempt);
      started = true;
    } finally {
      if (!started) {
        attempt.refused();
      }
    }
    attempts[unitIndex] = attempt;
  }

  private boolean isLate(int unitIndex) {
    return read.progress().arrived() > 0
        && now() - read.startedAtNanos(unitIndex) > read.progress().medianArrivalNanos();
  }

  /** Called by the reading thread of an attempt that was not abandoned. */
  void ended(UnitReadAttempt attempt) {
    endedAttempts.add(attempt);
  }

  void expect(int unitIndex, long end) {
    endInUnit[unitIndex] = end;
  }

  long endInUnit(int unitIndex) {
    return endInUnit[unitIndex];
  }

  StripeRange band() {
    return band;
  }

  boolean isComplete() {
    return complete != null;
  }

  /** Attempts whose rows the stripe read counted as arrived. */
  List<UnitReadAttempt> arrived() {
    List<UnitReadAttempt> arrived = new ArrayList<>();
    for (int unit : read.arrivedUnits()) {
      arrived.add(attempts[unit]);
    }
    return arrived;
  }

  UnitReadAttempt attempt(int unitIndex) {
    return attempts[unitIndex];
  }

  List<UnitReadAttempt> failed() {
    return failed;
  }

  List<IOException> failures() {
    return failed.stream().map(UnitReadAttempt::failure).toList();
  }

  /** Bytes received so far, by the abandoned attempts too. */
  long receivedBytes() {
    long sum = 0;
    for (UnitReadAttempt attempt : attempts) {
      sum += attempt == null ? 0 : attempt.receivedBytes();
    }
    return sum;
  }

  /**
   * Ends whatever is still owned here: running attempts are abandoned, arrived ones give back their
   * lease and reader unless those were taken.
   */
  void abandonAll() {
    for (UnitReadAttempt attempt : attempts) {
      if (attempt != null && attempt.abandon(isLate(attempt.unitIndex()))) {
        attempt.discard();
      }
    }
  }

  private long now() {
    return session.clock().nanoTime();
  }
}
