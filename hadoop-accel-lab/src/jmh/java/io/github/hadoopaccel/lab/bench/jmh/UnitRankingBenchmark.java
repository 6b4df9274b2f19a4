package io.github.hadoopaccel.lab.bench.jmh;

import io.github.hadoopaccel.read.hedge.UnitHolder;
import io.github.hadoopaccel.read.hedge.UnitRanking;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Ordering the units of a block group by what is known of their DataNodes, once per band. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UnitRankingBenchmark {
  private static final int UNITS = 9;

  /** DataNodes of the group that have failed and are avoided. */
  @Param({"0", "2"})
  public int avoided;

  private static final long TYPICAL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final List<List<UnitHolder>> holders =
      IntStream.range(0, UNITS)
          .mapToObj(i -> List.of(new UnitHolder("10.0.0." + i + ":9866", "DS-" + i)))
          .toList();
  private UnitRanking ranking;

  /** Has some DataNodes fail. */
  @Setup
  public void fail() {
    ranking = new UnitRanking(3, TimeUnit.MILLISECONDS.toNanos(25), TimeUnit.SECONDS.toNanos(10));
    holders.subList(0, avoided).forEach(unit -> ranking.failed(unit.get(0), 0));
  }

  /** One order. */
  @Benchmark
  public UnitRanking.Order rank() {
    return ranking.rank(holders, unit -> unit < 6, TYPICAL_NANOS, 0, 1);
  }
}
