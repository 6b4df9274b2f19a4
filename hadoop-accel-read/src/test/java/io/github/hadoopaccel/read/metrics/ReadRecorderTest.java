package io.github.hadoopaccel.read.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.DataNodeSample;
import io.github.hadoopaccel.read.signal.ReadInput;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.ReadTotals;
import io.github.hadoopaccel.read.signal.ReadWindows;
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

  private static ReadReport report(ReadRecorder recorder, long nowNanos) {
    return recorder.report(
        new ReaderState("attempt", 7, false, Posture.CAREFUL, 20, 0, 2), nowNanos);
  }

  private static void unitRead(ReadRecorder recorder, String dataNode, long bytes, long nanos) {
    recorder.unitEnds(recorder.unitBegins(dataNode, 0), bytes, true, nanos);
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 10, 20})
  @DisplayName("S0_02 task speed is the bytes of the window by its length")
  void rateIsTheBytesOfTheWindow(long windowSeconds) {
    ReadRecorder recorder = new ReadRecorder(windowSeconds * SECOND);
    recorder.waited(recorder.waits(0), 0);
    for (int second = 1; second <= 60; second++) {
      recorder.stripeRead(10 * MIB, 0, second * SECOND);
    }
    ReadReport report = report(recorder, 60 * SECOND);
    assertThat(report.windows().spanMillis()).isEqualTo(windowSeconds * 1000);
    assertThat(report.rateBytesPerSec()).isEqualTo(10.0 * MIB);

    ReadReport stalled = report(recorder, (61 + windowSeconds) * SECOND);
    assertThat(stalled.windows().bytes()).isZero();
    assertThat(stalled.ageMillis()).isEqualTo((61 + windowSeconds) * 1000);
  }

  @Test
  void windowIsNoLongerThanTheAttemptIsOld() {
    ReadRecorder recorder = new ReadRecorder(5 * SECOND);
    recorder.waited(recorder.waits(100 * SECOND), 100 * SECOND);
    recorder.stripeRead(6 * MIB, 0, 101 * SECOND);
    ReadReport report = report(recorder, 102 * SECOND);
    assertThat(report.windows().spanMillis()).isEqualTo(2000);
    assertThat(report.rateBytesPerSec()).isEqualTo(3.0 * MIB);
  }

  @Test
  void extraBytesAreWhatWasReceivedBeyondTheUseful() {
    ReadRecorder recorder = new ReadRecorder(5 * SECOND);
    unitRead(recorder, "a", 6 * MIB, SECOND);
    unitRead(recorder, "b", MIB, SECOND);
    ConsumerWait wait = recorder.waits(SECOND - 3_000_000);
    recorder.stripeRead(6 * MIB, 1_000_000, SECOND);
    recorder.waited(wait, SECOND);
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
    unitRead(recorder, "a", 100, SECOND);
    unitRead(recorder, "a", 300, SECOND);
    unitRead(recorder, "b", 0, SECOND);
    ReadReport report = report(recorder, SECOND);
    assertThat(report.dataNodes()).hasSize(2);
    assertThat(report.dataNodes().get(0).dataNode()).isEqualTo("a");
    assertThat(report.dataNodes().get(0).bytesPerSec()).isEqualTo(200);
    assertThat(report.dataNodes().get(0).bytes()).isEqualTo(400);
    assertThat(report.dataNodes().get(1).bytesPerSec()).isZero();
  }

  @Test
  @DisplayName("S0_02 bytes in the windows of 5, 10 and 20 s, whatever the configured one is")
  void theThreeWindowsHoldWhatTheySay() {
    ReadRecorder recorder = new ReadRecorder(2 * SECOND);
    recorder.waited(recorder.waits(0), 0);
    for (int second = 1; second <= 60; second++) {
      recorder.stripeRead(second * MIB, 0, second * SECOND);
    }
    ReadWindows windows = report(recorder, 60 * SECOND).windows();
    assertThat(windows.bytes()).isEqualTo((59 + 60) * MIB);
    assertThat(windows.bytesIn5Sec()).isEqualTo((56 + 57 + 58 + 59 + 60) * MIB);
    assertThat(windows.bytesIn10Sec()).isEqualTo((51 + 60) * 5 * MIB);
    assertThat(windows.bytesIn20Sec()).isEqualTo((41 + 60) * 10 * MIB);
  }

  @Test
  void aWaitThatGoesOnIsToldApartAndThenCounts() {
    ReadRecorder recorder = new ReadRecorder(5 * SECOND);
    ConsumerWait first = recorder.waits(0);
    ReadReport waiting = report(recorder, 8 * SECOND);
    assertThat(waiting.waitingMillis()).isEqualTo(8000);
    assertThat(waiting.totals().waitMillis()).isZero();
    assertThat(waiting.windows().waitMillis()).isZero();
    recorder.waited(first, 8 * SECOND);
    recorder.waited(first, 9 * SECOND);
    ReadReport later = report(recorder, 9 * SECOND);
    assertThat(later.waitingMillis()).isZero();
    assertThat(later.totals().waitMillis()).isEqualTo(8000);
    assertThat(later.windows().waitMillis()).as("from 4 s to 8 s").isEqualTo(4000);
    assertThat(recorder.counters()).containsEntry(AccelCounter.STALL_MILLIS, 8000L);
  }

  @Test
  void severalThatWaitAtOnceNeverWaitLongerThanTheTaskRuns() {
    ReadRecorder recorder = new ReadRecorder(5 * SECOND);
    ConsumerWait[] waits = new ConsumerWait[4];
    for (int i = 0; i < waits.length; i++) {
      waits[i] = recorder.waits(i * SECOND);
    }
    assertThat(report(recorder, 4 * SECOND).waitingMillis()).isEqualTo(4000);
    for (ConsumerWait wait : waits) {
      recorder.waited(wait, 6 * SECOND);
    }
    ReadReport report = report(recorder, 6 * SECOND);
    assertThat(report.totals().waitMillis()).isEqualTo(6000);
    assertThat(report.windows().waitMillis()).isEqualTo(report.windows().spanMillis());
  }

  @Test
  void aConsumerInItsOwnCodeIsSeenThereWhileItIs() {
    ReadRecorder recorder = new ReadRecorder(5 * SECOND);
    UserCodeClock consumer = recorder.consumer();
    recorder.waited(recorder.waits(0), SECOND);
    consumer.comes(SECOND);
    consumer.leaves(2 * SECOND);
    ReadReport inside = report(recorder, 4 * SECOND);
    assertThat(inside.windows().userMillis()).isEqualTo(2000);
    assertThat(inside.windows().waitMillis()).isEqualTo(1000);
    assertThat(inside.totals().userMillis()).isZero();
    consumer.comes(5 * SECOND);
    assertThat(report(recorder, 6 * SECOND).windows().userMillis()).isEqualTo(3000);
    assertThat(report(recorder, 6 * SECOND).totals().userMillis()).isEqualTo(3000);
    consumer.leaves(6 * SECOND);
    consumer.comes(6 * SECOND + 1_000_000);
    assertThat(report(recorder, 7 * SECOND).totals().userMillis()).as("10 ms").isEqualTo(3000);
    consumer.ends(7 * SECOND);
    assertThat(report(recorder, 7 * SECOND).totals().userMillis()).isEqualTo(3001);
  }

  @Test
  void aDataNodeIsToldOfAsSoonAsAReadRunsThere() {
    ReadRecorder recorder = new ReadRecorder(5 * SECOND);
    unitRead(recorder, "b", 100, SECOND);
    UnitRun first = recorder.unitBegins("a", SECOND);
    UnitRun second = recorder.unitBegins("a", 2 * SECOND);
    UnitRun moved = recorder.unitBegins("b", 2 * SECOND);
    moved.isOn("c");
    assertThat(report(recorder, 4 * SECOND).dataNodes())
        .containsExactly(
            new DataNodeSample("a", 0, 0, 0, 0, 3000),
            new DataNodeSample("c", 0, 0, 0, 0, 2000),
            new DataNodeSample("b", 1, 100, 100, 1000, 0));
    recorder.unitEnds(first, 50, false, 4 * SECOND);
    recorder.unitEnds(moved, 0, true, 4 * SECOND);
    assertThat(report(recorder, 4 * SECOND).dataNodes())
        .containsExactly(
            new DataNodeSample("a", 0, 0, 0, 0, 2000),
            new DataNodeSample("b", 1, 100, 100, 1000, 0),
            new DataNodeSample("c", 1, 0, 0, 2000, 0));
    recorder.unitEnds(second, 0, false, 4 * SECOND);
    assertThat(report(recorder, 4 * SECOND).dataNodes())
        .extracting(DataNodeSample::dataNode)
        .as("an abandoned read that was no slower than others tells nothing")
        .containsExactly("b", "c");
    assertThat(report(recorder, 4 * SECOND).extraBytes()).isEqualTo(150);
  }

  @Test
  void oneThatHoldsAReadUpIsAmongTheBusiest() {
    ReadRecorder recorder = new ReadRecorder(5 * SECOND);
    for (int node = 0; node < 200; node++) {
      unitRead(recorder, "dn" + node, 1, 1);
    }
    recorder.unitBegins("hung", 0);
    assertThat(report(recorder, SECOND).dataNodes().get(0))
        .isEqualTo(new DataNodeSample("hung", 0, 0, 0, 0, 1000));
  }

  @Test
  void whatTheStockStreamReadIsUsefulAndNotExtra() {
    ReadRecorder recorder = new ReadRecorder(5 * SECOND);
    recorder.stockRead(MIB, SECOND);
    ReadReport report = report(recorder, 2 * SECOND);
    assertThat(report.usefulBytes()).isEqualTo(MIB);
    assertThat(report.windows().bytesIn5Sec()).isEqualTo(MIB);
    assertThat(report.extraBytes()).isZero();
    assertThat(report.ageMillis()).isEqualTo(1000);
  }

  @Test
  void nothingReadIsAReportOfNothing() {
    ReadRecorder recorder = new ReadRecorder(5 * SECOND);
    recorder.consumer().leaves(0);
    ReadReport report = report(recorder, SECOND);
    assertThat(report.windows()).isEqualTo(ReadWindows.NONE);
    assertThat(report.totals()).isEqualTo(ReadTotals.NONE);
    assertThat(report.ageMillis()).isZero();
    assertThat(report.input()).isEqualTo(ReadInput.UNKNOWN);
  }

  @Test
  void aReportNamesEachClassThatRebuildsUnitsOnce() {
    ReadRecorder recorder = new ReadRecorder(5 * SECOND);
    assertThat(report(recorder, SECOND).decoders()).isEmpty();
    assertThat(recorder.decodesWith("XorAccelDecoder")).isTrue();
    assertThat(recorder.decodesWith("NativeRSRawDecoder")).isTrue();
    assertThat(recorder.decodesWith("XorAccelDecoder")).isFalse();
    assertThat(report(recorder, SECOND).decoders()).isEqualTo("NativeRSRawDecoder,XorAccelDecoder");
  }

  @Test
  void aReportHoldsTheBusiestDataNodesOnly() {
    ReadRecorder recorder = new ReadRecorder(5 * SECOND);
    for (int node = 0; node < 200; node++) {
      unitRead(recorder, "dn" + node, 1, 1);
    }
    unitRead(recorder, "dn150", 1, 1);
    ReadReport report = report(recorder, SECOND);
    assertThat(report.dataNodes()).hasSize(ReadReport.MAX_DATA_NODES);
    assertThat(report.dataNodes().get(0).dataNode()).isEqualTo("dn150");
    assertThat(report.networkLoadFraction()).as("cut").isEqualTo(1);
    assertThat(report.extraUnits()).as("cut").isEqualTo(16);
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

  @Test
  @DisplayName("S0_05 a bond and its two slaves are not summed, and no speed is no capacity")
  void theBusiestInterfaceWithACapacityCounts() {
    NetworkLoad load = new NetworkLoad(0);
    load.capacity("bond0", 2000);
    load.capacity("eth0", 1000);
    load.capacity("eth1", 1000);
    load.capacity("docker0", -125_000);
    load.sample(bond(0, 0, 0), 0);
    assertThat(load.sample(bond(600, 200, 5000), SECOND)).isEqualTo(0.6);
  }

  private static List<String> bond(long first, long second, long virtual) {
    String rest = " 1 0 0 0 0 0 0 0 1 0 0 0 0 0 0";
    return List.of(
        "bond0: " + (first + second) + rest,
        "eth0: " + first + rest,
        "eth1: " + second + rest,
        "docker0: " + virtual + rest);
  }

  private static List<String> lines(long received, long sent) {
    return List.of(
        "Inter-|   Receive                          |  Transmit",
        " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets",
        "    lo: 999999999 1 0 0 0 0 0 0 999999999 1 0 0 0 0 0 0",
        "  eth0: " + received + " 1 0 0 0 0 0 0 " + sent + " 1 0 0 0 0 0 0");
  }
}
