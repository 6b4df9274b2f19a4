package io.github.hadoopaccel.straggler.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.escalation.LadderStep;
import io.github.hadoopaccel.straggler.escalation.ReadOrder;
import io.github.hadoopaccel.straggler.escalation.Rung;
import io.github.hadoopaccel.straggler.progress.DataNodeState;
import io.github.hadoopaccel.straggler.progress.DataNodeView;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.MapCounts;
import io.github.hadoopaccel.straggler.testing.Reading;
import io.github.hadoopaccel.straggler.testing.Settings;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Orders become directives, hold and lapse. */
class DirectiveBoardTest {
  private static final Reading ONE = Reading.map(1).bytes(1000, 0);
  private static final Reading TWO = Reading.map(2).bytes(1000, 0);

  private final ExtraBytePool pool = new ExtraBytePool(0.05, 0.08, 10_000);
  private DirectiveBoard board = new DirectiveBoard(Settings.with(), pool);

  @Test
  void whoeverIsNotNamedReadsCarefully() {
    Directive directive = board.answer(ONE.attempt(), 0);
    assertThat(directive).isEqualTo(Directive.careful(directive.nextReportMillis()));
  }

  @Test
  @DisplayName("S0-08: an accelerated attempt is told so in the answer to its next report")
  void anOrderIsTheNextAnswer() {
    update(0, new Orders().hurry(2, 1, ONE).step(), ONE, TWO);
    Directive directive = board.answer(ONE.attempt(), 400);
    assertThat(directive)
        .isEqualTo(
            new Directive(
                Posture.ACCELERATED, 2, 100, 1, List.of(), 0, 9600, directive.nextReportMillis()));
    assertThat(board.answer(TWO.attempt(), 400).posture()).isEqualTo(Posture.CAREFUL);
  }

  @Test
  void aCarefulOrderCarriesItsUnitsAndItsShare() {
    ReadOrder order = new ReadOrder(Posture.CAREFUL, 0, 1, 3, 0.25);
    update(0, new Orders().order(ONE, order).step(), ONE);
    Directive directive = board.answer(ONE.attempt(), 0);
    assertThat(directive.posture()).isEqualTo(Posture.CAREFUL);
    assertThat(directive.unitSubset()).isEqualTo(3);
    assertThat(directive.ownBudgetShare()).isEqualTo(0.25);
    assertThat(directive.extraBudgetBytes()).isZero();
  }

  @Test
  void whoeverIsNotNamedEarnsTheShareOfMost() {
    LadderStep step = new LadderStep(Map.of(), List.of(), List.of(), List.of(), List.of(), 0.25);
    update(0, step, ONE);
    Directive directive = board.answer(ONE.attempt(), 1);
    assertThat(directive.posture()).isEqualTo(Posture.CAREFUL);
    assertThat(directive.ownBudgetShare()).isEqualTo(0.25);
    assertThat(directive.lapseMillis()).isEqualTo(9999);
  }

  @Test
  void grantedBytesAreHandedOutOnce() {
    LadderStep step = new Orders().hurry(1, 1, ONE).step();
    update(0, step, ONE);
    assertThat(board.answer(ONE.attempt(), 1).extraBudgetBytes()).isEqualTo(50);
    assertThat(board.answer(ONE.attempt(), 2).extraBudgetBytes()).isZero();
    update(1000, step, ONE.bytes(1400, 30));
    assertThat(board.answer(ONE.attempt(), 1001).extraBudgetBytes()).isEqualTo(20);
    assertThat(board.grantedBytes()).isEqualTo(70);
  }

  @Test
  void bytesThatWereNotFetchedWaitForTheNextAnswer() {
    LadderStep step = new Orders().hurry(1, 1, ONE).step();
    update(0, step, ONE);
    update(1000, step, ONE.bytes(1400, 0));
    assertThat(board.answer(ONE.attempt(), 1001).extraBudgetBytes()).isEqualTo(70);
  }

  @Test
  void bytesThatWereNotFetchedGoBackWithTheOrder() {
    update(0, new Orders().hurry(1, 1, ONE).step(), ONE);
    update(500, new Orders().step(), ONE);
    assertThat(pool.grantedBytes()).isZero();
    assertThat(pool.look(Orders.job(1000, ONE)).freeBytes()).isEqualTo(50);
  }

  @Test
  void whenTheScansStopADirectiveLapses() {
    update(0, new Orders().hurry(1, 1, ONE).step(), ONE);
    assertThat(board.answer(ONE.attempt(), 9999).lapseMillis()).isEqualTo(1);
    assertThat(board.answer(ONE.attempt(), 10_000).posture()).isEqualTo(Posture.CAREFUL);
  }

  @Test
  void anAttemptThatIsNoLongerNamedReadsCarefullyAtOnce() {
    update(0, new Orders().hurry(1, 1, ONE).step(), ONE);
    update(500, new Orders().step(), ONE);
    assertThat(board.answer(ONE.attempt(), 501).posture()).isEqualTo(Posture.CAREFUL);
  }

  @Test
  void whoBeginsToBeHurriedIsCounted() {
    Orders orders = new Orders().hurry(1, 1, ONE);
    orders.change(ONE, Rung.CAREFUL, Rung.ACCELERATED);
    orders.change(TWO, Rung.ACCELERATED, Rung.SPECULATED);
    update(0, orders.step(), ONE, TWO);
    assertThat(board.flagged()).isEqualTo(1);
    board.clear();
    assertThat(board.flagged()).isEqualTo(1);
  }

