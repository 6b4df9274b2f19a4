package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.hedge.StripeOutlook;
import io.github.hadoopaccel.read.hedge.UnitCopy;
import io.github.hadoopaccel.read.metrics.AccelCounter;
import io.github.hadoopaccel.read.stripe.StripeCommand;
import io.github.hadoopaccel.read.stripe.StripeRead;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One band on its way: carries out the commands of a {@link StripeRead} and tells it what happens.
 * No thread belongs to it: the thread that brings an event (a reading thread, the timer, the
 * consumer) takes the next step, and the one that brings the last unit rebuilds what is missing.
 *
 * <pre>
 *   READING --enough arrived--> FINISHING --> DONE --take--> TAKEN
 *      |  \--too few left, or a surprise------> FAILED
 *      \-----------------------------cancel---> CANCELLED     (also from FINISHING and DONE)
 * </pre>
 *
 * <p>Attempts are kept by the number of the copy they read. Where the copies are is asked once, at
 * the beginning: what is found out later is for the next band, and for opening.
 *
 * <p>All fields are guarded by this. Locks are taken in the order fetch, band, attempt or session;
 * {@code over} and the decoder are called with none of them held.
 */
final class BandRead implements UnitReadAttempt.Listener {
  private enum State {
    READING,
    FINISHING,
    DONE,
    TAKEN,
    FAILED,
    CANCELLED
  }

  private final StripeRange band;
  private final StripeRead read;
  private final AttemptFactory factory;
  private final ReadSession session;
  private final UnitDecoder decoder;
  private final boolean ahead;
  private final Runnable over;
  private final List<UnitCopy> copies;
  private final BandReckoning reckoning;
  private volatile ReadDeadline deadline;
  private final UnitReadAttempt[] attempts;
  private final List<UnitReadFailedException> failures = new ArrayList<>();
  private State state = State.READING;
  private boolean cancelled;
  private int running;
  private WakeUps.WakeUp wakeUp;
  private long wakesAtNanos;
  private StripeCommand.Complete complete;
  private List<StripeBytes.Slice> slices = List.of();
  private long decodeNanos;
  private Throwable failure;

  /**
   * A band that has not been started.
   *
   * @param ahead whether nobody waits for it yet
   * @param deadline when the consumer will need it
   * @param over called once when it is done or has failed, not when it was cancelled
   */
  BandRead(
      StripeRange band,
      AttemptFactory factory,
      ReadSession session,
      UnitDecoder decoder,
      boolean ahead,
      ReadDeadline deadline,
      Runnable over) {
    this.band = band;
    this.factory = factory;
    this.session = session;
    this.decoder = decoder;
    this.ahead = ahead;
    this.deadline = deadline;
    this.over = over;
    StripeOutlook outlook = session.outlook(band, factory.holders());
    this.copies = outlook.order().copies();
    this.attempts = new UnitReadAttempt[copies.size()];
    this.read =
        new StripeRead(
            band,
            outlook,
            session.extraUnits(),
            session.policy(),
            session.budget(),
            deadline.atNanos());
    this.reckoning = new BandReckoning(band, read, copies, session);
  }

  /** Starts the first attempts. */
  void start() {
    advance(() -> read.start(now()));
  }

  @Override
  public void began(UnitReadAttempt attempt) {
    advance(() -> read.began(attempt.copyIndex(), now()));
  }

  @Override
  public ReadDeadline deadline() {
    return deadline;
  }

  /** The consumer needs it at another time than was thought: what waits for a thread moves up. */
  void neededAt(ReadDeadline another) {
    deadline = another;
    advance(() -> read.neededAt(another.atNanos(), now()));
  }

  @Override
  public void ended(UnitReadAttempt attempt) {
    boolean arrived = attempt.hasArrived();
    advance(
        () -> {
          if (arrived) {
            return read.arrived(attempt.copyIndex(), attempt.endedAtNanos());
          }
          failures.add(attempt.failure());
          return read.failed(attempt.copyIndex(), attempt.endedAtNanos());
        });
  }

