package io.github.hadoopaccel.lab.bench.jmh;

import io.github.hadoopaccel.read.striping.BlockGroupGeometry;
import io.github.hadoopaccel.read.striping.EcLayout;
import io.github.hadoopaccel.read.striping.ReadPlan;
import io.github.hadoopaccel.read.striping.StripeRange;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Cutting a range of a block group into bands, as every read begins. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadPlanBenchmark {
  private static final long UNALIGNED = 12_345_677;

  /** From a small positioned read to two stripes. */
  @Param({"4096", "1048576", "12582912"})
  public long lengthBytes;

  private final BlockGroupGeometry geometry =
      new BlockGroupGeometry(new EcLayout(6, 3, 1 << 20), 192L << 20);

  /** One plan. */
  @Benchmark
  public List<StripeRange> plan() {
    return ReadPlan.of(geometry, UNALIGNED, lengthBytes);
  }
}
