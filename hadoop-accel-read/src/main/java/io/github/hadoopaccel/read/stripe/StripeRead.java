package io.github.hadoopaccel.read.stripe;

import io.github.hadoopaccel.read.hedge.HedgeBudget;
import io.github.hadoopaccel.read.hedge.HedgePolicy;
import io.github.hadoopaccel.read.hedge.StripeOutlook;
import io.github.hadoopaccel.read.hedge.StripeProgress;
import io.github.hadoopaccel.read.hedge.UnitCopy;
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
import java.util.function.IntPredicate;

/**
 * Reads one band of a stripe from any k of its k+m units (seed S0-09, US 9,444,889 claim 5).
 *
 * <p>It starts the k best units in order; of a part of a stripe the wanted ones alone, where all of
 * them are good, or the cluster too busy to read more instead of them. Data units come first in
 * order unless the caller prefers others. A unit that is late by the policy is hedged by one more,
 * as long as the budget allows; a hedge that is late too is hedged again (the second wave). A
 * failed unit is replaced at once, and a stuck one after a long wait, budget or not: nothing may
 * hang for want of budget. As soon as the wanted units are there, or any k, the rest is abandoned.
 * Known-zero units count as arrived.
 *
 * <p>What is read is a {@link UnitCopy copy} of a unit; events and commands name copies by their
 * numbers, which below k+m are those of the units. Of most units there is just one. Where there are
 * more (seed S0-10) the best is read, and:
 *
 * <ul>
 *   <li>When it fails the next one is read in its place, at no cost to the budget; the unit is an
 *       erasure when none is left. Where a good unit can be had instead of an avoided copy, that
 *       goes first.
 *   <li>A late wanted unit is hedged by a good copy of its own, which saves the decode, before any
 *       other unit is. It is late when all its copies that are being read are.
 *   <li>Of a part of a stripe a late wanted unit without another good copy is first read a second
 *       time from the same one: that costs one unit, and rebuilding it k.
 *   <li>Of h extra reads those that find no good unit go to second copies: one of those can stand
 *       for its own unit only, a unit for any.
 *   <li>The first copy to arrive makes the unit; the others are abandoned at once.
 * </ul>
 *
 * <p>A copy goes through these states; a unit is being read while one of its copies is, and has
 * arrived when one has.
 *
 * <pre>
 *   IDLE --start--> READING --arrived--> ARRIVED
 *                      |  \---failed---> FAILED         KNOWN_ZERO, UNLOCATED
 *                      \---abandon----> ABANDONED       (from the beginning)
 * </pre>
 *
 * <p>Example: RS-6-3, unit 3 on a and b, so that copy 3 is on a and copy 9 on b. Copies 0 to 5 are
 * started; 3 is late, 9 is started as a hedge and arrives: 3 is abandoned, nothing is decoded. Had
 * copy 3 failed, 9 would have been started without being paid for.
 *
 * <p>Single-threaded: the driver serialises events into it and carries out the commands it returns.
 * Times are of one monotonic clock, in nanoseconds.
 */
public final class StripeRead {
  /** After this a hedge that was refused is tried again: budgets fill within moments. */
  private static final long RETRY_NANOS = 50_000_000;

  private enum CopyState {
    IDLE,
    READING,
    ARRIVED,
    FAILED,
    ABANDONED,
    KNOWN_ZERO,
    UNLOCATED
  }