  @Override
  public synchronized void stopped() {
    running--;
    notifyAll();
  }

  private void wake() {
    synchronized (this) {
      wakeUp = null;
    }
    advance(() -> read.wake(now()));
  }

  /** Takes a step unless the band is over; after the last one finishes the band. */
  private void advance(Supplier<List<StripeCommand>> step) {
    boolean failed = false;
    synchronized (this) {
      if (state != State.READING) {
        return;
      }
      try {
        carryOut(session.withBudget(step));
      } catch (IOException | RuntimeException | Error e) {
        fail(e);
        failed = true;
      }
      if (!failed && complete == null) {
        return;
      }
      if (!failed) {
        state = State.FINISHING;
        dropWakeUp();
      }
    }
    if (failed || finish()) {
      over.run();
    }
  }

  private void carryOut(List<StripeCommand> commands) throws IOException {
    List<UnitReadAttempt> starting = new ArrayList<>();
    for (StripeCommand command : commands) {
      if (command instanceof StripeCommand.StartRead start) {
        make(copies.get(start.copyIndex()), start.extra(), starting);
      } else if (command instanceof StripeCommand.WakeAt wake) {
        wakeAt(wake.atNanos());
      } else if (command instanceof StripeCommand.Abandon abandon) {
        attempts[abandon.copyIndex()].abandon(isLate(abandon.copyIndex()));
      } else if (command instanceof StripeCommand.Complete done) {
        complete = done;
      } else if (command instanceof StripeCommand.GiveUp end) {
        throw new InsufficientUnitsException(
            factory.blockGroup(), end.needed(), end.available(), allFailures());
      }
    }
    // All buffers are there before the first read begins: none is begun in vain.
    starting.forEach(session::start);
  }

  /** A hedge for which there is no buffer is no hedge; the stripe goes on without. */
  private void make(UnitCopy copy, boolean extra, List<UnitReadAttempt> starting)
      throws BuffersExhaustedException {
    try {
      UnitReadAttempt attempt = factory.make(band, copy, isOnly(copy), extra, ahead, this);
      attempts[copy.index()] = attempt;
      running++;
      session.made();
      starting.add(attempt);
    } catch (BuffersExhaustedException e) {
      if (!extra) {
        throw e;
      }
      session.withBudget(
          () -> {
            read.refused(copy.index());
            return null;
          });
    }
  }

  private boolean isOnly(UnitCopy copy) {
    return copies.stream()
            .filter(each -> each.unitIndex() == copy.unitIndex() && !each.again())
            .count()
        == 1;
  }

  /** What failed, and the units that the NameNode knows no location of. */
  private List<UnitReadFailedException> allFailures() {
    List<UnitReadFailedException> all = new ArrayList<>(failures);
    for (UnitCopy copy : copies) {
      if (copy.holder() == null && !band.isKnownZero(copy.unitIndex())) {
        all.add(
            new UnitReadFailedException(
                copy.unitIndex(), null, new IOException("the NameNode knows no location")));
      }
    }
    return all;
  }

  /** An earlier wake-up stands: it comes to nothing but a new wish. */
  private void wakeAt(long atNanos) {
    if (wakeUp == null || atNanos - wakesAtNanos < 0) {
      dropWakeUp();
      wakesAtNanos = atNanos;
      wakeUp = session.wakeAt(atNanos, this::wake);
    }
  }

  private void dropWakeUp() {
    if (wakeUp != null) {
      wakeUp.cancel();
      wakeUp = null;
    }
  }

  private boolean isLate(int copyIndex) {
    return read.progress().arrived() > 0
        && now() - read.startedAtNanos(copyIndex) > read.progress().medianArrivalNanos();
  }

