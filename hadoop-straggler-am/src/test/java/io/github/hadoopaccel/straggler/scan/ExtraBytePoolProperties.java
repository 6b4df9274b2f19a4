package io.github.hadoopaccel.straggler.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.testing.Reading;
import io.github.hadoopaccel.straggler.testing.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Directives never promise bytes the job does not have. */
class ExtraBytePoolProperties {
  private static final long SPLIT = 3_000_000;

  /** What is expected of an attempt without a split: 100 MB/s for 10 s. */
  private static final long UNKNOWN_READ = 1_000_000_000;

  /**
   * Attempts that spend whatever they were granted never pass the share of the known bytes, however
   * much is charged for second attempts; and in debt nobody is granted more than h = 1 needs.
   */
  @Property(tries = 200)
  void theJobsExtraBytesStayWithinItsShare(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 100_000) Integer> progress,
      @ForAll @IntRange(min = 1, max = 5) int attempts,
      @ForAll boolean splitsKnown,
      @ForAll boolean charging,
      @ForAll @IntRange(min = 0, max = 100) int percentSpent,
      @ForAll @IntRange(min = 0, max = 1000) int seed) {
    Random random = new Random(seed);
    ExtraBytePool pool = new ExtraBytePool(0.05, 0.09, 10_000);
    DirectiveBoard board = new DirectiveBoard(Settings.with(), pool);
    long[] useful = new long[attempts];
    long[] extra = new long[attempts];
    long[] granted = new long[attempts];
    long now = 0;
    for (int step : progress) {
      now += 1000;
      Reading[] running = new Reading[attempts];
      Orders orders = new Orders();
      for (int i = 0; i < attempts; i++) {
        useful[i] = Math.min(SPLIT, useful[i] + step);
        extra[i] += (granted[i] - extra[i]) * percentSpent / 100;
        running[i] = Reading.map(i).bytes(useful[i], extra[i]).split(splitsKnown ? SPLIT : 0);
        if (random.nextInt(4) > 0) {
          orders.hurry(random.nextInt(4), 1 + random.nextInt(9), running[i]);
        }
      }
      long charge = charging && random.nextInt(4) == 0 ? random.nextInt((int) SPLIT) : 0;
      orders.charge(charge);
      JobSnapshot job = Orders.job(now, running);
      boolean debt = pool.look(job).freeBytes() < charge;
      board.update(job, orders.step());
      for (int i = 0; i < attempts; i++) {
        long more = board.answer(Reading.map(i).attempt(), now).extraBudgetBytes();
        granted[i] += more;
        long read = splitsKnown ? SPLIT - useful[i] : UNKNOWN_READ;
        assertThat(debt && more > read / 8).isFalse();
      }
      long known = splitsKnown ? attempts * SPLIT : job.usefulBytes();
      assertThat(LongStream.of(granted).sum()).isLessThanOrEqualTo((long) (0.05 * known));
      assertThat(job.extraBytes()).isLessThanOrEqualTo((long) (0.05 * known));
      assertThat(pool.size()).isLessThanOrEqualTo(attempts);
    }
  }

  /** With splits that are known, what is granted at first leaves the tasks their own hedging. */
  @Property
  void theTasksOwnHedgingIsSetAside(@ForAll @IntRange(min = 1, max = 20) int attempts) {
    ExtraBytePool pool = new ExtraBytePool(0.05, 0.09, 3_600_000);
    Orders orders = new Orders();
    List<Reading> running = new ArrayList<>();
    for (int i = 0; i < attempts; i++) {
      running.add(Reading.map(i).split(SPLIT));
    }
    Reading[] all = running.toArray(Reading[]::new);
    pool.look(Orders.job(0, all));
    long granted =
        pool.grant(orders.hurry(3, 1, all).step()).values().stream().mapToLong(each -> each).sum();
    assertThat(granted).isLessThanOrEqualTo((long) ((0.05 - 0.3 * 0.09) * SPLIT * attempts));
  }
}
