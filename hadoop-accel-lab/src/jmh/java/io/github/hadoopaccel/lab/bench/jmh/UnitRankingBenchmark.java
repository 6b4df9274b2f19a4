package io.github.hadoopaccel.lab.bench.jmh;

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

  private final List<String> dataNodes =
      IntStream.range(0, UNITS).mapToObj(i -> "10.0.0." + i + ":9866").toList();
  private UnitRanking ranking;

  /** Has some DataNodes fail. */
  @Setup
  public void fail() {
    ranking = new UnitRanking(3, TimeUnit.MILLISECONDS.toNanos(25), TimeUnit.SECONDS.toNanos(10));
    dataNodes.subList(0, avoided).forEach(dataNode -> ranking.failed(dataNode, 0));
  }

  /** One order. */
  @Benchmark
  public UnitRanking.Order rank() {
    return ranking.rank(dataNodes, 1);
  }
}
