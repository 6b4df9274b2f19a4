package io.github.hadoopaccel.straggler.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.hadoopaccel.straggler.testing.Reading;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AttemptLedgerTest {
  @Test
  void theLatestReportOfEachAttemptIsKept() {
    AttemptLedger ledger = new AttemptLedger(10);
    assertThat(ledger.record(Reading.map(1).rate(10).report(), 1)).isEmpty();
    assertThat(ledger.record(Reading.map(1).rate(20).report(), 2))
        .contains(Reading.map(1).rate(10).report());
    assertThat(ledger.attempts())
        .containsExactly(new AttemptProgress(Reading.map(1).rate(20).report(), 2, false));
  }

  @Test
  void totalsGrowByWhatIsNewAndOutliveTheAttempt() {
    AttemptLedger ledger = new AttemptLedger(10);
    ledger.record(Reading.map(1).bytes(100, 5).report(), 1);
    ledger.record(Reading.map(1).bytes(150, 8).report(), 2);
    ledger.record(Reading.map(2).bytes(50, 0).report(), 2);
    ledger.drop(Reading.map(1).attempt());
    assertThat(ledger.usefulBytes()).isEqualTo(200);
    assertThat(ledger.extraBytes()).isEqualTo(8);
  }

  @Test
  void attemptsAreCountedByWhatRebuildsTheirUnits() {
    AttemptLedger ledger = new AttemptLedger(10);
    ledger.record(Reading.map(1).decoders("NativeRSRawDecoder").report(), 1);
    ledger.record(Reading.map(1).decoders("NativeRSRawDecoder").report(), 2);
    ledger.record(Reading.map(2).decoders("NativeRSRawDecoder").report(), 2);
    ledger.record(Reading.map(3).decoders("RsAccelDecoder").report(), 2);
    ledger.record(Reading.map(4).report(), 2);
    ledger.finish(Reading.map(3).attempt());
    assertThat(ledger.attemptsByDecoder())
        .containsExactly(entry("NativeRSRawDecoder", 2L), entry("RsAccelDecoder", 1L));
  }

  @Test
  void aDroppedAttemptThatGoesOnReportingCountsOnceAndIsNotSeen() {
    AttemptLedger ledger = new AttemptLedger(10);
    ledger.record(Reading.map(1).bytes(100, 5).report(), 1);
    ledger.drop(Reading.map(1).attempt());
    assertThat(ledger.record(Reading.map(1).bytes(120, 6).report(), 2)).isPresent();
    assertThat(ledger.attempts()).isEmpty();
    assertThat(ledger.usefulBytes()).isEqualTo(120);
    assertThat(ledger.extraBytes()).isEqualTo(6);
  }

  @Test
  void aForgottenAttemptThatComesBackCountsOnce() {
    AttemptLedger ledger = new AttemptLedger(1);
    ledger.record(Reading.map(1).bytes(100, 5).report(), 1);
    ledger.finish(Reading.map(1).attempt());
    ledger.record(Reading.map(2).bytes(10, 1).report(), 2);
    ledger.record(Reading.map(3).bytes(20, 0).report(), 3);
    assertThat(ledger.usefulBytes()).isEqualTo(120);
    ledger.record(Reading.map(2).bytes(30, 3).report(), 4);
    assertThat(ledger.usefulBytes()).isEqualTo(130);
    assertThat(ledger.extraBytes()).isEqualTo(8);
  }

  @Test
  void beyondTheBoundTheMostSilentAttemptIsForgotten() {
    AttemptLedger ledger = new AttemptLedger(2);
    ledger.record(Reading.map(1).report(), 1);
    ledger.record(Reading.map(2).report(), 2);
    ledger.record(Reading.map(1).report(), 3);
    ledger.record(Reading.map(3).report(), 4);
    assertThat(ledger.attempts())
        .extracting(AttemptProgress::attemptId)
        .containsExactly(Reading.map(1).attempt(), Reading.map(3).attempt());
    assertThat(ledger.forgotten()).isEqualTo(1);
  }

  @Test
  @DisplayName("S0-02: a running attempt's rate is that of its window, a finished one's its mean")
  void ratesOfRunningAndFinishedAttempts() {
    Reading reading = Reading.map(1).rate(40).age(10_000).bytes(500_000_000, 0);
    assertThat(reading.running().rateBytesPerSec()).isEqualTo(40e6);
    assertThat(reading.finished().rateBytesPerSec()).isEqualTo(50e6);
    assertThat(reading.age(0).finished().rateBytesPerSec()).isZero();
  }

  @Test
  void aSilentAttemptGrowsOlderAndAFinishedOneDoesNot() {
    assertThat(Reading.map(1).age(5000).running().ageMillis(700)).isEqualTo(5700);
    assertThat(Reading.map(1).age(5000).finished().ageMillis(700)).isEqualTo(5000);
  }
}
