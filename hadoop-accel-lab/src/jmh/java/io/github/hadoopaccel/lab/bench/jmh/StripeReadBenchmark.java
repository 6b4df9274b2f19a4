package io.github.hadoopaccel.lab.bench.jmh;

import io.github.hadoopaccel.read.hedge.AdaptiveHedge;
import io.github.hadoopaccel.read.hedge.HedgeBudget;
import io.github.hadoopaccel.read.hedge.HedgePolicy;
import io.github.hadoopaccel.read.hedge.StripeOutlook;
import io.github.hadoopaccel.read.hedge.UnitRanking;
import io.github.hadoopaccel.read.stripe.StripeCommand;
import io.github.hadoopaccel.read.stripe.StripeCommand.Complete;
import io.github.hadoopaccel.read.stripe.StripeCommand.StartRead;
import io.github.hadoopaccel.read.stripe.StripeRead;
import io.github.hadoopaccel.read.striping.EcLayout;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The decisions of one whole stripe: from its start, unit by unit, until it is complete. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StripeReadBenchmark {
  private static final int CELL_BYTES = 1 << 20;
  private static final EcLayout LAYOUT = new EcLayout(6, 3, CELL_BYTES);
  private static final StripeRange WHOLE = new StripeRange(LAYOUT, 0, 0, CELL_BYTES, 0, 6, 6);
  private static final long ARRIVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Data units that never arrive and must be hedged. */
  @Param({"0", "1", "3"})
  public int lateUnits;

  private final StripeOutlook outlook =
      new StripeOutlook(
          new UnitRanking.Order(IntStream.range(0, 9).boxed().toList(), 9, 9),
          ARRIVAL_NANOS,
          Collections.nCopies(9, 0.5));
  private final HedgePolicy policy =
      new AdaptiveHedge(
          TimeUnit.MILLISECONDS.toNanos(50),
          TimeUnit.MILLISECONDS.toNanos(250),
          TimeUnit.SECONDS.toNanos(5),
          2,
          0.05);

  /** One stripe. */
  @Benchmark
  public Complete stripe() {
    long budgetBytes = 4L * CELL_BYTES;
    StripeRead read =
        new StripeRead(
            WHOLE,
            outlook,
            0,
            policy,
            new HedgeBudget(1, budgetBytes, budgetBytes, 1L << 40, 0.8),
            0);
    ArrayDeque<Integer> reading = new ArrayDeque<>();
    Complete complete = follow(read, read.start(0), reading, 0);
    long now = ARRIVAL_NANOS;
    while (complete == null) {
      if (reading.isEmpty()) {
        now += LATE_NANOS;
        complete = follow(read, read.wake(now), reading, now);
      } else {
        complete = follow(read, read.arrived(reading.remove(), now), reading, now);
      }
    }
    return complete;
  }

  /** Lets the reads begin that the commands start; the late ones never arrive. */
  private Complete follow(
      StripeRead read, List<StripeCommand> commands, ArrayDeque<Integer> reading, long now) {
    for (StripeCommand command : commands) {
      if (command instanceof Complete complete) {
        return complete;
      }
      if (command instanceof StartRead start) {
        read.began(start.copyIndex(), now);
        if (start.copyIndex() >= lateUnits) {
          reading.add(start.copyIndex());
        }
      }
    }
    return null;
  }
}
