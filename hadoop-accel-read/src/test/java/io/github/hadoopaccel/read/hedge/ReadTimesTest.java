package io.github.hadoopaccel.read.hedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What reads take by size, and the load that their waiting tells of. */
class ReadTimesTest {
  private static final long MILLIS = 1_000_000;
  private static final long SECONDS = 1000 * MILLIS;
  private static final long MIB = 1 << 20;

  private final ReadTimes times = new ReadTimes();
  private long now;

  private void add(int count, long nanos) {
    for (int i = 0; i < count; i++) {
      now += MILLIS;
      times.add(MIB, nanos, now);
    }
  }

  @Test
  void nothingIsKnownAtFirst() {
    assertThat(times.typicalNanos(MIB)).isZero();
    assertThat(times.load(now)).isZero();
  }

  @Test
  void typicalIsTheMedianOfTheLastReads() {
    add(1000, 10 * MILLIS);
    add(32, 99 * MILLIS);
    assertThat(times.typicalNanos(MIB)).isEqualTo(10 * MILLIS);
    add(8, 99 * MILLIS);
    assertThat(times.typicalNanos(MIB)).isEqualTo(99 * MILLIS);
  }

  @Test
  void aSizeThatWasNeverReadTakesWhatTheNearestLargerTakesElseTheNearestSmaller() {
    add(1, 10 * MILLIS);
    times.add(4096, MILLIS, now);
    assertThat(times.typicalNanos(100)).isEqualTo(MILLIS);
    assertThat(times.typicalNanos(64 * 1024)).isEqualTo(10 * MILLIS);
    assertThat(times.typicalNanos(16 * MIB)).isEqualTo(10 * MILLIS);
    assertThat(times.typicalNanos(Long.MAX_VALUE)).isEqualTo(10 * MILLIS);
    assertThat(times.typicalNanos(0)).isEqualTo(MILLIS);
  }

  /** Reads on for a while, a hundred times a second. */
  private void addFor(long nanos, long seconds) {
    for (int i = 0; i < 100 * seconds; i++) {
      now += 10 * MILLIS;
      times.add(MIB, nanos, now);
    }
  }

  @Test
  @DisplayName("S2_03 load from waiting: the example of the class comment holds")
  void exampleOfTheClassCommentHolds() {
    addFor(10 * MILLIS, 60);
    assertThat(times.load(now)).isZero();
    addFor(30 * MILLIS, 25);
    assertThat(times.load(now)).isBetween(0.65, 0.8);
  }

  @Test
  void aBurstIsNoLoad() {
    addFor(10 * MILLIS, 60);
    addFor(500 * MILLIS, 2);
    assertThat(times.load(now)).isLessThan(0.3);
    now += 3600 * SECONDS;
    addFor(500 * MILLIS, 1);
    assertThat(times.load(now)).isLessThan(0.4);
  }

  @Test
  void oneSlowDataNodeOfNineIsNoLoad() {
    for (int i = 0; i < 1000; i++) {
      add(1, i % 9 == 0 ? 500 * MILLIS : 10 * MILLIS);
    }
    assertThat(times.load(now)).isZero();
  }

  @Test
  void aSlownessThatStaysBecomesTheReferenceAndACalmerTimeSoon() {
    addFor(10 * MILLIS, 60);
    addFor(100 * MILLIS, 30);
    assertThat(times.load(now)).isGreaterThan(0.8);
    addFor(100 * MILLIS, 300);
    assertThat(times.load(now)).isCloseTo(0, within(0.01));
    addFor(10 * MILLIS, 60);
    addFor(100 * MILLIS, 30);
    assertThat(times.load(now)).isGreaterThan(0.8);
  }

  @Test
  void aFewReadsSayNothingOfTheLoad() {
    add(10, 10 * MILLIS);
    add(5, 100 * MILLIS);
    assertThat(times.load(now)).isZero();
  }
}
