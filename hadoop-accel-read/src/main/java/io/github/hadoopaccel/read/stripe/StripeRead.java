package io.github.hadoopaccel.read.stripe;

import io.github.hadoopaccel.read.hedge.HedgeBudget;
import io.github.hadoopaccel.read.hedge.HedgePolicy;
import io.github.hadoopaccel.read.hedge.StripeOutlook;
import io.github.hadoopaccel.read.hedge.StripeProgress;
import io.github.hadoopaccel.read.hedge.UnitProgress;
import io.github.hadoopaccel.read.hedge.UnitRanking;
import io.github.hadoopaccel.read.stripe.StripeCommand.Abandon;
import io.github.hadoopaccel.read.stripe.StripeCommand.Complete;
import io.github.hadoopaccel.read.stripe.StripeCommand.GiveUp;
import io.github.hadoopaccel.read.stripe.StripeCommand.StartRead;
import io.github.hadoopaccel.read.stripe.StripeCommand.WakeAt;
import io.github.hadoopaccel.read.striping.Erasures;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads one band of a stripe from any k of its k+m units (seed S0-09, US 9,444,889 claim 5).
 *
 * <p>It starts the wanted units where all of them are good, else the k best. A unit that is late by
 * the policy is hedged by one more, as long as the budget allows; a hedge that is late too is
 * hedged again (the second wave). A failed unit is replaced at once, and a stuck one after a long
 * wait, budget or not: nothing may hang for want of budget. As soon as the wanted units are there,
 * or any k, the rest is abandoned. Known-zero units count as arrived.
 *
 * <pre>
 *   IDLE --start--> READING --arrived--> ARRIVED
 *                      |  \---failed---> FAILED
 *                      \---abandon----> ABANDONED        KNOWN_ZERO (from the beginning)
 * </pre>
 *
 * <p>Single-threaded: the driver serialises events into it and carries out the commands it returns.
 * Times are of one monotonic clock, in nanoseconds.
 */
public final class StripeRead {
  private enum UnitState {
    IDLE,
    READING,
    ARRIVED,
    FAILED,
    ABANDONED,
    KNOWN_ZERO
  }

  private final StripeRange range;
  private final StripeOutlook outlook;
  private final UnitRanking.Order order;
  private final int extraUnits;
  private final HedgePolicy policy;
  private final HedgeBudget budget;
  private final int needed;
  private final UnitState[] states;
  private final boolean[] extra;
  private final boolean[] begun;
  private final long[] startedAtNanos;
  private final long[] arrivalNanos;
  private long neededAtNanos;
  private int arrivals;
  private long takenBytes;
  private int hedgesStarted;
  private int hedgesRefused;
  private boolean isStarted;
  private boolean over;

  /**
   * A read that has not begun.
   *
   * @param range the band
   * @param outlook what is known of the units of the group
   * @param extraUnits h: units to start at once beyond the needed ones, as the budget allows
   * @param policy when a unit is late
   * @param budget pays for extra reads; touched only from the calls into this object
   * @param neededAtNanos when the consumer will need the band
   */
  public StripeRead(
      StripeRange range,
      StripeOutlook outlook,
      int extraUnits,
      HedgePolicy policy,
      HedgeBudget budget,
      long neededAtNanos) {
    int units = range.layout().totalUnits();
    this.outlook = outlook;
    this.order = outlook.order();
    if (order.order().size() != units) {
      throw new IllegalArgumentException(
          "order names " + order.order().size() + " units, the policy has " + units);
    }
    this.range = range;
    this.neededAtNanos = neededAtNanos;
    this.extraUnits = extraUnits;
    this.policy = policy;
    this.budget = budget;
    this.needed = range.presentDataUnits();
    this.states = new UnitState[units];
    this.extra = new boolean[units];
    this.begun = new boolean[units];
    this.startedAtNanos = new long[units];
    this.arrivalNanos = new long[units];
    for (int unit = 0; unit < units; unit++) {
      states[unit] = range.isKnownZero(unit) ? UnitState.KNOWN_ZERO : UnitState.IDLE;
    }
  }

  /** Begins. */
  public List<StripeCommand> start(long nowNanos) {
    isStarted = true;
    List<StripeCommand> commands = new ArrayList<>();
    if (wantedAreGood()) {
      for (int unit = range.firstWanted(); unit < range.endWanted(); unit++) {
        startRead(unit, false, nowNanos, commands);
      }
    } else {
      startBest(needed, false, order.locatedUnits(), nowNanos, commands);
    }
    if (commands.size() + extraUnits >= needed) {
      // Fewer could complete nothing without the wanted ones.
      startBest(extraUnits, true, order.goodUnits(), nowNanos, commands);
    }
    return proceed(nowNanos, commands);
  }

  /**
   * The read of {@code unitIndex} has a thread, or waits for its DataNode alone. Until now it was
   * not late: it waited for this client, and a hedge would only wait behind it. Told again it
   * changes nothing.
   */
  public List<StripeCommand> began(int unitIndex, long nowNanos) {
    if (over || begun[unitIndex] || states[unitIndex] != UnitState.READING) {
      return List.of();
    }
    begun[unitIndex] = true;
    startedAtNanos[unitIndex] = nowNanos;
    List<StripeCommand> commands = new ArrayList<>();
    hedge(nowNanos, commands);
    return commands;
  }

