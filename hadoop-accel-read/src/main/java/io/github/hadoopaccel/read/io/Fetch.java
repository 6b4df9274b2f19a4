package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.metrics.ConsumerWait;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Bands of one block group on their way to one consumer, at most a stripe of them. Bands that want
 * no unit in common are read at the same time, others one after the other, each with the readers
 * that the one before it kept. A band for which too few units are left is tried once more, with the
 * locations that the NameNode knows by then, unless the first try ran into a time-out.
 *
 * <p>Guarded by this. Locks are taken in the order fetch, band; {@code over} is called and bands
 * are started and cancelled with neither held.
 */
public final class Fetch {
  private static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Makes a band's read. */
  interface Starter {
    BandRead make(StripeRange band, boolean ahead, ReadDeadline deadline, Runnable over);
  }

  private final List<StripeRange> bands;
  private final ReadSession session;
  private final Starter starter;
  private final Runnable refresh;
  private final Runnable over;
  private final BandRead[] reads;
  private final boolean[] triedTwice;
  private boolean ahead;
  private ReadDeadline deadline;
  private boolean begun;
  private boolean cancelled;
  private boolean told;
  private Throwable broken;

  /**
   * A fetch that has not begun.
   *
   * @param ahead whether nobody waits for it yet
   * @param deadline when the consumer will need it, as far as is known
   * @param refresh asks where the units are by now; may block
   * @param over called once when it is done, has failed or was cancelled
   */
  Fetch(
      List<StripeRange> bands,
      boolean ahead,
      ReadDeadline deadline,
      ReadSession session,
      Starter starter,
      Runnable refresh,
      Runnable over) {
    this.bands = List.copyOf(bands);
    this.ahead = ahead;
    this.deadline = deadline;
    this.session = session;
    this.starter = starter;
    this.refresh = refresh;
    this.over = over;
    this.reads = new BandRead[bands.size()];
    this.triedTwice = new boolean[bands.size()];
  }

  /** Starts every band that may start, and is called again whenever one is over. */
  void proceed() {
    // Whoever waits must learn of what goes wrong here; this thread may be anybody's.
    Throwable wrong = null;
    try {
      if (hasASecondTry()) {
        refresh.run();
      }
    } catch (RuntimeException | Error e) {
      wrong = e;
    }
    boolean tell;
    List<BandRead> starting = List.of();
    synchronized (this) {
      begun = true;
      broken = broken == null ? wrong : broken;
      try {
        starting = cancelled ? List.of() : nextBands();
      } catch (RuntimeException | Error e) {
        broken = e;
      }
      tell = !told && starting.isEmpty() && isOver();
      told |= tell;
      notifyAll();
    }
    starting.forEach(BandRead::start);
    if (tell) {
      over.run();
    }
  }

  private List<BandRead> nextBands() {
    List<BandRead> starting = new ArrayList<>();
    if (hasFailed()) {
      return starting;
    }
    for (int i = 0; i < reads.length; i++) {
      if (reads[i] != null && isWorthASecondTry(i)) {
        triedTwice[i] = true;
        reads[i] = null;
      }
      if (reads[i] == null && mayStart(i)) {
        reads[i] = starter.make(bands.get(i), ahead, deadline, this::proceed);
        starting.add(reads[i]);
      }
    }
    return starting;
  }

