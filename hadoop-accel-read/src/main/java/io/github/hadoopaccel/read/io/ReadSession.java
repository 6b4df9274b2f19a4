package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.hedge.DirectedReading;
import io.github.hadoopaccel.read.hedge.HedgeBudget;
import io.github.hadoopaccel.read.hedge.HedgePolicy;
import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.hedge.PostureSwitch;
import io.github.hadoopaccel.read.hedge.StripeOutlook;
import io.github.hadoopaccel.read.hedge.UnitHolder;
import io.github.hadoopaccel.read.hedge.UnitPreference;
import io.github.hadoopaccel.read.metrics.AccelCounter;
import io.github.hadoopaccel.read.metrics.ReadRecorder;
import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.read.striping.EcLayout;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * What all streams of one task share: the byte budget, the posture and the recorder; and what all
 * tasks of the JVM share: the scoreboard of DataNodes, the queue of unit reads and the buffers.
 * Thread-safe: the mutable parts of the pure core are guarded by this object, which is held only
 * for steps of that core.
 */
public final class ReadSession {
  private final Clock clock;
  private final UnitQueue units;
  private final WakeUps wakeUps;
  private final BufferPool buffers;
  private final ReadRecorder recorder;
  private final HedgePolicy policy;
  private final HedgeBudget budget;
  private final Scoreboard scoreboard;
  private final PostureSwitch posture;
  private final int attemptNumber;
  private final Map<String, Runnable> accelerated = new ConcurrentHashMap<>();
  private final AtomicInteger liveAttempts = new AtomicInteger();
  private volatile double networkLoadFraction;

  /**
   * A session.
   *
   * @param policy shared by all streams, so it must be stateless or thread-safe
   * @param attemptNumber of the task attempt, 0 for the first one and outside of tasks
   */
  public ReadSession(
      Clock clock,
      UnitQueue units,
      WakeUps wakeUps,
      BufferPool buffers,
      ReadRecorder recorder,
      HedgePolicy policy,
      HedgeBudget budget,
      Scoreboard scoreboard,
      PostureSwitch posture,
      int attemptNumber) {
    this.clock = clock;
    this.units = units;
    this.wakeUps = wakeUps;
    this.buffers = buffers;
    this.recorder = recorder;
    this.policy = policy;
    this.budget = budget;
    this.scoreboard = scoreboard;
    this.posture = posture;
    this.attemptNumber = attemptNumber;
  }

  /** Follows a directive from now on; streams notice at their next stripe. */
  public void follow(Directive directive) {
    DirectedReading reading =
        new DirectedReading(
            directive.posture(),
            directive.extraUnits(),
            directive.ownBudgetShare(),
            Set.copyOf(directive.avoidDataNodes()),
            directive.unitSubset());
    long now = clock.nanoTime();
    boolean becameAccelerated;
    synchronized (this) {
      if (!posture.isDirectedAt(now)) {
        budget.revokeGrants();
      }
      becameAccelerated =
          posture.direct(reading, TimeUnit.MILLISECONDS.toNanos(directive.lapseMillis()), now);
      budget.grant(directive.extraBudgetBytes());
    }
    if (becameAccelerated) {
      recorder.count(AccelCounter.TIMES_ACCELERATED, 1);
      accelerated.values().forEach(Runnable::run);
    }
  }

  /**
   * Reads from now on as the planner's stamp says: that is the posture while no directive holds.
   *
   * @param own the posture
   * @param extraUnits h, where that is ACCELERATED
   * @param budgetFraction extra bytes per useful byte
   */
  public void stamped(Posture own, int extraUnits, double budgetFraction) {
    boolean becameAccelerated;
    synchronized (this) {
      long now = clock.nanoTime();
      boolean before = posture.postureAt(now) == Posture.ACCELERATED;
      posture.own(own, extraUnits);
      budget.setFraction(budgetFraction);
      becameAccelerated = !before && posture.postureAt(now) == Posture.ACCELERATED;
    }
    if (becameAccelerated) {
      accelerated.values().forEach(Runnable::run);
    }
  }

