package io.github.hadoopaccel.straggler.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.hadoopaccel.straggler.testing.Reading;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AttemptLedgerTest {
  private static AttemptLedger ledger(int maxAttempts) {
    return new AttemptLedger(maxAttempts, 0.33, report -> Optional.of(TaskFacts.UNKNOWN));
  }

  private static Intake before(Reading reading) {
    return new Intake.Accepted(Optional.of(reading.report()));
  }

  @Test
  void theLatestReportOfEachAttemptIsKept() {
    AttemptLedger ledger = ledger(10);
    assertThat(ledger.record(Reading.map(1).rate(30).report(), 1))
        .isEqualTo(new Intake.Accepted(Optional.empty()));
    assertThat(ledger.record(Reading.map(1).rate(20).report(), 100))
        .isEqualTo(before(Reading.map(1).rate(30)));
    assertThat(ledger.running())
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.report()).isEqualTo(Reading.map(1).rate(20).report());
              assertThat(attempt.receivedMillis()).isEqualTo(100);
              assertThat(attempt.peakRateBytesPerSec()).isEqualTo(30e6);
            });
  }

  @Test
  @DisplayName("A report of another reader, with smaller totals or in a hurry is refused")
  void whatCannotBeIsRefused() {
    AttemptLedger ledger = ledger(10);
    Reading first = Reading.map(1).bytes(100, 5);
    ledger.record(first.report(), 1000);
    assertRefused(ledger.record(first.by(8).report(), 2000), Refusal.ANOTHER_READER);
    assertRefused(ledger.record(first.bytes(99, 5).report(), 2000), Refusal.SHRUNK_TOTALS);
    assertRefused(ledger.record(first.bytes(101, 5).report(), 1019), Refusal.HURRIED);
    assertThat(ledger.record(first.bytes(102, 5).last().report(), 1001)).isEqualTo(before(first));
    assertThat(ledger.usefulBytes()).isEqualTo(102);
  }

  @Test
  void anAttemptThatDoesNotRunIsRefused() {
    AttemptLedger ledger = new AttemptLedger(10, 0.33, report -> Optional.empty());
    assertRefused(ledger.record(Reading.map(1).report(), 1000), Refusal.UNKNOWN_ATTEMPT);
    assertThat(ledger.running()).isEmpty();
  }

  @Test
  void extraBytesMayBecomeUsefulOnesButNotVanish() {
    AttemptLedger ledger = ledger(10);
    ledger.record(Reading.map(1).bytes(100, 50).report(), 1000);
    assertRefused(
        ledger.record(Reading.map(1).bytes(110, 39).report(), 2000), Refusal.SHRUNK_TOTALS);
    ledger.record(Reading.map(1).bytes(110, 40).report(), 3000);
    assertThat(ledger.usefulBytes()).isEqualTo(110);
    assertThat(ledger.extraBytes()).isEqualTo(40);
  }

  @Test
  void anAttemptDoesNotBecomeYounger() {
    AttemptLedger ledger = ledger(10);
    ledger.record(Reading.map(1).age(5000).report(), 1000);
    assertRefused(ledger.record(Reading.map(1).age(3999).report(), 2000), Refusal.SHRUNK_TOTALS);
    assertThat(ledger.record(Reading.map(1).age(4000).report(), 3000))
        .isEqualTo(before(Reading.map(1).age(5000)));
  }

  @Test
  void theFactsAreLookedUpWithoutTheLockAndOncePerAttempt() {
    AtomicInteger lookUps = new AtomicInteger();
    AtomicReference<AttemptLedger> self = new AtomicReference<>();
    AttemptLedger ledger =
        new AttemptLedger(
            10,
            0.33,
            report -> {
              lookUps.incrementAndGet();
              assertThat(Thread.holdsLock(self.get())).isFalse();
              return Optional.of(TaskFacts.UNKNOWN);
            });
    self.set(ledger);
    ledger.record(Reading.map(1).bytes(100, 5).report(), 1000);
    ledger.record(Reading.map(1).bytes(120, 5).report(), 2000);
    assertThat(lookUps).hasValue(1);
  }

  @Test
  void aReportThatComesWhileTheFactsAreLookedUpCountsOnce() {
    AtomicReference<AttemptLedger> self = new AtomicReference<>();
    AtomicInteger lookUps = new AtomicInteger();
    AttemptLedger ledger =
        new AttemptLedger(
            10,
            0.33,
            report -> {
              if (lookUps.getAndIncrement() == 0) {
                self.get().record(Reading.map(1).by(8).bytes(70, 0).report(), 1000);
              }
              return Optional.of(TaskFacts.UNKNOWN);
            });
    self.set(ledger);
    assertRefused(
        ledger.record(Reading.map(1).bytes(100, 5).report(), 1000), Refusal.ANOTHER_READER);
    assertThat(ledger.usefulBytes()).isEqualTo(70);
  }

  private static void assertRefused(Intake intake, Refusal why) {
    assertThat(intake)
        .isInstanceOfSatisfying(
            Intake.Refused.class, refused -> assertThat(refused.why()).isEqualTo(why));
  }

  @Test
  void ofADataNodeTheNewReadsAreTakenInOnce() {
    AttemptLedger ledger = ledger(10);
    ledger.record(Reading.map(1).from("dn1", 64, 10).report(), 0);
    ledger.record(Reading.map(1).from("dn1", 64, 10).report(), 100);
    ledger.record(Reading.map(2).from("dn1", 64, 2).report(), 100);
    assertThat(ledger.dataNodes(Set.of(), 100).states().get("dn1").bytesPerSec())
        .isBetween(5.9e6, 6.1e6);
  }

  @Test
  void whatTheApplicationMasterKnowsStaysWithTheAttempt() {
    AttemptLedger ledger = ledger(10);
    ledger.record(Reading.map(1).report(), 0);
    TaskFacts facts = new TaskFacts("host7", 0.5, Priority.CRITICAL);
    ledger.learn(Reading.map(1).attempt(), facts);
    ledger.record(Reading.map(1).report(), 100);
    assertThat(ledger.running()).extracting(AttemptProgress::task).containsExactly(facts);
  }

  @Test
  void totalsGrowByWhatIsNewAndOutliveTheAttempt() {
    AttemptLedger ledger = ledger(10);
    ledger.record(Reading.map(1).bytes(100, 5).report(), 1000);
    ledger.record(Reading.map(1).bytes(150, 8).report(), 2000);
    ledger.record(Reading.map(2).bytes(50, 0).report(), 2000);
    ledger.drop(Reading.map(1).attempt());
    assertThat(ledger.usefulBytes()).isEqualTo(200);
    assertThat(ledger.extraBytes()).isEqualTo(8);
  }

  @Test
  void attemptsAreCountedByWhatRebuildsTheirUnits() {
    AttemptLedger ledger = ledger(10);
    ledger.record(Reading.map(1).decoders("NativeRSRawDecoder").report(), 1000);
    ledger.record(Reading.map(1).decoders("NativeRSRawDecoder").report(), 2000);
    ledger.record(Reading.map(2).decoders("NativeRSRawDecoder").report(), 2000);
    ledger.record(Reading.map(3).decoders("RsAccelDecoder").report(), 2000);
    ledger.record(Reading.map(4).report(), 2000);
    ledger.finish(Reading.map(3).attempt());
    assertThat(ledger.attemptsByDecoder())
        .containsExactly(entry("NativeRSRawDecoder", 2L), entry("RsAccelDecoder", 1L));
  }

  @Test
  void aDroppedAttemptThatGoesOnReportingCountsOnceAndIsNotSeen() {
    AttemptLedger ledger = ledger(10);
    ledger.record(Reading.map(1).bytes(100, 5).report(), 1000);
    ledger.drop(Reading.map(1).attempt());
    assertThat(ledger.record(Reading.map(1).bytes(120, 6).report(), 2000))
        .isEqualTo(before(Reading.map(1).bytes(100, 5)));
    assertThat(ledger.running()).isEmpty();
    assertThat(ledger.usefulBytes()).isEqualTo(120);
    assertThat(ledger.extraBytes()).isEqualTo(6);
  }

  @Test
  void aForgottenAttemptThatComesBackCountsOnce() {
    AttemptLedger ledger = ledger(1);
    ledger.record(Reading.map(1).bytes(100, 5).report(), 1000);
    ledger.finish(Reading.map(1).attempt());
    ledger.record(Reading.map(2).bytes(10, 1).report(), 2000);
    ledger.record(Reading.map(3).bytes(20, 0).report(), 3000);
    assertThat(ledger.usefulBytes()).isEqualTo(120);
    ledger.record(Reading.map(2).bytes(30, 3).report(), 4000);
    assertThat(ledger.usefulBytes()).isEqualTo(130);
    assertThat(ledger.extraBytes()).isEqualTo(8);
  }

  @Test
  void beyondTheBoundTheMostSilentAttemptIsForgotten() {
    AttemptLedger ledger = ledger(2);
    ledger.record(Reading.map(1).report(), 1000);
    ledger.record(Reading.map(2).report(), 2000);
    ledger.record(Reading.map(1).report(), 3000);
    ledger.record(Reading.map(3).report(), 4000);
    assertThat(ledger.running())
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
