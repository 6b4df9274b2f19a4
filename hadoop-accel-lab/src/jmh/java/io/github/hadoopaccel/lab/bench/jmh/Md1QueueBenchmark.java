package io.github.hadoopaccel.lab.bench.jmh;

import io.github.hadoopaccel.read.hedge.Md1Queue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One probability of waiting; the tables of a load are made once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Md1QueueBenchmark {
  /** The load. */
  @Param({"0.05", "0.8", "0.95"})
  public double load;

  /** Service times waited. */
  @Param({"0.5", "20.5", "99.5"})
  public double serviceTimes;

  private Md1Queue queue;

  /** Makes the tables. */
  @Setup
  public void tables() {
    queue = Md1Queue.ofLoad(load);
  }

  /** One evaluation. */
  @Benchmark
  public double probabilityOfWaitBeyond() {
    return queue.probabilityOfWaitBeyond(serviceTimes);
  }
}