  /**
   * Has {@code action} run whenever a directive or a stamp makes this session accelerated, by the
   * thread that brings it, and at once if the session is accelerated already.
   *
   * @param name of the action; the first one of a name stays
   */
  public void whenAccelerated(String name, Runnable action) {
    boolean first = accelerated.putIfAbsent(name, action) == null;
    if (first && posture() == Posture.ACCELERATED) {
      action.run();
    }
  }

  /** The posture of the next stripe. */
  public synchronized Posture posture() {
    return posture.postureAt(clock.nanoTime());
  }

  /** Unit reads that have not stopped, abandoned ones included. */
  public int liveAttempts() {
    return liveAttempts.get();
  }

  /** The recorder. */
  public ReadRecorder recorder() {
    return recorder;
  }

  /** The buffers. */
  public BufferPool buffers() {
    return buffers;
  }

  /** The clock. */
  public Clock clock() {
    return clock;
  }

  WakeUps.WakeUp wakeAt(long atNanos, Runnable wake) {
    return wakeUps.at(atNanos, clock, wake);
  }

  HedgePolicy policy() {
    return policy;
  }

  /** Units that the next stripe wants at once beyond k, by posture or by policy. */
  public int extraUnits() {
    return Math.max(extraUnitsByPosture(), policy.extraUnits());
  }

  private synchronized int extraUnitsByPosture() {
    return posture.extraUnitsAt(clock.nanoTime());
  }

  /** Bytes taken from the budget so far and not given back. */
  public synchronized long budgetSpentBytes() {
    return budget.spentBytes();
  }

  private synchronized DirectedReading reading(long nowNanos) {
    return posture.readingAt(nowNanos);
  }

  Scoreboard scoreboard() {
    return scoreboard;
  }

  /**
   * What is to be expected of the units of a band. Where this task reads accelerated they come as
   * its attempt prefers them; a careful reader prefers data units, which save the decode. A
   * directive may name the units that are preferred, by either. Of a part of a stripe the wanted
   * units are preferred to all others.
   */
  StripeOutlook outlook(StripeRange band, List<List<UnitHolder>> holders) {
    long now = clock.nanoTime();
    EcLayout layout = band.layout();
    DirectedReading reading = reading(now);
    Set<String> unwelcome = reading.avoidedDataNodes();
    boolean own = reading.prefersOwnSubset();
    UnitPreference preference =
        UnitPreference.ofAttempt(
            own ? attemptNumber : reading.unitSubset(), layout.dataUnits(), layout.parityUnits());
    if (preference.firstUnit() == 0 || own && reading.posture() != Posture.ACCELERATED) {
      return scoreboard.outlook(band, holders, band::isWanted, unwelcome, now);
    }
    boolean isPart = band.wantedUnits() < band.presentDataUnits();
    IntPredicate before = unit -> isPart && band.isWanted(unit);
    IntPredicate read = isPart ? before : unit -> preference.placeOf(unit) < layout.dataUnits();
    return scoreboard.outlook(band, holders, read, unwelcome, now).preferring(preference, before);
  }

  /** The network of this node is so loaded, 0 to 1; negative where that is not known. */
  public void networkLoad(double fraction) {
    networkLoadFraction = fraction;
  }

  /** Runs a step of a stripe read, which may take from the budget. */
  <T> T withBudget(Supplier<T> step) {
    long now = clock.nanoTime();
    double load = Math.max(networkLoadFraction, scoreboard.load(now));
    synchronized (this) {
      budget.at(now, load);
      return step.get();
    }
  }

  synchronized void settle(long usefulBytes, long refundBytes) {
    budget.earn(usefulBytes, reading(clock.nanoTime()).ownBudgetShare());
    budget.refund(refundBytes);
  }

  HedgeBudget budget() {
    return budget;
  }

  /** An attempt was made; it will be started or abandoned. */
  void made() {
    liveAttempts.incrementAndGet();
  }

  /** Runs an attempt; one that is refused must be abandoned. */
  void start(UnitReadAttempt attempt) {
    units.add(attempt);
  }

  /** Takes back an attempt that has not begun. */
  void remove(UnitReadAttempt attempt) {
    units.remove(attempt);
  }

  void stopped() {
    liveAttempts.decrementAndGet();
  }
}