  /** The consumer needs the band at another time than was thought, such as now. */
  public List<StripeCommand> neededAt(long atNanos, long nowNanos) {
    neededAtNanos = atNanos;
    return wake(nowNanos);
  }

  /**
   * The extra read of {@code unitIndex} could not be started, for no fault of the unit: it may be
   * started later, and has cost nothing.
   */
  public void refused(int unitIndex) {
    if (!over && states[unitIndex] == UnitState.READING && extra[unitIndex]) {
      states[unitIndex] = UnitState.IDLE;
      extra[unitIndex] = false;
      begun[unitIndex] = false;
      takenBytes -= range.rows();
      hedgesStarted--;
      hedgesRefused++;
      budget.refund(range.rows());
    }
  }

  /** The rows of {@code unitIndex} are there. */
  public List<StripeCommand> arrived(int unitIndex, long nowNanos) {
    if (over || states[unitIndex] != UnitState.READING) {
      return List.of();
    }
    states[unitIndex] = UnitState.ARRIVED;
    arrivalNanos[arrivals++] = nowNanos - startedAtNanos[unitIndex];
    return proceed(nowNanos, new ArrayList<>());
  }

  /** The read of {@code unitIndex} failed; the unit is an erasure from now on. */
  public List<StripeCommand> failed(int unitIndex, long nowNanos) {
    if (over || states[unitIndex] != UnitState.READING) {
      return List.of();
    }
    states[unitIndex] = UnitState.FAILED;
    return proceed(nowNanos, new ArrayList<>());
  }

  /** The time last asked for has come. */
  public List<StripeCommand> wake(long nowNanos) {
    return over || !isStarted ? List.of() : proceed(nowNanos, new ArrayList<>());
  }

  /** Units that have arrived, ascending. */
  public int[] arrivedUnits() {
    return unitsIn(UnitState.ARRIVED);
  }

  /** Units that were abandoned, ascending. */
  public int[] abandonedUnits() {
    return unitsIn(UnitState.ABANDONED);
  }

  /** When the read of {@code unitIndex} began, or was started where it has not begun. */
  public long startedAtNanos(int unitIndex) {
    return startedAtNanos[unitIndex];
  }

  /** Whether the read of {@code unitIndex} has begun. */
  public boolean hasBegun(int unitIndex) {
    return begun[unitIndex];
  }

  /** How far it has come. */
  public StripeProgress progress() {
    return new StripeProgress(needed, Arrays.copyOf(arrivalNanos, arrivals));
  }

  /** Extra reads started. */
  public int hedgesStarted() {
    return hedgesStarted;
  }

  /** Extra reads that the budget refused. */
  public int hedgesRefused() {
    return hedgesRefused;
  }

  /** Bytes taken from the budget for extra reads. */
  public long takenBytes() {
    return takenBytes;
  }

  private List<StripeCommand> proceed(long nowNanos, List<StripeCommand> commands) {
    if (wantedIn(UnitState.ARRIVED) == range.wantedUnits() || arrivals >= needed) {
      return finish(commands);
    }
    int reading = count(UnitState.READING);
    boolean wantedOnTheirWay =
        wantedIn(UnitState.ARRIVED) + wantedIn(UnitState.READING) == range.wantedUnits();
    if (!wantedOnTheirWay) {
      int missing = needed - arrivals - reading;
      reading += startBest(missing, false, order.locatedUnits(), nowNanos, commands);
      if (arrivals + reading < needed) {
        over = true;
        abandonReading(commands);
        commands.add(new GiveUp(needed, arrivals + reading));
        return commands;
      }
    }
    hedge(nowNanos, commands);
    return commands;
  }

  private void hedge(long nowNanos, List<StripeCommand> commands) {
    StripeProgress progress = progress();
    long stuckAfter = policy.stuckAfterNanos();
    int late = 0;
    int stuck = 0;
    long wakeIn = HedgePolicy.NEVER;
    for (int unit = 0; unit < states.length; unit++) {
      if (states[unit] == UnitState.READING && begun[unit]) {
        long took = nowNanos - startedAtNanos[unit];
        long lateAfter = policy.lateAfterNanos(progressOf(unit, took), progress);
        late += took >= lateAfter ? 1 : 0;
        stuck += took >= stuckAfter ? 1 : 0;
        wakeIn = Math.min(wakeIn, timeTo(lateAfter, took));
        wakeIn = Math.min(wakeIn, timeTo(stuckAfter, took));
      }
    }
    int reading = count(UnitState.READING);
    int started = 0;
    if (late > 0) {
      started = startExtra(needed - (arrivals + reading - late), nowNanos, commands);
    }
    if (stuck > 0) {
      startInsteadOfStuck(needed - (arrivals + reading - stuck) - started, nowNanos, commands);
    }
    if (wakeIn != HedgePolicy.NEVER) {
      commands.add(new WakeAt(nowNanos + wakeIn));
    }
  }

