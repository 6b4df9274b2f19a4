package io.github.hadoopaccel.lab.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the JMH benchmarks time is what they say. */
class BenchmarksTest {
  @Test
  void stripeIsCompleteAfterItsLateUnitsWereHedged() {
    for (int late : new int[] {0, 1, 3}) {
      StripeReadBenchmark benchmark = new StripeReadBenchmark();
      benchmark.lateUnits = late;
      assertThat(benchmark.stripe().erasures().count()).isEqualTo(late);
      assertThat(benchmark.stripe().wonByHedge()).isEqualTo(late > 0);
    }
  }

  @Test
  void planCoversTheRange() {
    ReadPlanBenchmark benchmark = new ReadPlanBenchmark();
    benchmark.lengthBytes = 1 << 20;
    assertThat(benchmark.plan().stream().mapToLong(band -> band.wantedBytes()).sum())
        .isEqualTo(1 << 20);
  }

  @Test
  void avoidedUnitsAreRankedLast() {
    UnitRankingBenchmark benchmark = new UnitRankingBenchmark();
    benchmark.avoided = 2;
    benchmark.fail();
    assertThat(benchmark.rank().order().subList(7, 9)).containsExactlyInAnyOrder(0, 1);
    assertThat(benchmark.rank().goodUnits()).isEqualTo(7);
  }
}
