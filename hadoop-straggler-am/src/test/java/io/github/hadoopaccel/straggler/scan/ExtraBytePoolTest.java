package io.github.hadoopaccel.straggler.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.escalation.PoolView;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.testing.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The job's extra bytes: earned, promised, spent. */
class ExtraBytePoolTest {
  private static final long MB = 1_000_000;
  private static final Reading ONE = Reading.map(1).rate(80).split(5000 * MB).bytes(1000 * MB, 0);

  private final ExtraBytePool pool = new ExtraBytePool(0.05, 0.08, 10_000);

  @Test
  void theWorkedExampleOfTheClassComment() {
    JobSnapshot before = Orders.job(0, ONE);
    assertThat(pool.look(before)).isEqualTo(new PoolView(154 * MB, true));
    Map<String, Long> granted = pool.grant(new Orders().hurry(1, 1, ONE).step());
    assertThat(granted).containsExactly(Map.entry(ONE.attempt(), 100 * MB));
    pool.giveBack(ONE.attempt(), 50 * MB);
    JobSnapshot job = Orders.job(0, ONE.bytes(1000 * MB, 20 * MB));
    assertThat(pool.look(job).freeBytes()).isEqualTo(104 * MB);
  }

  @Test
  void nobodyIsGrantedMoreThanTheNeed() {
    pool.look(Orders.job(0, ONE));
    pool.grant(new Orders().hurry(1, 1, ONE).step());
    pool.look(Orders.job(1000, ONE));
    assertThat(pool.grant(new Orders().hurry(1, 1, ONE).step())).isEmpty();
    assertThat(pool.look(Orders.job(2000, ONE)).needsMet()).isTrue();
  }

  @Test
  void everyoneGetsOneUnitBeforeAnyoneGetsTwo() {
    Reading heavy = Reading.map(2).rate(80).split(5000 * MB).bytes(1000 * MB, 0);
    pool.look(Orders.job(0, ONE, heavy));
    Map<String, Long> granted =
        pool.grant(new Orders().hurry(1, 1, ONE).hurry(3, 100, heavy).step());
    assertThat(granted).containsEntry(ONE.attempt(), 100 * MB);
    assertThat(granted).containsEntry(heavy.attempt(), 208 * MB);
    assertThat(pool.look(Orders.job(1, ONE, heavy)).needsMet()).isFalse();
  }

  @Test
  void withinALevelTheWeightDecides() {
    Reading heavy = Reading.map(2).rate(800).split(5000 * MB).bytes(1000 * MB, 0);
    Reading light = Reading.map(3).rate(800).split(5000 * MB).bytes(1000 * MB, 0);
    pool.look(Orders.job(0, light, heavy));
    Map<String, Long> granted =
        pool.grant(new Orders().hurry(1, 1, light).hurry(1, 3, heavy).step());
    assertThat(granted).containsEntry(heavy.attempt(), 231 * MB);
    assertThat(granted).containsEntry(light.attempt(), 77 * MB);
  }

  @Test
  void anAttemptThatStandsStillIsExpectedToReadTwoStripes() {
    Reading still = Reading.map(1).rate(0).split(1L << 40);
    pool.look(Orders.job(0, still));
    assertThat(pool.grant(new Orders().hurry(1, 1, still).step()))
        .containsEntry(still.attempt(), 3L << 19);
  }

  @Test
  void theRestOfItsSplitIsAllAnAttemptNeeds() {
    Reading nearly = ONE.bytes(4940 * MB, 0);
    pool.look(Orders.job(0, nearly));
    assertThat(pool.grant(new Orders().hurry(2, 1, nearly).step()))
        .containsEntry(nearly.attempt(), 15 * MB);
  }

  @Test
  void whereNoSplitIsKnownTheShareOfWhatWasReadIsAll() {
    Reading unknown = Reading.map(1).bytes(1000, 0);
    assertThat(pool.look(Orders.job(0, unknown)).freeBytes()).isEqualTo(50);
    assertThat(pool.grant(new Orders().hurry(1, 1, unknown).step()))
        .containsEntry(unknown.attempt(), 50L);
  }

  @Test
  void whatIsSpentIsNoLongerOutstandingAndALostGrantStaysSoUntilTheEnd() {
    Reading unknown = Reading.map(1).bytes(1000, 0);
    Reading other = Reading.map(2).bytes(1000, 0);
    pool.look(Orders.job(0, unknown, other));
    pool.grant(new Orders().hurry(1, 1, unknown).step());
    assertThat(pool.look(Orders.job(1, unknown.bytes(1000, 30), other)).freeBytes()).isZero();
    assertThat(pool.size()).isEqualTo(1);
    JobSnapshot ended =
        Reading.job(2, 9, 1, List.of(other.running()), List.of(unknown.bytes(1000, 30).finished()));
    // 9 maps of 1000 bytes as far as is known, of which 7000 are pending: 450 - 30 - 168.
    assertThat(pool.look(ended).freeBytes()).isEqualTo(252);
    assertThat(pool.size()).isZero();
  }

  @Test
  void aSecondAttemptMayBringThePoolIntoDebtOnce() {
    pool.look(Orders.job(0, ONE));
    pool.grant(new Orders().charge(5000 * MB).step());
    assertThat(pool.look(Orders.job(1, ONE)).freeBytes()).isNegative();
    pool.grant(new Orders().charge(-5000 * MB).step());
    assertThat(pool.look(Orders.job(2, ONE)).freeBytes()).isEqualTo(154 * MB);
  }

  @Test
  void theExampleOfAChargeInTheClassComment() {
    Reading spent = ONE.bytes(1000 * MB, 50 * MB);
    assertThat(pool.look(Orders.job(0, spent)).freeBytes()).isEqualTo(104 * MB);
    assertThat(pool.grant(new Orders().hurry(3, 1, spent).charge(500 * MB).step()))
        .containsExactly(Map.entry(ONE.attempt(), 100 * MB));
    PoolView after = pool.look(Orders.job(1, spent));
    assertThat(after.needsMet()).isFalse();
    assertThat(after.hasRoom()).isFalse();
    // It has spent its 100 MB. Of the known bytes 500 MB are no longer counted as the job's own.
    Reading later = ONE.bytes(2000 * MB, 150 * MB);
    assertThat(pool.look(Orders.job(2, later)).freeBytes()).isEqualTo((225 - 150 - 500 - 72) * MB);
    assertThat(pool.grant(new Orders().hurry(3, 1, later).step()))
        .containsExactly(Map.entry(ONE.attempt(), 3 * MB));
  }

  @Test
  void whatASecondAttemptReadsIsNoByteOfTheJobsOwn() {
    pool.look(Orders.job(0, ONE));
    pool.grant(new Orders().charge(5000 * MB).step());
    Reading second = Reading.map(1, 1).split(5000 * MB).bytes(2000 * MB, 0);
    JobSnapshot both = Reading.job(1, 1, 0, List.of(ONE.running(), second.running()), List.of());
    // Remaining are 4000 MB of the first and 3000 MB of the second.
    assertThat(pool.look(both).freeBytes()).isEqualTo((250 - 5000 - 168) * MB);
  }
}