  private final StripeRange range;
  private final StripeOutlook outlook;
  private final UnitRanking.Order order;
  private final int extraUnits;
  private final HedgePolicy policy;
  private final HedgeBudget budget;
  private final int needed;
  private final List<UnitCopy> copies;
  private final List<List<Integer>> copiesOf = new ArrayList<>();
  private final CopyState[] states;
  private final boolean[] extra;
  private final boolean[] begun;
  private final long[] startedAtNanos;
  private final long[] abandonedAtNanos;
  private final long[] arrivalNanos;
  private long neededAtNanos;
  private int arrivals;
  private long takenBytes;
  private int hedgesStarted;
  private int hedgesRefused;
  private int prepaid;
  private boolean isRefused;
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
    this.copies = order.copies();
    this.states = new CopyState[copies.size()];
    this.extra = new boolean[copies.size()];
    this.begun = new boolean[copies.size()];
    this.startedAtNanos = new long[copies.size()];
    this.abandonedAtNanos = new long[copies.size()];
    this.arrivalNanos = new long[units];
    for (int unit = 0; unit < units; unit++) {
      copiesOf.add(new ArrayList<>());
    }
    List<Integer> unlocated = order.order().subList(order.locatedUnits(), units);
    for (UnitCopy copy : copies) {
      copiesOf.get(copy.unitIndex()).add(copy.index());
      states[copy.index()] =
          unlocated.contains(copy.unitIndex()) ? CopyState.UNLOCATED : CopyState.IDLE;
      if (range.isKnownZero(copy.unitIndex())) {
        states[copy.index()] = CopyState.KNOWN_ZERO;
      }
    }
  }

  /** Begins. */
  public List<StripeCommand> start(long nowNanos) {
    isStarted = true;
    List<StripeCommand> commands = new ArrayList<>();
    boolean isPart = range.wantedUnits() < needed;
    if (isPart && (wantedAreGood() || budget.isAtKnee() && wantedAreIdle())) {
      for (int unit = range.firstWanted(); unit < range.endWanted(); unit++) {
        startRead(nextCopy(unit), false, nowNanos, commands);
      }
    } else {
      startBest(needed, false, nowNanos, commands);
    }
    int extraStarted = 0;
    int missing = needed - commands.size();
    // Fewer than are missing could complete nothing without the wanted ones.
    if (missing <= 0
        || missing <= extraUnits
            && count(unit -> isIdle(unit) && isNextGood(unit)) >= missing
            && prepay(missing)) {
      extraStarted = startBest(extraUnits, true, nowNanos, commands);
    }
    if (isEnoughOnItsWay()) {
      startNext(this::isReading, extraUnits - extraStarted, true, true, nowNanos, commands);
    }
    return proceed(nowNanos, commands);
  }

  /**
   * The read of {@code copyIndex} has a thread, or waits for its DataNode alone. Until now it was
   * not late: it waited for this client, and a hedge would only wait behind it. Told again it
   * changes nothing.
   */
  public List<StripeCommand> began(int copyIndex, long nowNanos) {
    if (over || begun[copyIndex] || states[copyIndex] != CopyState.READING) {
      return List.of();
    }
    begun[copyIndex] = true;
    startedAtNanos[copyIndex] = nowNanos;
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
   * The extra read of {@code copyIndex} could not be started, for no fault of the copy: it may be
   * started later, and has cost nothing.
   */
  public void refused(int copyIndex) {
    if (!over && states[copyIndex] == CopyState.READING && extra[copyIndex]) {
      states[copyIndex] = CopyState.IDLE;
      extra[copyIndex] = false;
      begun[copyIndex] = false;
      takenBytes -= range.rows();
      hedgesStarted--;
      hedgesRefused++;
      budget.refund(range.rows());
    }
  }

  /** The rows of {@code copyIndex} are there, and with them its unit. */
  public List<StripeCommand> arrived(int copyIndex, long nowNanos) {
    if (over || states[copyIndex] != CopyState.READING) {
      return List.of();
    }
    states[copyIndex] = CopyState.ARRIVED;
    arrivalNanos[arrivals++] = nowNanos - startedAtNanos[copyIndex];
    List<StripeCommand> commands = new ArrayList<>();
    copiesOf.get(unitOf(copyIndex)).forEach(copy -> abandonIfReading(copy, nowNanos, commands));
    return proceed(nowNanos, commands);
  }

  /**
   * The read of {@code copyIndex} failed. Another copy of the unit takes its place, and what was
   * paid for it, if there is one; else the unit is an erasure from now on.
   */
  public List<StripeCommand> failed(int copyIndex, long nowNanos) {
    if (over || states[copyIndex] != CopyState.READING) {
      return List.of();
    }
    states[copyIndex] = CopyState.FAILED;
    List<StripeCommand> commands = new ArrayList<>();
    int unit = unitOf(copyIndex);
    int next = nextCopy(unit);
    // Of a part of a stripe even a slow copy is cheaper than k units.
    boolean alone = range.isWanted(unit) && range.wantedUnits() < needed;
    if (next >= 0 && !isReading(unit) && (copies.get(next).good() || alone)) {
      // One that the stripe cannot do without is no extra, which might be refused.
      startRead(next, extra[copyIndex] && isEnoughOnItsWay(), nowNanos, commands);
    }
    return proceed(nowNanos, commands);
  }

  /** The time last asked for has come. */
  public List<StripeCommand> wake(long nowNanos) {
    return over || !isStarted ? List.of() : proceed(nowNanos, new ArrayList<>());
  }

  /** Copies that have arrived, ascending; at most one of each unit. */
  public int[] arrivedCopies() {
    return copiesIn(CopyState.ARRIVED);
  }

  /** Copies that were abandoned, ascending. */
  public int[] abandonedCopies() {
    return copiesIn(CopyState.ABANDONED);
  }

  /** Copies whose read failed, ascending. */
  public int[] failedCopies() {
    return copiesIn(CopyState.FAILED);
  }

  /** When the read of {@code copyIndex} began, or was started where it has not begun. */
  public long startedAtNanos(int copyIndex) {
    return startedAtNanos[copyIndex];
  }

  /** When the read of {@code copyIndex}, which was abandoned, was. */
  public long abandonedAtNanos(int copyIndex) {
    return abandonedAtNanos[copyIndex];
  }

  /** Whether the read of {@code copyIndex} has begun. */
  public boolean hasBegun(int copyIndex) {
    return begun[copyIndex];
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
    if (wanted(this::hasArrived) == range.wantedUnits() || arrivals >= needed) {
      return finish(nowNanos, commands);
    }
    int reading = count(this::isReading);
    if (!isWantedOnTheirWay()) {
      int missing = needed - arrivals - reading;
      reading += startBest(missing, false, nowNanos, commands);
      if (arrivals + reading < needed) {
        over = true;
        abandonReading(nowNanos, commands);
        commands.add(new GiveUp(needed, arrivals + reading));
        return commands;
      }
    }
    hedge(nowNanos, commands);
    return commands;
  }

  private boolean isWantedOnTheirWay() {
    return wanted(this::hasArrived) + wanted(this::isReading) == range.wantedUnits();
  }

  private boolean isEnoughOnItsWay() {
    return isWantedOnTheirWay() || arrivals + count(this::isReading) >= needed;
  }

  private void hedge(long nowNanos, List<StripeCommand> commands) {
    StripeProgress progress = progress();
    long stuckAfter = policy.stuckAfterNanos() > 0 ? policy.stuckAfterNanos() : HedgePolicy.NEVER;
    boolean[] late = new boolean[states.length];
    boolean[] stuck = new boolean[states.length];
    long wakeIn = HedgePolicy.NEVER;
    for (int copy = 0; copy < states.length; copy++) {
      if (states[copy] == CopyState.READING && begun[copy]) {
        long took = nowNanos - startedAtNanos[copy];
        long lateAfter = policy.lateAfterNanos(progressOf(copy, took), progress);
        late[copy] = took >= lateAfter;
        stuck[copy] = took >= stuckAfter;
        wakeIn = Math.min(wakeIn, timeTo(lateAfter, took));
        wakeIn = Math.min(wakeIn, timeTo(stuckAfter, took));
      }
    }
    isRefused = false;
    if (count(unit -> isHeldUp(unit, late)) > 0) {
      startExtra(late, nowNanos, commands);
    }
    if (isRefused) {
      wakeIn = Math.min(wakeIn, RETRY_NANOS);
    }
    if (count(unit -> isHeldUp(unit, stuck)) > 0) {
      startInsteadOfStuck(stuck, nowNanos, commands);
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

  private UnitProgress progressOf(int copy, long tookNanos) {
    return new UnitProgress(
        tookNanos,
        neededAtNanos - startedAtNanos[copy],
        outlook.typicalNanos(),
        outlook.load(copy));
  }

  /**
   * Starts hedges for late units: good copies of wanted ones, each of which is of use by itself,
   * then other units. Where only some units of the stripe are being read, a part of those could not
   * complete anything, so it is all of them or none.
   *
   * @param late which copies are
   */
  private void startExtra(boolean[] late, long nowNanos, List<StripeCommand> commands) {
    int missing = missingWithout(late);
    missing -=
        startNext(
            unit -> range.isWanted(unit) && isHeldUp(unit, late),
            missing,
            true,
            true,
            nowNanos,
            commands);
    missing -= startSecondReads(late, nowNanos, commands);
    if (missing <= 0 || wanted(unit -> isDue(unit, late)) == range.wantedUnits()) {
      return;
    }
    boolean allOrNone = range.wantedUnits() < needed;
    if (allOrNone && count(unit -> isIdle(unit) && isNextGood(unit)) < missing
        || allOrNone && !prepay(missing)) {
      refuse(missing);
      return;
    }
    missing -= startBest(missing, true, nowNanos, commands);
    missing -= startNext(unit -> isHeldUp(unit, late), missing, true, true, nowNanos, commands);
    if (!allOrNone) {
      // A slow one is better than a late one.
      startNext(this::isIdle, missing, true, false, nowNanos, commands);
    }
  }

  /** Reads late wanted units a second time where that is possible; returns how many. */
  private int startSecondReads(boolean[] late, long nowNanos, List<StripeCommand> commands) {
    int started = 0;
    for (UnitCopy copy : copies) {
      boolean isOfUse =
          copy.again()
              && states[copy.index()] == CopyState.IDLE
              && isHeldUp(copy.unitIndex(), late);
      if (isOfUse && pay()) {
        startRead(copy.index(), true, nowNanos, commands);
        started++;
      } else if (isOfUse) {
        refuse(1);
      }
    }
    return started;
  }

  /**
   * Replaces units that count as failed, budget or not, where that can complete the stripe: when
   * all of a cluster stands still, reading more from it helps nobody.
   *
   * @param stuck which copies count as failed
   */
  private void startInsteadOfStuck(boolean[] stuck, long nowNanos, List<StripeCommand> commands) {
    int missing = missingWithout(stuck);
    IntPredicate hasAnother = unit -> isHeldUp(unit, stuck) && nextCopy(unit) >= 0;
    boolean canByCopies =
        wanted(unit -> isDue(unit, stuck) || hasAnother.test(unit)) == range.wantedUnits();
    if (!canByCopies && missing > count(this::isIdle) + count(hasAnother)) {
      return;
    }
    missing -=
        startNext(
            unit -> range.isWanted(unit) && isHeldUp(unit, stuck),
            missing,
            false,
            true,
            nowNanos,
            commands);
    if (wanted(unit -> isDue(unit, stuck)) < range.wantedUnits()) {
      missing -= startBest(missing, false, nowNanos, commands);
      startNext(unit -> isHeldUp(unit, stuck), missing, false, false, nowNanos, commands);
    }
  }

  /** Units that are missing where the copies {@code givenUp} are not counted on. */
  private int missingWithout(boolean[] givenUp) {
    return needed - arrivals - count(unit -> isReading(unit) && !isHeldUp(unit, givenUp));
  }

  /** Whether a unit is being read, but from no other copies than {@code givenUp}. */
  private boolean isHeldUp(int unit, boolean[] givenUp) {
    boolean reading = false;
    for (int copy : copiesOf.get(unit)) {
      if (states[copy] == CopyState.READING) {
        reading = true;
        if (!givenUp[copy]) {
          return false;
        }
      }
    }
    return reading;
  }

  /** Whether a unit is there or will be, where the copies {@code givenUp} are not counted on. */
  private boolean isDue(int unit, boolean[] givenUp) {
    return hasArrived(unit) || isReading(unit) && !isHeldUp(unit, givenUp);
  }

  private List<StripeCommand> finish(long nowNanos, List<StripeCommand> commands) {
    over = true;
    abandonReading(nowNanos, commands);
    int[] missing = new int[range.wantedUnits()];
    int missingCount = 0;
    for (int unit = range.firstWanted(); unit < range.endWanted(); unit++) {
      if (!hasArrived(unit)) {
        missing[missingCount++] = unit;
      }
    }
    boolean decode = missingCount > 0;
    boolean extraWasNeeded = false;
    for (int copy : arrivedCopies()) {
      extraWasNeeded |= extra[copy] && (decode || range.isWanted(unitOf(copy)));
    }
    commands.add(new Complete(Erasures.of(Arrays.copyOf(missing, missingCount)), extraWasNeeded));
    return commands;
  }

  private boolean wantedAreIdle() {
    return wanted(this::isIdle) == range.wantedUnits();
  }

  private boolean wantedAreGood() {
    for (int unit = range.firstWanted(); unit < range.endWanted(); unit++) {
      if (!isIdle(unit) || !isNextGood(unit)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Starts up to {@code count} units that nobody has asked for: good ones, and unless they are
   * extra the others after them; returns how many.
   */
  private int startBest(int count, boolean asExtra, long nowNanos, List<StripeCommand> commands) {
    int started = startNext(this::isIdle, count, asExtra, true, nowNanos, commands);
    return asExtra
        ? started
        : started + startNext(this::isIdle, count - started, false, false, nowNanos, commands);
  }

  /**
   * Starts the next copy of up to {@code count} units that {@code which} holds for and that have
   * one, in order; returns how many.
   */
  private int startNext(
      IntPredicate which,
      int count,
      boolean asExtra,
      boolean goodOnly,
      long nowNanos,
      List<StripeCommand> commands) {
    int started = 0;
    for (int unit : order.order()) {
      if (started >= count) {
        break;
      }
      if (which.test(unit) && nextCopy(unit) >= 0 && (isNextGood(unit) || !goodOnly)) {
        if (asExtra && !pay()) {
          refuse(count - started);
          break;
        }
        startRead(nextCopy(unit), asExtra, nowNanos, commands);
        started++;
      }
    }
    return started;
  }

  private boolean pay() {
    if (prepaid > 0) {
      prepaid--;
      return true;
    }
    return prepay(1) && pay();
  }

  /** Pays for the next {@code count} extra reads, or for none. */
  private boolean prepay(int count) {
    if (!budget.tryTake((long) count * range.rows())) {
      return false;
    }
    prepaid += count;
    takenBytes += (long) count * range.rows();
    hedgesStarted += count;
    return true;
  }

  /** So many extra reads were wanted and could not be paid for; soon they may be. */
  private void refuse(int count) {
    hedgesRefused = Math.max(hedgesRefused, count);
    isRefused = true;
  }

  private void startRead(int copy, boolean asExtra, long nowNanos, List<StripeCommand> commands) {
    states[copy] = CopyState.READING;
    extra[copy] = asExtra;
    startedAtNanos[copy] = nowNanos;
    commands.add(new StartRead(copy, asExtra));
  }

  private void abandonReading(long nowNanos, List<StripeCommand> commands) {
    for (int copy = 0; copy < states.length; copy++) {
      abandonIfReading(copy, nowNanos, commands);
    }
  }

  private void abandonIfReading(int copy, long nowNanos, List<StripeCommand> commands) {
    if (states[copy] == CopyState.READING) {
      states[copy] = CopyState.ABANDONED;
      abandonedAtNanos[copy] = nowNanos;
      commands.add(new Abandon(copy));
    }
  }

  private int unitOf(int copy) {
    return copies.get(copy).unitIndex();
  }

  /** The best copy of a unit that has not been started, or -1. */
  private int nextCopy(int unit) {
    for (int copy : copiesOf.get(unit)) {
      if (states[copy] == CopyState.IDLE && !copies.get(copy).again()) {
        return copy;
      }
    }
    return -1;
  }

  private boolean isNextGood(int unit) {
    int next = nextCopy(unit);
    return next >= 0 && copies.get(next).good();
  }

  /** Whether a unit could be read and is not. */
  private boolean isIdle(int unit) {
    return nextCopy(unit) >= 0 && !isReading(unit) && !hasArrived(unit);
  }

  private boolean isReading(int unit) {
    return has(unit, CopyState.READING);
  }

  private boolean hasArrived(int unit) {
    return has(unit, CopyState.ARRIVED);
  }

  private boolean has(int unit, CopyState state) {
    for (int copy : copiesOf.get(unit)) {
      if (states[copy] == state) {
        return true;
      }
    }
    return false;
  }

  /** Units for which {@code is} holds. */
  private int count(IntPredicate is) {
    return countFrom(0, copiesOf.size(), is);
  }

  /** Wanted units for which {@code is} holds. */
  private int wanted(IntPredicate is) {
    return countFrom(range.firstWanted(), range.endWanted(), is);
  }

  private static int countFrom(int first, int end, IntPredicate is) {
    int count = 0;
    for (int unit = first; unit < end; unit++) {
      count += is.test(unit) ? 1 : 0;
    }
    return count;
  }

  private int[] copiesIn(CopyState state) {
    int[] found = new int[states.length];
    int count = 0;
    for (int copy = 0; copy < states.length; copy++) {
      if (states[copy] == state) {
        found[count++] = copy;
      }
    }
    return Arrays.copyOf(found, count);
  }
}
