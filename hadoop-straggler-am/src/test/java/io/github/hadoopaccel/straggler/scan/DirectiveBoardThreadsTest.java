package io.github.hadoopaccel.straggler.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.escalation.LadderStep;
import io.github.hadoopaccel.straggler.testing.Reading;
import io.github.hadoopaccel.straggler.testing.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Reports are answered while the board is updated. */
class DirectiveBoardThreadsTest {
  private static final int ATTEMPTS = 8;

  /** Every byte granted is handed out once: given back ones are not, and none is lost. */
  @Test
  void noByteIsHandedOutTwiceOrLost() throws Exception {
    ExtraBytePool pool = new ExtraBytePool(1, 0, 10_000);
    DirectiveBoard board = new DirectiveBoard(Settings.with(), pool);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    CountDownLatch done = new CountDownLatch(1);
    List<Future<Long>> received = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      received.add(threads.submit(() -> receive(board, done)));
    }
    for (int look = 1; look <= 2000; look++) {
      Reading[] running = new Reading[ATTEMPTS];
      Orders orders = new Orders();
      for (int i = 0; i < ATTEMPTS; i++) {
        running[i] = Reading.map(i).bytes(look * 1000L, 0);
        // Half of them come and go, so that bytes are given back all the time.
        if (i % 2 == 0 || look % 2 == 0) {
          orders.hurry(1, 1, running[i]);
        }
      }
      LadderStep step = orders.step();
      pool.look(Orders.job(0, running));
      board.update(Orders.job(0, running), step);
    }
    done.countDown();
    long total = 0;
    for (Future<Long> each : received) {
      total += each.get(30, TimeUnit.SECONDS);
    }
    threads.shutdown();
    for (int i = 0; i < ATTEMPTS; i++) {
      total += board.answer(Reading.map(i).attempt(), 0).extraBudgetBytes();
    }
    assertThat(total).isEqualTo(pool.grantedBytes()).isPositive();
  }

  private static long receive(DirectiveBoard board, CountDownLatch done) {
    long bytes = 0;
    while (done.getCount() > 0) {
      for (int i = 0; i < ATTEMPTS; i++) {
        bytes += board.answer(Reading.map(i).attempt(), 0).extraBudgetBytes();
      }
    }
    return bytes;
  }
}
