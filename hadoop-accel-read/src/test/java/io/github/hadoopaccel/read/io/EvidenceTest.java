package io.github.hadoopaccel.read.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.read.codec.HadoopUnitDecoder;
import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.metrics.ReaderState;
import io.github.hadoopaccel.read.signal.DataNodeSample;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.striping.EcLayout;
import io.github.hadoopaccel.read.testing.FakeStripedFile;
import io.github.hadoopaccel.read.testing.Sessions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a report says while reads hang: real reads of a file in memory, with a clock that stands
 * still until it is moved, so that every time is exact.
 */
class EvidenceTest {
  private static final EcLayout RS_6_3 = new EcLayout(6, 3, 5000);
  private static final int STRIPE = (int) RS_6_3.stripeSizeBytes();

  private final AtomicLong now = new AtomicLong(TimeUnit.DAYS.toNanos(1));
  private final UnitThreads threads = new UnitThreads(16, "test-unit");
  private final BufferAccount account = new BufferAccount();
  private final UnitDecoder decoder =
      new HadoopUnitDecoder(new Configuration(false), "rs", RS_6_3, true);
  private ReadSession session = Sessions.at(now::get, threads, Posture.CAREFUL, 0);
  private FakeStripedFile file;

  @BeforeEach
  void oneGroup() throws IOException {
    file = new FakeStripedFile(RS_6_3, 4L * STRIPE);
  }

  @AfterEach
  void nothingIsLeft() {
    await().until(() -> session.liveAttempts() == 0);
    assertThat(session.buffers().liveLeases()).isZero();
    decoder.close();
    threads.shutdownNow();
  }

  private ReadReport report() {
    ReaderState state =
        new ReaderState(
            "attempt",
            7,
            false,
            session.posture(),
            session.extraUnits(),
            session.budgetSpentBytes(),
            -1);
    return session.recorder().report(state, now.get());
  }

  private List<String> pending() {
    return report().dataNodes().stream()
        .filter(sample -> sample.pendingMillis() > 0)
        .map(DataNodeSample::dataNode)
        .toList();
  }

