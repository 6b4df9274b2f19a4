package io.github.hadoopaccel.straggler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.testing.Reading;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rates and remaining times of attempts that flow, wait, fall silent or have not begun. */
class ReadPaceTest {
  private static final long MB = 1_000_000;
  private static final long TICK_MILLIS = 500;

  /** 100 MB/s in the window of 1 s, 100 s old, 4000 MB read and as many to go. */
  private static final Reading FLOWING =
      Reading.map(1).age(100_000).bytes(4000 * MB, 0).split(8000 * MB);

  @Test
  void whileDataFlowsTheWindowCounts() {
    assertPace(FLOWING, 0, 100e6, 40_000);
  }

  @Test
  void aShortWaitDoesNotChangeTheRate() {
    assertPace(FLOWING.waitingNow(250), 0, 100e6, 40_250);
  }

  @Test
  void aLongWaitCountsWithTheWholeTimeAndIsExpectedToLastAsLongAgain() {
    assertPace(FLOWING.waitingNow(251), 0, 40e6, 100_251);
    assertPace(FLOWING.waitingNow(10_000), 0, 40e6, 110_000);
  }

  @Test
  void theExampleOfTheCommentHolds() {
    Reading waiting = Reading.map(1).rate(60).age(20_000).bytes(1600 * MB, 0).split(2400 * MB);
    assertPace(waiting.waitingNow(600), 0, 80e6, 10_600);
  }

  @Test
  void whereTheWholeTimeWasBetterThanTheFlowOfTheWindowTheFlowCounts() {
    Reading slowed = FLOWING.rate(10).waitingNow(500);
    assertPace(slowed, 0, 20e6, 200_500);
  }

  @Test
  void anEmptyWindowCountsWithTheWholeTime() {
    assertPace(FLOWING.rate(0), 0, 40e6, 100_000);
  }

  @Test
  void silenceBeyondTheUsualLowersTheRate() {
    // 1100 ms, which are a tick of 500 ms and 120 % of another, are no silence.
    assertPace(FLOWING, 1100, 100e6, 40_000);
    assertPace(FLOWING, 1350, 80e6, 50_250);
    assertPace(FLOWING, 101_100, 4e12 / 201_100, 301_100);
  }

  @Test
  void whereAllReportSeldomThatIsNoSilence() {
    List<AttemptProgress> all = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      all.add(Reading.map(number).bytes(0, 0).running());
    }
    // Three seconds are usual; twice as long, of so few at most ten ticks, and two are allowed.
    ReadPace pace = new ReadPace(job(3000, all), TICK_MILLIS);
    assertThat(pace.stopMillis(all.get(0))).isZero();
    ReadPace later = new ReadPace(job(8000, all), TICK_MILLIS);
    assertThat(later.stopMillis(all.get(0))).isEqualTo(2000);
  }

  @Test
  void amongManyThatReportSeldomNoHealthyOneIsSilent() {
    int count = 20_000;
    List<AttemptProgress> all = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      // Each is somewhere in its own interval, of 8 to 12 s.
      long interval = 8_000 + 4_000L * (number % 101) / 100;
      all.add(Reading.map(number).at(60_000 - interval * (number % 997) / 996).running());
    }
    ReadPace pace = new ReadPace(job(60_000, all), TICK_MILLIS);
    assertThat(all).allMatch(attempt -> pace.stopMillis(attempt) == 0);
    assertThat(all).allMatch(attempt -> pace.rateBytesPerSec(attempt) == 100e6);
    AttemptProgress silent = Reading.map(count).at(60_000 - 12_600).running();
    assertThat(pace.stopMillis(silent)).isEqualTo(100);
  }

  @Test
  void whereManyHaveJustEndedTheRestIsNotSilentYet() {
    // 40 that were asked while 20,000 ran, to report within 40 s.
    List<AttemptProgress> rest = new ArrayList<>();
    for (int number = 0; number < 40; number++) {
      rest.add(Reading.map(number).at(1000L * number).running());
    }
    ReadPace pace = new ReadPace(job(40_000, rest), TICK_MILLIS);
    assertThat(rest).allMatch(attempt -> pace.stopMillis(attempt) == 0);
  }

  @Test
  void oneThatHasReadNothingIsExpectedToBeginAtTheUsualRate() {
    AttemptProgress idle =
        Reading.map(1).rate(0).age(7000).waitingNow(6000).split(100 * MB).running();
    ReadPace pace = new ReadPace(job(0, List.of(idle)), TICK_MILLIS);
    assertThat(pace.rateBytesPerSec(idle)).isZero();
    assertThat(remaining(pace, idle, 0, 0, 50e6)).isEqualTo(9000);
    assertThat(remaining(pace, idle, 0, 0, 0)).isEqualTo(7000);
  }

  @Test
  void whatIsNotKnownIsNotMadeUp() {
    assertPace(Reading.map(1), 0, 100e6, AttemptProgress.UNKNOWN_MILLIS);
  }

  private static void assertPace(Reading reading, long silent, double rate, long remaining) {
    AttemptProgress attempt = reading.running();
    // The others have just been heard of, so silence is unusual.
    AttemptProgress other = Reading.map(2).at(silent).running();
    ReadPace pace = new ReadPace(job(silent, List.of(attempt, other)), TICK_MILLIS);
    assertThat(pace.rateBytesPerSec(attempt)).isEqualTo(rate);
    assertThat(remaining(pace, attempt, silent, rate, 1)).isEqualTo(remaining);
  }

  private static long remaining(
      ReadPace pace, AttemptProgress attempt, long now, double rate, double usual) {
    return ReadPace.remainingMillis(
        attempt.remainingBytes(), rate, usual, pace.stopMillis(attempt), attempt.ageMillis(now));
  }

  private static JobSnapshot job(long now, List<AttemptProgress> running) {
    return Reading.job(now, 10, 0, running, List.of());
  }
}
