package io.github.hadoopaccel.read.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queue on real threads: nobody is forgotten, whatever ends, fails or is taken out. */
class UnitQueueTest {
  private final UnitThreads threads = new UnitThreads(4, "test-unit");
  private final UnitQueue queue = new UnitQueue(threads, 2);
  private final List<String> order = new CopyOnWriteArrayList<>();
  private final AtomicInteger mostTurns = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void end() {
    gate.countDown();
    threads.shutdownNow();
  }

  private final class Read implements QueuedRead {
    final String name;
    final ReadDeadline deadline;
    final Runnable work;
    final AtomicInteger heldUp = new AtomicInteger();

    Read(String name, long deadline, Runnable work) {
      this.name = name;
      this.deadline = ReadDeadline.at(deadline);
      this.work = work;
    }

    @Override
    public void run() {
      mostTurns.accumulateAndGet(threads.unfinished(), Math::max);
      work.run();
      order.add(name);
    }

    @Override
    public ReadDeadline deadline() {
      return deadline;
    }

    @Override
    public String dataNode() {
      return name.substring(0, 1);
    }

    @Override
    public void heldUp() {
      heldUp.incrementAndGet();
    }
  }

  private Read add(String name, long deadline, Runnable work) {
    Read read = new Read(name, deadline, work);
    queue.add(read);
    return read;
  }

  private void waitAtTheGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatWaitsIsServedByDeadlineOnceThreadsAreFree() {
    UnitThreads one = new UnitThreads(1, "test-unit");
    try {
      UnitQueue narrow = new UnitQueue(one, 99);
      narrow.add(new Read("a0", 0, this::waitAtTheGate));
      await().until(() -> one.threads() == 1);
      for (int deadline : new int[] {5, 3, 9, 1}) {
        narrow.add(new Read("a" + deadline, deadline, () -> {}));
      }
      gate.countDown();
      await().until(() -> narrow.unfinished() == 0);
      assertThat(order).containsExactly("a0", "a1", "a3", "a5", "a9");
    } finally {
      one.shutdownNow();
    }
  }

  @Test
  void aReadThatWaitsForItsDataNodeAloneIsToldAndOthersGoOn() {
    add("s1", 0, this::waitAtTheGate);
    add("s2", 0, this::waitAtTheGate);
    Read waiting = add("s3", 0, () -> {});
    add("g1", 9, () -> {});
    await().until(() -> order.contains("g1") && waiting.heldUp.get() > 0);
    assertThat(order).containsExactly("g1");
    gate.countDown();
    await().until(() -> queue.unfinished() == 0);
    assertThat(order).contains("s3");
  }

  @Test
  void aReadThatIsTakenOutIsNotRun() {
    add("s1", 0, this::waitAtTheGate);
    add("s2", 0, this::waitAtTheGate);
    Read gone = add("s3", 0, () -> {});
    queue.remove(gone);
    gate.countDown();
    await().until(() -> queue.unfinished() == 0);
    assertThat(order).containsExactlyInAnyOrder("s1", "s2");
  }

  @Test
  void whatThrowsKeepsNobodyWaiting() {
    CountDownLatch thrown = new CountDownLatch(1);
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> thrown.countDown());
    try {
      for (String name : List.of("s1", "s2")) {
        add(
            name,
            0,
            () -> {
              waitAtTheGate();
              throw new IllegalStateException("told to throw");
            });
      }
      add("s3", 0, () -> {});
      gate.countDown();
      await()
          .dontCatchUncaughtExceptions()
          .until(() -> queue.unfinished() == 0 && thrown.getCount() == 0);
      assertThat(order).containsExactly("s3");
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void everyReadIsRunOnceUnderLoad() {
    int reads = 2000;
    IntStream.range(0, reads)
        .parallel()
        .forEach(i -> add((char) ('a' + i % 3) + "-" + i, i % 7, () -> {}));
    await().until(() -> queue.unfinished() == 0);
    assertThat(order).hasSize(reads).doesNotHaveDuplicates();
  }

  @Test
  void readsThatComeAsFastAsOthersEndLeaveNothingBehind() {
    AtomicInteger left = new AtomicInteger(20_000);
    Runnable[] again = new Runnable[1];
    again[0] =
        () -> {
          int number = left.decrementAndGet();
          if (number > 0) {
            queue.add(new Read((char) ('a' + number % 3) + "-" + number, number % 7, again[0]));
          }
        };
    for (int i = 0; i < 20; i++) {
      add("a-start" + i, 0, again[0]);
    }
    await().until(() -> left.get() <= 0 && queue.unfinished() == 0);
    assertThat(mostTurns.get()).isLessThanOrEqualTo(41);
  }

  @Test
  void withoutThreadsAReadIsRefusedAndNotKept() {
    threads.shutdownNow();
    assertThatThrownBy(() -> add("a1", 0, () -> {})).isInstanceOf(RejectedExecutionException.class);
    assertThat(queue.unfinished()).isZero();
  }
}
