package io.github.hadoopaccel.read.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.hedge.AdaptiveHedge;
import io.github.hadoopaccel.read.hedge.HedgeBudget;
import io.github.hadoopaccel.read.hedge.HedgePolicy;
import io.github.hadoopaccel.read.hedge.StripeOutlook;
import io.github.hadoopaccel.read.hedge.UnitCopy;
import io.github.hadoopaccel.read.hedge.UnitPreference;
import io.github.hadoopaccel.read.hedge.UnitRanking;
import io.github.hadoopaccel.read.striping.EcLayout;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What holds of every stripe read, in whatever order its copies begin, arrive, fail or are late.
 * Method: RS-3-2 with random copies, ranks, ranges and budgets, and a random schedule until the
 * read is over; the seed is in the message of a failure, and -Daccel.seed replays it.
 */
class StripeReadSchedulesTest {
  private static final long MILLIS = 1_000_000;
  private static final int SCHEDULES = 30_000;
  private static final EcLayout RS_3_2 = new EcLayout(3, 2, 100);
  private static final long BUDGET = 100_000;

  @Test
  void everyScheduleEndsAndKeepsTheRules() {
    Long seed = Long.getLong("accel.seed");
    if (seed != null) {
      new Schedule(seed).run();
      return;
    }
    for (long each = 0; each < SCHEDULES; each++) {
      try {
        new Schedule(each).run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + each, e);
      }
    }
  }

  private static final class Schedule {
    private final Random random;
    private final StripeRange range;
    private final List<UnitCopy> copies = new ArrayList<>();
    private final UnitRanking.Order order;
    private final long budgetBytes;
    private final HedgeBudget budget;
    private final StripeRead read;
    private final Set<Integer> reading = new TreeSet<>();
    private final Set<Integer> started = new HashSet<>();
    private final Set<Integer> arrivedUnits = new HashSet<>();
    private final Set<Integer> broken = new HashSet<>();
    private StripeCommand end;
    private long now;

    Schedule(long seed) {
      random = new Random(seed);
      int present = 1 + random.nextInt(3);
      int first = random.nextInt(present);
      int wantedEnd = first + 1 + random.nextInt(present - first);
      range = new StripeRange(RS_3_2, 0, 0, 100, first, wantedEnd, present);
      int good = random.nextInt(6);
      int located = good + random.nextInt(6 - good);
      List<Integer> units = new ArrayList<>(IntStream.range(0, 5).boxed().toList());
      Collections.shuffle(units, random);
      units.subList(0, good).sort(null);
      for (int unit = 0; unit < 5; unit++) {
        copies.add(new UnitCopy(unit, unit, null, units.indexOf(unit) < good));
      }
      for (int unit = 0; unit < 5; unit++) {
        boolean isLocated = units.indexOf(unit) < located;
        for (int i = random.nextInt(3); i > 0 && isLocated; i--) {
          boolean isGood = copies.get(unit).good() && random.nextBoolean();
          copies.add(new UnitCopy(copies.size(), unit, null, isGood));
        }
      }
      for (UnitCopy copy : copies) {
        if (random.nextInt(3) == 0) {
          broken.add(copy.index());
        }
      }
      order =
          UnitPreference.ofAttempt(random.nextInt(3), 3, 2)
              .applied(new UnitRanking.Order(units, good, located, copies), unit -> false);
      budgetBytes = random.nextInt(4) == 0 ? 0 : random.nextInt(4) == 0 ? 150 : BUDGET;
      budget = new HedgeBudget(0, BUDGET, budgetBytes, 1L << 40, 10);
      HedgePolicy policy = new AdaptiveHedge(5 * MILLIS, 50 * MILLIS, 500 * MILLIS, 2, 0.05);
      read =
          new StripeRead(
              range, StripeOutlook.of(order), random.nextInt(5), policy, budget, random.nextInt(9));
    }

    void run() {
      take(read.start(now));
      for (int step = 0; end == null; step++) {
        assertThat(step).as("steps").isLessThan(10_000);
        assertThat(reading).as("somebody to wait for").isNotEmpty();
        now += random.nextInt(4) * 10 * MILLIS;
        int copy = List.copyOf(reading).get(random.nextInt(reading.size()));
        switch (random.nextInt(4)) {
          case 0 -> take(read.began(copy, now));
          case 1 -> take(read.wake(now));
          default -> {
            reading.remove(copy);
            boolean fails = broken.contains(copy);
            if (!fails) {
              assertThat(arrivedUnits.add(unit(copy))).as("a unit arrives once").isTrue();
            }
            take(fails ? read.failed(copy, now) : read.arrived(copy, now));
          }
        }
      }
      assertThat(reading).as("left running").isEmpty();
      assertThat(read.takenBytes()).isEqualTo(budgetBytes - budget.availableBytes());
      assertThat(read.takenBytes()).isEqualTo(100L * read.hedgesStarted());
      check();
    }

    private int unit(int copy) {
      return copies.get(copy).unitIndex();
    }

    private void take(List<StripeCommand> commands) {
      for (StripeCommand command : commands) {
        assertThat(end).as("nothing follows the end").isNull();
        if (command instanceof StripeCommand.StartRead start) {
          int unit = unit(start.copyIndex());
          assertThat(arrivedUnits).as("has it already").doesNotContain(unit);
          assertThat(range.isKnownZero(unit)).isFalse();
          assertThat(order.order().indexOf(unit)).isLessThan(order.locatedUnits());
          if (start.extra() && random.nextInt(10) == 0) {
            read.refused(start.copyIndex());
          } else {
            assertThat(started.add(start.copyIndex())).as("started once").isTrue();
            reading.add(start.copyIndex());
          }
        } else if (command instanceof StripeCommand.Abandon abandon) {
          assertThat(reading.remove(abandon.copyIndex())).as("abandoned while read").isTrue();
        } else if (!(command instanceof StripeCommand.WakeAt)) {
          end = command;
        }
      }
    }

    private void check() {
      Set<Integer> readable = new HashSet<>();
      for (UnitCopy copy : copies) {
        boolean isLocated = order.order().indexOf(copy.unitIndex()) < order.locatedUnits();
        if (isLocated && !range.isKnownZero(copy.unitIndex()) && !broken.contains(copy.index())) {
          readable.add(copy.unitIndex());
        }
      }
      if (end instanceof StripeCommand.Complete complete) {
        List<Integer> erasures = Arrays.stream(complete.erasures().toArray()).boxed().toList();
        for (int unit = range.firstWanted(); unit < range.endWanted(); unit++) {
          boolean erased = erasures.contains(unit);
          assertThat(erased).as("unit %d erased", unit).isNotEqualTo(arrivedUnits.contains(unit));
        }
        boolean decodes = !erasures.isEmpty();
        assertThat(!decodes || arrivedUnits.size() >= range.presentDataUnits()).isTrue();
        assertThat(Arrays.stream(read.arrivedCopies()).map(this::unit).boxed().toList())
            .containsExactlyInAnyOrderElementsOf(arrivedUnits);
      } else {
        assertThat(readable.size())
            .as("units that could be read")
            .isLessThan(range.presentDataUnits());
      }
    }
  }
}
