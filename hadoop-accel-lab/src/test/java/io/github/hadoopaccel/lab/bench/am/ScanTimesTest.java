package io.github.hadoopaccel.lab.bench.am;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.metrics2.MetricsInfo;
import org.apache.hadoop.metrics2.MetricsSource;
import org.apache.hadoop.metrics2.lib.Interns;
import org.junit.jupiter.api.Test;

/** Each scan is counted once, however often one looks. */
class ScanTimesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void firstOnesAreLeftOut() throws Exception {
    Deque<OptionalLong> looks =
        new ArrayDeque<>(
            List.of(
                OptionalLong.of(1_000_000),
                OptionalLong.empty(),
                OptionalLong.of(2_000_000),
                OptionalLong.of(3_500_000)));
    assertThat(new ScanTimes(looks::pop).next(1, 2, PATIENCE)).containsExactly(2.0, 3.5);
  }

  @Test
  void scanThatDoesNotComeIsAnError() {
    assertThatThrownBy(() -> new ScanTimes(OptionalLong::empty).next(0, 1, Duration.ofMillis(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no scan within");
  }

  @Test
  void gaugesOfASourceAreReadOncePerScan() {
    AtomicLong scans = new AtomicLong(5);
    MetricsSource source =
        (collector, all) ->
            collector
                .addRecord(ScanTimes.SOURCE)
                .addCounter(info(ScanTimes.SCANS), scans.get())
                .addGauge(info(ScanTimes.LAST_SCAN_MICROS), 10 * scans.get());
    ScanTimes.Metrics metrics = new ScanTimes.Metrics(source);
    assertThat(metrics.freshNanos()).isEmpty();
    scans.incrementAndGet();
    assertThat(metrics.freshNanos()).hasValue(60_000);
    assertThat(metrics.freshNanos()).isEmpty();
  }

  @Test
  void sourceWithoutTheGaugesTellsNothing() {
    assertThat(new ScanTimes.Metrics((collector, all) -> collector.addRecord("other")).freshNanos())
        .isEmpty();
  }

  private static MetricsInfo info(String name) {
    return Interns.info(name, name);
  }
}