  @Test
  void aClearedBoardDirectsNobody() {
    update(0, new Orders().hurry(1, 1, ONE).step(), ONE);
    board.clear();
    assertThat(board.answer(ONE.attempt(), 1).posture()).isEqualTo(Posture.CAREFUL);
  }

  @Test
  void slowDataNodesAreNamedWhereAskedFor() {
    update(0, slowDataNodes(0, 3), new Orders().step());
    assertThat(board.answer(ONE.attempt(), 1).avoidDataNodes()).isEmpty();
    board = new DirectiveBoard(Settings.with("avoid-slow-data-nodes", "true"), pool);
    update(0, slowDataNodes(0, 20), new Orders().hurry(1, 1, ONE).step());
    List<String> avoided = board.answer(ONE.attempt(), 1).avoidDataNodes();
    assertThat(avoided)
        .hasSize(Directive.MAX_AVOIDED)
        .startsWith("dn00", "dn01")
        .doesNotContain("fast");
    Directive careful = board.answer(TWO.attempt(), 1);
    assertThat(careful.posture()).isEqualTo(Posture.CAREFUL);
    assertThat(careful.avoidDataNodes()).isEqualTo(avoided);
    assertThat(careful.lapseMillis()).isEqualTo(9999);
    assertThat(board.answer(TWO.attempt(), 10_000).avoidDataNodes()).isEmpty();
  }

  @Test
  void attemptsReportEachTickButNotInStep() {
    long[] delays = delays(100, TWO);
    assertThat(LongStream.of(delays).min().orElseThrow()).isGreaterThanOrEqualTo(400);
    assertThat(LongStream.of(delays).max().orElseThrow()).isLessThanOrEqualTo(600);
    assertThat(LongStream.of(delays).average().orElseThrow()).isBetween(480.0, 520.0);
    assertThat(LongStream.of(delays).distinct().count()).isGreaterThan(50);
    assertThat(delays(100, TWO)).isEqualTo(delays);
  }

  @Test
  void theWorkedExampleOfTheClassComment() {
    updateMany(3000, 1);
    assertThat(LongStream.of(delays(3000)).average().orElseThrow()).isBetween(1475.0, 1525.0);
    assertThat(board.answer(Reading.map(0).attempt(), 0).nextReportMillis())
        .isBetween(1200L - 1, 1800L);
    updateMany(100_000, 1);
    assertThat(LongStream.of(delays(3000)).average().orElseThrow()).isBetween(49_000.0, 51_000.0);
    updateMany(100_000, 0.5);
    assertThat(LongStream.of(delays(3000)).average().orElseThrow()).isBetween(7800.0, 8000.0);
  }

  @Test
  void manyHealthyAttemptsReportNoMoreOftenThanTheyMust() {
    updateMany(100_000, 1);
    double perSec = LongStream.of(delays(3000)).mapToDouble(each -> 1000.0 / each).sum() / 3000;
    // The mean of 1/x is a little more than 1/mean.
    assertThat(100_000 * perSec).isBetween(1980.0, 2050.0);
    assertThat(LongStream.of(delays(3000)).max().orElseThrow()).isLessThanOrEqualTo(60_000);
  }

  @Test
  void nobodyReportsSoRarelyThatADirectiveLapsesUnseen() {
    StragglerSettings settings = Settings.with("tick", "9s");
    board = new DirectiveBoard(settings, pool);
    updateMany(20_000, 0.5);
    assertThat(LongStream.of(delays(3000)).max().orElseThrow()).isLessThanOrEqualTo(5000);
    assertThat(board.answer(Reading.map(0).attempt(), 0).nextReportMillis())
        .isLessThanOrEqualTo(5000);
  }

  private void updateMany(int count, double share) {
    JobSnapshot job =
        new JobSnapshot(
            Reading.JOB,
            0,
            new MapCounts(count, 0, 0),
            Collections.nCopies(count, Reading.map(0).running()),
            List.of(),
            DataNodeView.EMPTY,
            0,
            0);
    update(0, job, new Orders().hurry(1, 1, Reading.map(0)).share(share).step());
  }

  private long[] delays(int count, Reading... running) {
    if (running.length > 0) {
      update(0, new Orders().step(), running);
    }
    return IntStream.rangeClosed(1, count)
        .mapToLong(task -> board.answer(Reading.map(task).attempt(), 0).nextReportMillis())
        .toArray();
  }

  private static JobSnapshot slowDataNodes(long now, int count) {
    Map<String, DataNodeState> states = new HashMap<>();
    states.put("fast", new DataNodeState(0, 0, false, false));
    for (int i = 0; i < count; i++) {
      states.put(String.format("dn%02d", i), new DataNodeState(i / 2, 0, i % 2 == 0, i % 2 == 1));
    }
    return new JobSnapshot(
        Reading.JOB,
        now,
        new MapCounts(2, 0, 0),
        List.of(ONE.running(), TWO.running()),
        List.of(),
        new DataNodeView(states, 100, 1),
        2000,
        0);
  }

  private void update(long now, LadderStep step, Reading... running) {
    update(now, Orders.job(now, running), step);
  }

  private void update(long now, JobSnapshot job, LadderStep step) {
    assertThat(job.nowMillis()).isEqualTo(now);
    pool.look(job);
    board.update(job, step);
  }
}
