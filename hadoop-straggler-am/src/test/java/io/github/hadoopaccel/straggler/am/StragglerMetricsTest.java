package io.github.hadoopaccel.straggler.am;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.management.ObjectName;
import org.apache.commons.configuration2.SubsetConfiguration;
import org.apache.hadoop.metrics2.AbstractMetric;
import org.apache.hadoop.metrics2.MetricType;
import org.apache.hadoop.metrics2.MetricsRecord;
import org.apache.hadoop.metrics2.MetricsSink;
import org.apache.hadoop.metrics2.MetricsSystem;
import org.apache.hadoop.metrics2.impl.MetricsSystemImpl;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The source in Hadoop's metrics system. */
class StragglerMetricsTest {
  private static final StragglerGauges GAUGES =
      new StragglerGauges(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

  private final MetricsSystem system = new MetricsSystemImpl();
  private final RecordingSink sink = new RecordingSink();

  @AfterEach
  void stop() {
    system.shutdown();
    DefaultMetricsSystem.shutdown();
  }

  @Test
  void everyNumberIsAGaugeOrACounterOfOneRecord() {
    start();
    StragglerMetrics metrics = StragglerMetrics.register(system, () -> GAUGES);
    system.publishMetricsNow();
    assertThat(metrics.registered()).isTrue();
    assertThat(sink.gauges)
        .isEqualTo(
            Map.of(
                "AttemptsReporting", 1L,
                "AttemptsAccelerated", 2L,
                "SlowDataNodes", 9L,
                "LastScanMicros", 11L));
    assertThat(sink.counters)
        .isEqualTo(
            Map.of(
                "AttemptsSpeculated", 3L,
                "BytesUseful", 4L,
                "BytesExtra", 5L,
                "BytesGranted", 6L,
                "ReportsAccepted", 7L,
                "ReportsRefused", 8L,
                "Scans", 10L));
  }

  @Test
  void onceTakenAwayNothingIsPublished() {
    start();
    StragglerMetrics metrics = StragglerMetrics.register(system, () -> GAUGES);
    metrics.unregister();
    metrics.unregister();
    system.publishMetricsNow();
    assertThat(sink.counters).isEmpty();
    assertThat(metrics.registered()).isFalse();
    assertThat(StragglerMetrics.register(system, () -> GAUGES).registered()).isTrue();
  }

  @Test
  void aSourceFromBeforeTheSystemRunsIsPublishedOnceItDoes() {
    StragglerMetrics metrics = StragglerMetrics.register(system, () -> GAUGES);
    assertThat(metrics.registered()).isTrue();
    start();
    system.publishMetricsNow();
    assertThat(sink.counters).containsEntry("BytesUseful", 4L);
  }

  @Test
  void aNameThatIsTakenLeavesTheOtherSource() throws Exception {
    DefaultMetricsSystem.initialize("Test");
    StragglerMetrics first = StragglerMetrics.register(() -> GAUGES);
    StragglerMetrics second = StragglerMetrics.register(() -> GAUGES);
    assertThat(first.registered()).isTrue();
    assertThat(second.registered()).isFalse();
    second.unregister();
    Object useful =
        ManagementFactory.getPlatformMBeanServer()
            .getAttribute(
                new ObjectName("Hadoop:service=Test,name=" + StragglerMetrics.NAME), "BytesUseful");
    assertThat(useful).isEqualTo(4L);
    first.unregister();
  }

  @Test
  void numbersThatCannotBeHadLeaveTheSystemRunning() {
    start();
    AtomicReference<Supplier<StragglerGauges>> source =
        new AtomicReference<>(
            () -> {
              throw new IllegalStateException("on purpose");
            });
    StragglerMetrics.register(system, () -> source.get().get());
    system.publishMetricsNow();
    assertThat(sink.counters).isEmpty();
    source.set(() -> GAUGES);
    // A publication that finds its sink busy for long goes on without it.
    await()
        .untilAsserted(
            () -> {
              system.publishMetricsNow();
              assertThat(sink.counters).hasSize(7);
            });
  }

  private void start() {
    system.init("Test");
    system.register("recording", "what is published", sink);
  }

  private static final class RecordingSink implements MetricsSink {
    private final Map<String, Long> gauges = new TreeMap<>();
    private final Map<String, Long> counters = new TreeMap<>();

    @Override
    public void init(SubsetConfiguration conf) {}

    @Override
    public synchronized void putMetrics(MetricsRecord published) {
      if (published.name().equals(StragglerMetrics.NAME)) {
        for (AbstractMetric metric : published.metrics()) {
          (metric.type() == MetricType.COUNTER ? counters : gauges)
              .put(metric.name(), metric.value().longValue());
        }
      }
    }

    @Override
    public void flush() {}
  }
}
