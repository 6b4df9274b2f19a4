package io.github.hadoopaccel.read.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.ReadReport;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers in, numbers out, with times as arguments. */
class ReadRecorderTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MIB = 1 << 20;

  @ParameterizedTest
  @ValueSource(longs = {5, 10, 20})
  @DisplayName("S0_02 task speed is the bytes of the window by its length")
  void rateIsTheBytesOfTheWindow(long windowSeconds) {
    ReadRecorder recorder = new ReadRecorder(windowSeconds * SECOND);
    recorder.readBegins(0);
    for (int second = 1; second <= 60; second++) {
      recorder.stripeRead(10 * MIB, 0, 0, second * SECOND);
    }
    ReadReport report = recorder.report("attempt", Posture.CAREFUL, -1, 60 * SECOND);
    assertThat(report.windows().spanMillis()).isEqualTo(windowSeconds * 1000);
    assertThat(report.rateBytesPerSec()).isEqualTo(10.0 * MIB);

    ReadReport stalled =
        recorder.report("attempt", Posture.CAREFUL, -1, (61 + windowSeconds) * SECOND);
    assertThat(stalled.windows().bytes()).isZero();
    assertThat(stalled.ageMillis()).isEqualTo((61 + windowSeconds) * 1000);
  }

  @Test
  void windowIsNoLongerThanTheAttemptIsOld() {
    ReadRecorder recorder = new ReadRecorder(5 * SECOND);
    recorder.readBegins(100 * SECOND);
    recorder.stripeRead(6 * MIB, 0, 0, 101 * SECOND);
    ReadReport report = recorder.report("attempt", Posture.CAREFUL, -1, 102 * SECOND);
    assertThat(report.windows().spanMillis()).isEqualTo(2000);
    assertThat(report.rateBytesPerSec()).isEqualTo(3.0 * MIB);
  }

  @Test
  void extraBytesAreWhatWasReceivedBeyondTheUseful() {
    ReadRecorder recorder = new ReadRecorder(5 * SECOND);
    recorder.unitRead("a", 6 * MIB, SECOND);
    recorder.unitRead("b", MIB, SECOND);
    recorder.stripeRead(6 * MIB, 3_000_000, 1_000_000, SECOND);
    EnumMap<AccelCounter, Long> counters = new EnumMap<>(recorder.counters());
    assertThat(counters)
        .containsEntry(AccelCounter.BYTES_USEFUL, 6 * MIB)
        .containsEntry(AccelCounter.BYTES_EXTRA, MIB)
        .containsEntry(AccelCounter.STALL_MILLIS, 3L)
        .containsEntry(AccelCounter.STRIPES_DECODED, 1L);
  }

  @Test
  @DisplayName("S0_04 bandwidth of each DataNode is measured, the newest read counts half")
  void dataNodesAreMeasured() {
    ReadRecorder recorder = new ReadRecorder(5 * SECOND);
    recorder.unitRead("a", 100, SECOND);
    recorder.unitRead("a", 300, SECOND);
    recorder.unitRead("b", 0, SECOND);
    ReadReport report = recorder.report("attempt", Posture.CAREFUL, -1, SECOND);
    assertThat(report.dataNodes()).hasSize(2);
    assertThat(report.dataNodes().get(0).dataNode()).isEqualTo("a");
    assertThat(report.dataNodes().get(0).bytesPerSec()).isEqualTo(200);
    assertThat(report.dataNodes().get(0).bytes()).isEqualTo(400);
    assertThat(report.dataNodes().get(1).bytesPerSec()).isZero();
  }

  @Test
  void aReportNamesEachClassThatRebuildsUnitsOnce() {
    ReadRecorder recorder = new ReadRecorder(5 * SECOND);
    assertThat(recorder.report("attempt", Posture.CAREFUL, -1, SECOND).decoders()).isEmpty();
    assertThat(recorder.decodesWith("XorAccelDecoder")).isTrue();
    assertThat(recorder.decodesWith("NativeRSRawDecoder")).isTrue();
    assertThat(recorder.decodesWith("XorAccelDecoder")).isFalse();
    assertThat(recorder.report("attempt", Posture.CAREFUL, -1, SECOND).decoders())
        .isEqualTo("NativeRSRawDecoder,XorAccelDecoder");
  }

  @Test
  void aReportHoldsTheBusiestDataNodesOnly() {
    ReadRecorder recorder = new ReadRecorder(5 * SECOND);
    for (int node = 0; node < 200; node++) {
      recorder.unitRead("dn" + node, 1, 1);
    }
    recorder.unitRead("dn150", 1, 1);
    ReadReport report = recorder.report("attempt", Posture.CAREFUL, 2, SECOND);
    assertThat(report.dataNodes()).hasSize(ReadReport.MAX_DATA_NODES);
    assertThat(report.dataNodes().get(0).dataNode()).isEqualTo("dn150");
    assertThat(report.networkLoadFraction()).isEqualTo(1);
  }

  @Test
  @DisplayName("S2_04 time to first data, and S2_02 hiccups: count and time")
  void waitsAreHiccupsOnceAConsumerHasReadAndNoticesThem() {
    ReadRecorder recorder = new ReadRecorder(5 * SECOND);
    recorder.firstBytes(30_000_000);
    recorder.stalled(999_999);
    recorder.stalled(1_000_000);
    recorder.stalled(4_500_000);
    assertThat(recorder.counters())
        .containsEntry(AccelCounter.FIRST_BYTES_MILLIS, 30L)
        .containsEntry(AccelCounter.HICCUPS, 2L)
        .containsEntry(AccelCounter.HICCUP_MILLIS, 5L);
  }

  @Test
  void everyCounterHasADisplayNameAndTheyAreFew() {
    ResourceBundle names = ResourceBundle.getBundle(AccelCounter.class.getName());
    assertThat(AccelCounter.values()).hasSizeLessThanOrEqualTo(16);
    for (AccelCounter counter : AccelCounter.values()) {
      assertThat(names.getString(counter.name() + ".name")).isNotBlank();
    }
  }

  @Test
  @DisplayName("S0_05 network load is that of the busiest interface and direction")
  void networkLoadExampleHolds() {
    NetworkLoad load = new NetworkLoad(0);
    load.capacity("eth0", 1_250_000_000L);
    assertThat(load.sample(lines(1000, 5000), 0)).isEqualTo(NetworkLoad.UNKNOWN);
    assertThat(load.sample(lines(250_001_000L, 6000), 2 * SECOND)).isEqualTo(0.1);
    assertThat(load.sample(lines(250_001_000L, Long.MAX_VALUE / 2), 3 * SECOND)).isEqualTo(1);
  }

  @Test
  void networkLoadIsUnknownWithoutACapacityAndTheConfiguredOneWins() {
    NetworkLoad unknown = new NetworkLoad(0);
    unknown.sample(lines(0, 0), 0);
    assertThat(unknown.sample(lines(100, 0), SECOND)).isEqualTo(NetworkLoad.UNKNOWN);
    NetworkLoad configured = new NetworkLoad(1000);
    configured.sample(lines(0, 0), 0);
    assertThat(configured.sample(lines(100, 0), SECOND)).isEqualTo(0.1);
    assertThat(NetworkLoad.interfaces(lines(0, 0))).containsExactly("eth0");
  }

  private static List<String> lines(long received, long sent) {
    return List.of(
        "Inter-|   Receive                          |  Transmit",
        " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets",
        "    lo: 999999999 1 0 0 0 0 0 0 999999999 1 0 0 0 0 0 0",
        "  eth0: " + received + " 1 0 0 0 0 0 0 " + sent + " 1 0 0 0 0 0 0");
  }
}