  /** Time until a read that has taken {@code tookNanos} gets there; NEVER if it is there. */
  private static long timeTo(long afterNanos, long tookNanos) {
    return afterNanos == HedgePolicy.NEVER || afterNanos <= tookNanos
        ? HedgePolicy.NEVER
        : afterNanos - tookNanos;
  }

  private UnitProgress progressOf(int unit, long tookNanos) {
    return new UnitProgress(
        tookNanos,
        neededAtNanos - startedAtNanos[unit],
        outlook.typicalNanos(),
        outlook.load(unit));
  }

  /**
   * Replaces units that count as failed, budget or not, where that can complete the stripe: when
   * all of a cluster stands still, reading more from it helps nobody.
   */
  private void startInsteadOfStuck(int missing, long nowNanos, List<StripeCommand> commands) {
    if (missing <= idleAmong(order.locatedUnits())) {
      startBest(missing, false, order.locatedUnits(), nowNanos, commands);
    }
  }

  /**
   * Starts hedges for {@code wanted} missing units. Where only some units of the stripe are being
   * read, a part of the hedges could not complete anything, so it is all of them or none.
   */
  private int startExtra(int wanted, long nowNanos, List<StripeCommand> commands) {
    if (wanted <= 0) {
      return 0;
    }
    boolean allOrNone = range.wantedUnits() < needed;
    boolean refused =
        allOrNone
            && (budget.availableBytes() < (long) wanted * range.rows()
                || idleAmong(order.goodUnits()) < wanted);
    int started = refused ? 0 : startBest(wanted, true, order.goodUnits(), nowNanos, commands);
    if (refused) {
      hedgesRefused = Math.max(hedgesRefused, wanted);
    }
    return started;
  }

  /** Units that nobody has asked for, among the first {@code limit} in order. */
  private int idleAmong(int limit) {
    int idle = 0;
    for (int unit : order.order().subList(0, limit)) {
      idle += states[unit] == UnitState.IDLE ? 1 : 0;
    }
    return idle;
  }

  private List<StripeCommand> finish(List<StripeCommand> commands) {
    over = true;
    abandonReading(commands);
    int[] missing = new int[range.wantedUnits()];
    int missingCount = 0;
    for (int unit = range.firstWanted(); unit < range.endWanted(); unit++) {
      if (states[unit] != UnitState.ARRIVED) {
        missing[missingCount++] = unit;
      }
    }
    boolean decode = missingCount > 0;
    boolean extraArrived = false;
    for (int unit = 0; unit < states.length; unit++) {
      extraArrived |= extra[unit] && states[unit] == UnitState.ARRIVED;
    }
    commands.add(
        new Complete(Erasures.of(Arrays.copyOf(missing, missingCount)), decode && extraArrived));
    return commands;
  }

  private boolean wantedAreGood() {
    List<Integer> good = order.order().subList(0, order.goodUnits());
    for (int unit = range.firstWanted(); unit < range.endWanted(); unit++) {
      if (!good.contains(unit)) {
        return false;
      }
    }
    return true;
  }

  /** Starts up to {@code count} of the first {@code limit} units in order; returns how many. */
  private int startBest(
      int count, boolean asExtra, int limit, long nowNanos, List<StripeCommand> commands) {
    int started = 0;
    for (int i = 0; i < limit && started < count; i++) {
      int unit = order.order().get(i);
      if (states[unit] == UnitState.IDLE) {
        if (asExtra && !pay()) {
          hedgesRefused = Math.max(hedgesRefused, count - started);
          break;
        }
        startRead(unit, asExtra, nowNanos, commands);
        started++;
      }
    }
    return started;
  }

  private boolean pay() {
    if (!budget.tryTake(range.rows())) {
      return false;
    }
    takenBytes += range.rows();
    hedgesStarted++;
    return true;
  }

  private void startRead(int unit, boolean asExtra, long nowNanos, List<StripeCommand> commands) {
    states[unit] = UnitState.READING;
    extra[unit] = asExtra;
    startedAtNanos[unit] = nowNanos;
    commands.add(new StartRead(unit, asExtra));
  }

  private void abandonReading(List<StripeCommand> commands) {
    for (int unit = 0; unit < states.length; unit++) {
      if (states[unit] == UnitState.READING) {
        states[unit] = UnitState.ABANDONED;
        commands.add(new Abandon(unit));
      }
    }
  }

  private int wantedIn(UnitState state) {
    int count = 0;
    for (int unit = range.firstWanted(); unit < range.endWanted(); unit++) {
      count += states[unit] == state ? 1 : 0;
    }
    return count;
  }

  private int count(UnitState state) {
    int count = 0;
    for (UnitState each : states) {
      count += each == state ? 1 : 0;
    }
    return count;
  }

  private int[] unitsIn(UnitState state) {
    int[] units = new int[states.length];
    int count = 0;
    for (int unit = 0; unit < states.length; unit++) {
      if (states[unit] == state) {
        units[count++] = unit;
      }
    }
    return Arrays.copyOf(units, count);
  }
}
