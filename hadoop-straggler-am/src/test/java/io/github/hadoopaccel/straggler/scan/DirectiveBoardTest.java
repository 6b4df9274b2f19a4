package io.github.hadoopaccel.straggler.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.straggler.policy.Evidence;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.testing.Reading;
import io.github.hadoopaccel.straggler.testing.Settings;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Verdicts become directives, hold and lapse. */
class DirectiveBoardTest {
  private static final Evidence EVIDENCE = new Evidence(1, 2, 1.5, 0, 0, 0, 0, List.of(), -1, 0);
  private static final Verdict SLOW = new Verdict.Accelerate(2, "slow", EVIDENCE);
  private static final Verdict FAST = new Verdict.Keep("fast enough", EVIDENCE);
  private static final Reading ONE = Reading.map(1).bytes(1000, 0);
  private static final Reading TWO = Reading.map(2).bytes(1000, 0);

  private final DirectiveBoard board = new DirectiveBoard(Settings.with());

  @Test
  void whoeverIsNotFlaggedReadsCarefully() {
    assertThat(board.answer(ONE.attempt(), 0)).isEqualTo(Directive.careful(500));
  }

  @Test
  @DisplayName("S0-08: a flagged attempt is told so in the answer to its next report")
  void aFlaggedAttemptIsAccelerated() {
    List<BoardChange> changes = update(0, SLOW, ONE);
    assertThat(changes)
        .containsExactly(new BoardChange.Flagged(ONE.attempt(), (Verdict.Accelerate) SLOW));
    assertThat(board.answer(ONE.attempt(), 400))
        .isEqualTo(Directive.reading(Posture.ACCELERATED, 2, 50, 9600, 500));
    assertThat(board.answer(TWO.attempt(), 400).posture()).isEqualTo(Posture.CAREFUL);
  }

  @Test
  void aRenewalCarriesOnlyWhatWasEarnedSince() {
    update(0, SLOW, ONE);
    assertThat(board.answer(ONE.attempt(), 1).extraBudgetBytes()).isEqualTo(50);
    assertThat(board.answer(ONE.attempt(), 2).extraBudgetBytes()).isZero();
    update(1000, SLOW, ONE.bytes(1400, 30));
    assertThat(board.answer(ONE.attempt(), 1001).extraBudgetBytes()).isEqualTo(20);
    assertThat(board.grantedBytes()).isEqualTo(70);
  }

  @Test
  void anAttemptThatRecoversStaysAcceleratedUntilItsDirectiveLapses() {
    update(0, SLOW, ONE);
    assertThat(update(9999, FAST, ONE)).isEmpty();
    assertThat(board.answer(ONE.attempt(), 9999).lapseMillis()).isEqualTo(1);
    assertThat(board.answer(ONE.attempt(), 10_000).posture()).isEqualTo(Posture.CAREFUL);
    assertThat(update(10_000, FAST, ONE))
        .containsExactly(new BoardChange.Lapsed(ONE.attempt(), "fast enough"));
  }

  @Test
  void anAttemptThatFallsBackIsFlaggedAgain() {
    update(0, SLOW, ONE);
    update(10_000, FAST, ONE);
    assertThat(update(11_000, SLOW, ONE)).hasOnlyElementsOfType(BoardChange.Flagged.class);
    assertThat(board.flagged()).isEqualTo(2);
  }

  @Test
  void anAttemptThatEndedLapsesAtOnceAndGivesBackWhatItNeverReceived() {
    update(0, SLOW, ONE);
    assertThat(update(1000, FAST, TWO))
        .containsExactly(new BoardChange.Lapsed(ONE.attempt(), "attempt ended"));
    assertThat(board.grantedBytes()).isZero();
  }

  @Test
  void theFreeBytesAreSplitEvenly() {
    update(0, SLOW, ONE, TWO);
    assertThat(board.answer(ONE.attempt(), 1).extraBudgetBytes()).isEqualTo(50);
    assertThat(board.answer(TWO.attempt(), 1).extraBudgetBytes()).isEqualTo(50);
  }

  @Test
  void aJobThatHasSpentItsBytesGrantsNone() {
    update(0, SLOW, ONE.bytes(1000, 50));
    Directive directive = board.answer(ONE.attempt(), 1);
    assertThat(directive.posture()).isEqualTo(Posture.ACCELERATED);
    assertThat(directive.extraBudgetBytes()).isZero();
  }

  @Test
  void manyAttemptsAreAskedToReportLessOftenButBeforeTheyLapse() {
    updateMany(2000);
    assertThat(board.answer("attempt_x", 1).nextReportMillis()).isEqualTo(4000);
    updateMany(20_000);
    assertThat(board.answer("attempt_x", 1).nextReportMillis()).isEqualTo(5000);
  }

  @Test
  void aClearedBoardDirectsNobody() {
    update(0, SLOW, ONE);
    board.clear();
    assertThat(board.answer(ONE.attempt(), 1)).isEqualTo(Directive.careful(500));
  }

  private void updateMany(int count) {
    List<AttemptProgress> running =
        IntStream.range(0, count).mapToObj(number -> Reading.map(number).running()).toList();
    board.update(Reading.job(0, count, 0, running, List.of()), Map.of());
  }

  private List<BoardChange> update(long now, Verdict verdict, Reading... readings) {
    List<AttemptProgress> running = List.of(readings).stream().map(Reading::running).toList();
    return board.update(
        Reading.job(now, 10, 0, running, List.of()),
        running.stream().collect(Collectors.toMap(AttemptProgress::attemptId, a -> verdict)));
  }
}
