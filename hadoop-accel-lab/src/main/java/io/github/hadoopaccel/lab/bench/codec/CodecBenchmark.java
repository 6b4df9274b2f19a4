package io.github.hadoopaccel.lab.bench.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One call of a coder. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
  /** The name of the parameter. */
  static final String PARAMETER = "codecCase";

  /** A case as text; by itself a small one that every machine can run. */
  @Param("rs_java/coder/decode/RS-6-3/1/4k/hot/heap")
  public String codecCase;

  private CodecWork work;

  /** Makes the stripes; fails if the coder gives a wrong byte. */
  @Setup
  public void make() throws IOException {
    work = new CodecWork(CodecCase.parse(codecCase));
  }

  /** Lets the coder go. */
  @TearDown
  public void release() {
    work.close();
  }

  /** One stripe. */
  @Benchmark
  public ByteBuffer[] code() throws IOException {
    return work.code();
  }
}