  /**
   * Makes the wanted rows; the state FINISHING keeps every other thread out of what is used here.
   *
   * @return false if the band was cancelled meanwhile
   */
  private boolean finish() {
    long endedAtNanos = now();
    List<StripeBytes.Slice> made = List.of();
    Throwable failed = null;
    try {
      // Before decoding: that time is ours, not that of the units that were abandoned.
      settle(endedAtNanos);
      List<UnitReadAttempt> arrived = arrived();
      made = new BandBytes(band, arrived, factory).take(complete.erasures(), decoder);
      arrived.forEach(attempt -> factory.keepReader(band, attempt));
      session.recorder().count(AccelCounter.HEDGES_WON, complete.wonByHedge() ? 1 : 0);
    } catch (IOException | RuntimeException | Error e) {
      failed = e;
    }
    synchronized (this) {
      boolean decoded = !complete.erasures().isEmpty();
      decodeNanos = decoded ? Math.max(1, now() - endedAtNanos) : 0;
      if (decoded && failed == null) {
        session
            .scoreboard()
            .decoded((long) complete.erasures().toArray().length * band.rows(), decodeNanos);
      }
      if (cancelled) {
        state = State.CANCELLED;
        made.forEach(slice -> slice.lease().release());
      } else if (failed != null) {
        state = State.FAILED;
        failure = failed;
        made.forEach(slice -> slice.lease().release());
      } else {
        state = State.DONE;
        slices = made;
      }
      abandonAll();
      notifyAll();
      return !cancelled;
    }
  }

  private void fail(Throwable cause) {
    state = State.FAILED;
    failure = cause;
    end();
  }

  private void end() {
    dropWakeUp();
    try {
      settle(now());
    } catch (RuntimeException e) {
      // The band ends all the same; whoever waits must not wait for a count.
      if (failure != null) {
        failure.addSuppressed(e);
      }
    }
    abandonAll();
    notifyAll();
  }

  /**
   * Ends what is under way and gives back what has come; whoever waits gets a {@link
   * ReadCancelledException}. May be called in any state, and twice.
   */
  synchronized void cancel() {
    if (state == State.READING) {
      state = State.CANCELLED;
      end();
    } else if (state == State.FINISHING) {
      cancelled = true;
      notifyAll();
    } else if (state == State.DONE) {
      state = State.CANCELLED;
      slices.forEach(slice -> slice.lease().release());
      notifyAll();
    }
  }

  /** Whether it is done, has failed or was cancelled. */
  synchronized boolean isOver() {
    return state != State.READING && state != State.FINISHING;
  }

  /** What it failed with, or null. */
  synchronized Throwable failure() {
    return failure;
  }

  /**
   * The rows of a band that is over; their leases are the caller's from now on.
   *
   * @throws ReadCancelledException if it was cancelled
   */
  synchronized List<StripeBytes.Slice> take() throws IOException {
    if (failure instanceof IOException io) {
      throw io;
    } else if (failure instanceof RuntimeException runtime) {
      throw runtime;
    } else if (failure instanceof Error error) {
      throw error;
    } else if (state != State.DONE) {
      throw new ReadCancelledException();
    }
    state = State.TAKEN;
    return slices;
  }

  /** Time spent rebuilding units, 0 where none was. */
  synchronized long decodeNanos() {
    return decodeNanos;
  }

  /**
   * Waits until nothing of it runs, at most for {@code nanos}, whatever the interrupt flag says.
   */
  synchronized void awaitStopped(long nanos) {
    long until = System.nanoTime() + nanos;
    boolean interrupted = false;
    for (long left = nanos; running > 0 && left > 0; left = until - System.nanoTime()) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Attempts whose rows the stripe read counted as arrived. */
  private List<UnitReadAttempt> arrived() {
    List<UnitReadAttempt> arrived = new ArrayList<>();
    for (int copy : read.arrivedCopies()) {
      arrived.add(attempts[copy]);
    }
    return arrived;
  }

  /**
   * Ends whatever is still owned here: running attempts are abandoned, arrived ones give back their
   * lease and reader unless those were taken.
   */
  private void abandonAll() {
    for (UnitReadAttempt attempt : attempts) {
      if (attempt != null && attempt.abandon(isLate(attempt.copyIndex()))) {
        attempt.discard();
      }
    }
  }

  private void settle(long now) {
    reckoning.settle(attempts, complete != null, now);
  }

  private long now() {
    return session.clock().nanoTime();
  }
}