  private void seconds(int count) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(count));
  }

  /** Reads a range at its position, on another thread. */
  private CompletableFuture<Void> reading(long start, long end) {
    PositionedRead read = new PositionedRead(file, session, decoder, account);
    return CompletableFuture.runAsync(
        () -> {
          try {
            read.read(start, end, (offset, bytes) -> {});
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void aStuckConsumerIsSeenToWaitAndForWhom() {
    file.group(0).hang(2);
    CompletableFuture<Void> consumer = reading(0, STRIPE);
    await().until(() -> pending().equals(List.of("dn2")));
    seconds(3);
    ReadReport stuck = report();
    assertThat(stuck.waitingMillis()).isEqualTo(3000);
    assertThat(stuck.ageMillis()).isEqualTo(3000);
    assertThat(stuck.totals().waitMillis()).isZero();
    assertThat(stuck.usefulBytes()).isZero();
    assertThat(stuck.dataNodes()).hasSize(6);
    assertThat(stuck.dataNodes().get(0)).isEqualTo(new DataNodeSample("dn2", 0, 0, 0, 0, 3000));
    file.group(0).heal(2);
    consumer.join();
    ReadReport after = report();
    assertThat(after.waitingMillis()).isZero();
    assertThat(after.totals().waitMillis()).isEqualTo(3000);
    assertThat(after.windows().waitMillis()).isEqualTo(3000);
    assertThat(after.windows().waitFraction()).isEqualTo(1);
    assertThat(after.windows().bytesIn5Sec()).isEqualTo(STRIPE);
    assertThat(pending()).isEmpty();
  }

  @Test
  void twoConsumersThatWaitAtOnceWaitOnce() {
    file.group(0).hang(0);
    CompletableFuture<Void> first = reading(0, STRIPE);
    await().until(() -> pending().equals(List.of("dn0")));
    seconds(2);
    CompletableFuture<Void> second = reading(STRIPE, 2L * STRIPE);
    await().until(() -> session.liveAttempts() == 2);
    seconds(2);
    assertThat(report().waitingMillis()).as("the longest").isEqualTo(4000);
    file.group(0).heal(0);
    CompletableFuture.allOf(first, second).join();
    assertThat(report().totals().waitMillis()).isEqualTo(4000);
    assertThat(report().windows().waitMillis()).isEqualTo(4000);
  }

  @Test
  void whatIsFetchedAheadIsNotWaitedForUntilTheConsumerComes() throws IOException {
    ReadAhead one = new ReadAhead(1, 1 << 20, Long.MAX_VALUE, STRIPE);
    try (SequentialRead reader = new SequentialRead(file, session, decoder, account, one)) {
      ByteBuffer target = ByteBuffer.allocate(2 * STRIPE);
      reader.read(0, target.limit(STRIPE - 1));
      file.group(0).hang(5);
      reader.read(STRIPE - 1, target.limit(STRIPE));
      await().until(() -> pending().equals(List.of("dn5")));
      seconds(4);
      ReadReport working = report();
      assertThat(working.waitingMillis()).isZero();
      assertThat(working.totals().waitMillis()).isZero();
      file.group(0).heal(5);
      reader.read(STRIPE, target.limit(2 * STRIPE));
      assertThat(report().totals().waitMillis()).isZero();
      assertThat(report().windows().spanMillis()).isEqualTo(4000);
    }
  }

  @Test
  void aWaitThatEndsInAFailureHasBeenAWait() {
    file.group(0).hang(1);
    CompletableFuture<Void> consumer = reading(0, STRIPE);
    await().until(() -> pending().equals(List.of("dn1")));
    seconds(5);
    for (int unit : new int[] {1, 6, 7, 8}) {
      file.group(0).fail(unit);
    }
    file.group(0).hang(1).countDown();
    assertThat(consumer.handle((nothing, failure) -> failure).join()).isNotNull();
    assertThat(report().waitingMillis()).isZero();
    assertThat(report().totals().waitMillis()).isEqualTo(5000);
  }

  @Test
  void readsThatQueueForAThreadArePendingNowhere() {
    UnitThreads one = new UnitThreads(1, "test-one");
    session = Sessions.at(now::get, one, Posture.CAREFUL, 0);
    for (int unit = 0; unit < 6; unit++) {
      file.group(0).hang(unit);
    }
    CompletableFuture<Void> consumer = reading(0, STRIPE);
    await().until(() -> pending().size() == 1);
    seconds(1);
    assertThat(session.liveAttempts()).isEqualTo(6);
    assertThat(report().dataNodes()).hasSize(1);
    assertThat(report().dataNodes().get(0).pendingMillis()).isEqualTo(1000);
    for (int unit = 0; unit < 6; unit++) {
      file.group(0).heal(unit);
    }
    consumer.join();
    one.shutdownNow();
  }

  @Test
  void anAbandonedReadIsPendingAsLongAsItRuns() {
    session = Sessions.at(now::get, threads, Posture.ACCELERATED, 1);
    file.group(0).ignoreInterrupts();
    file.group(0).hang(2);
    reading(0, STRIPE).join();
    seconds(7);
    assertThat(pending()).containsExactly("dn2");
    assertThat(report().dataNodes().get(0).pendingMillis()).isEqualTo(7000);
    assertThat(report().waitingMillis()).isZero();
    file.group(0).heal(2);
    await().until(() -> session.liveAttempts() == 0);
    assertThat(pending()).isEmpty();
  }

  @Test
  void extraUnitsAndTheirPriceAreTold() {
    session = Sessions.at(now::get, threads, Posture.ACCELERATED, 1);
    file.group(0).hang(1);
    file.group(0).hang(2);
    CompletableFuture<Void> consumer = reading(0, STRIPE);
    await().until(() -> pending().size() == 2);
    assertThat(report().extraUnits()).isEqualTo(1);
    assertThat(report().posture()).isEqualTo(Posture.ACCELERATED);
    assertThat(report().totals().budgetSpentBytes()).as("one cell").isEqualTo(5000);
    file.group(0).heal(1);
    consumer.join();
    assertThat(report().totals().budgetSpentBytes()).as("no byte was extra").isZero();
    assertThat(report().totals().hedgesStarted()).isEqualTo(1);
    file.group(0).heal(2);
  }
}