  private synchronized boolean hasASecondTry() {
    for (int i = 0; i < reads.length; i++) {
      if (reads[i] != null && isWorthASecondTry(i)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayStart(int index) {
    for (int i = 0; i < index; i++) {
      boolean running = reads[i] == null || !reads[i].isOver();
      if (running && bands.get(i).wantsUnitOf(bands.get(index))) {
        return false;
      }
    }
    return true;
  }

  private boolean isWorthASecondTry(int index) {
    return !triedTwice[index]
        && reads[index].failure() instanceof InsufficientUnitsException e
        && e.isQuick()
        && !e.isSurprising();
  }

  private boolean hasFailed() {
    if (broken != null) {
      return true;
    }
    for (int i = 0; i < reads.length; i++) {
      if (reads[i] != null && reads[i].failure() != null && !isWorthASecondTry(i)) {
        return true;
      }
    }
    return false;
  }

  /** Whether every band is done, or one has failed, or all was cancelled. */
  synchronized boolean isOver() {
    if (cancelled || hasFailed()) {
      return true;
    }
    for (BandRead read : reads) {
      if (read == null || !read.isOver() || read.failure() != null) {
        return false;
      }
    }
    return true;
  }

  synchronized boolean hasBegun() {
    return begun;
  }

  /** Whether it has failed and nobody has waited for it yet. */
  synchronized boolean hasFailedAhead() {
    return ahead && hasFailed();
  }

  /** File bytes that were asked for. */
  long wantedBytes() {
    return bands.stream().mapToLong(StripeRange::wantedBytes).sum();
  }

  /** Where its first band begins in the internal blocks. */
  long offsetInUnit() {
    return bands.stream().mapToLong(StripeRange::offsetInUnit).min().orElse(0);
  }

  /**
   * The wanted bytes; blocks until they are there. Afterwards the fetch holds nothing; to be called
   * once.
   *
   * @return the caller releases them
   * @throws InsufficientUnitsException if fewer than k units can be read
   * @throws ReadCancelledException if it was cancelled, from whatever thread
   * @throws InterruptedIOException if the thread was interrupted; all reads have stopped, or are
   *     about to, and the flag stays set
   */
  public StripeBytes take() throws IOException {
    long began = session.clock().nanoTime();
    ConsumerWait wait = session.recorder().waits(began);
    try {
      awaitOver(began);
      return takeSlices();
    } finally {
      session.recorder().waited(wait, session.clock().nanoTime());
    }
  }

  private void awaitOver(long nowNanos) throws IOException {
    try {
      neededNow(nowNanos);
      await();
      if (isWorthTakingUpAgain()) {
        proceed();
        await();
      }
    } catch (InterruptedException e) {
      cancel();
      awaitStopped();
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while waiting for units");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  /** What was fetched ahead moves up, and what is late of it matters now. */
  private void neededNow(long nowNanos) {
    ReadDeadline now = ReadDeadline.at(nowNanos);
    synchronized (this) {
      if (!ahead || isOver()) {
        return;
      }
      deadline = now;
    }
    started().forEach(read -> read.neededAt(now));
  }

  private synchronized void await() throws InterruptedException {
    while (!isOver()) {
      wait();
    }
  }

  /** What failed before anybody waited for it, and not by a time-out, may do better now. */
  private synchronized boolean isWorthTakingUpAgain() {
    boolean again = ahead && broken == null && !cancelled;
    ahead = false;
    boolean any = false;
    for (int i = 0; i < reads.length && again; i++) {
      Throwable failure = reads[i] == null ? null : reads[i].failure();
      boolean quick =
          failure instanceof BuffersExhaustedException
              || failure instanceof InsufficientUnitsException e && e.isQuick();
      if (quick) {
        reads[i] = null;
        told = false;
        any = true;
      }
    }
    return any;
  }

  private StripeBytes takeSlices() throws IOException {
    List<StripeBytes.Slice> slices = new ArrayList<>();
    boolean complete = false;
    try {
      long decodeNanos = 0;
      throwIfBroken();
      for (BandRead read : started()) {
        if (read.failure() != null) {
          // Before those that were still on their way: they do not say why it is over.
          read.take();
        }
      }
      for (BandRead read : started()) {
        slices.addAll(read.take());
        decodeNanos += read.decodeNanos();
      }
      synchronized (this) {
        if (cancelled) {
          throw new ReadCancelledException();
        }
      }
      complete = true;
      session.recorder().stripeRead(wantedBytes(), decodeNanos, session.clock().nanoTime());
      return new StripeBytes(slices);
    } finally {
      if (!complete) {
        slices.forEach(slice -> slice.lease().release());
        cancel();
      }
    }
  }

  private synchronized void throwIfBroken() {
    if (broken instanceof RuntimeException runtime) {
      throw runtime;
    } else if (broken instanceof Error error) {
      throw error;
    }
  }

  /** Ends all reads and gives back what has come; whoever waits gets an exception. */
  public void cancel() {
    boolean tell;
    synchronized (this) {
      cancelled = true;
      tell = begun && !told;
      told |= tell;
      notifyAll();
    }
    started().forEach(BandRead::cancel);
    if (tell) {
      // What is queued behind it may begin.
      over.run();
    }
  }

  private void awaitStopped() {
    long until = System.nanoTime() + STOP_NANOS;
    started().forEach(read -> read.awaitStopped(Math.max(0, until - System.nanoTime())));
  }

  private synchronized List<BandRead> started() {
    List<BandRead> started = new ArrayList<>();
    for (BandRead read : reads) {
      if (read != null) {
        started.add(read);
      }
    }
    return started;
  }
}
