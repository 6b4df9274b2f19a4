package io.github.hadoopaccel.read.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.read.codec.HadoopUnitDecoder;
import io.github.hadoopaccel.read.hedge.AdaptiveHedge;
import io.github.hadoopaccel.read.hedge.HedgePolicy;
import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.striping.EcLayout;
import io.github.hadoopaccel.read.testing.FakeStripedFile;
import io.github.hadoopaccel.read.testing.Sessions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A sequential reader over block groups in memory: what is fetched ahead and what is not, and that
 * it neither leaks nor delivers a wrong byte wherever its consumer goes.
 */
class SequentialReadTest {
  private static final int CELL = 5000;
  private static final EcLayout RS_6_3 = new EcLayout(6, 3, CELL);
  private static final int STRIPE = 6 * CELL;
  private static final ReadAhead ONE_STRIPE = new ReadAhead(1, 1 << 20, Long.MAX_VALUE, CELL);

  private final UnitThreads threads = new UnitThreads(64, "test-unit");
  private final BufferAccount account = new BufferAccount();
  private final UnitDecoder decoder =
      new HadoopUnitDecoder(new Configuration(false), "rs", RS_6_3, true);
  private ReadSession session = Sessions.with(HedgePolicy.never(), Posture.CAREFUL, 0, threads);
  private FakeStripedFile file;

  @BeforeEach
  void threeGroupsTheLastOneShort() throws IOException {
    file = new FakeStripedFile(RS_6_3, 2 * STRIPE, 2 * STRIPE, STRIPE + CELL + 7);
  }

  @AfterEach
  void nothingIsLeft() {
    soon().until(() -> session.liveAttempts() == 0 && threads.unfinished() == 0);
    assertThat(session.buffers().liveLeases()).isZero();
    assertThat(account.leasedBytes()).isZero();
    assertThat(file.openReaders()).isZero();
    decoder.close();
    threads.shutdownNow();
  }

  private static ConditionFactory soon() {
    return await().pollInterval(Duration.ofMillis(2)).atMost(Duration.ofSeconds(20));
  }

  private SequentialRead reader(ReadAhead readAhead) {
    return new SequentialRead(file, session, decoder, account, readAhead);
  }

  private void assertReads(SequentialRead reader, long from, int length) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(length);
    while (target.hasRemaining()) {
      reader.read(from + target.position(), target);
    }
    for (int i = 0; i < length; i++) {
      if (target.get(i) != file.byteAt(from + i)) {
        throw new AssertionError("wrong byte at " + (from + i));
      }
    }
  }

  @Test
  void theNextStripeIsFetchedWhileTheConsumerWorksOnThisOne() throws IOException {
    try (SequentialRead reader = reader(ONE_STRIPE)) {
      assertReads(reader, 0, CELL);
      soon().until(() -> file.bytesServed() == 2 * STRIPE);
    }
  }

  @Test
  void nothingIsFetchedAheadOfAConsumerThatHasNotReadEnough() throws IOException {
    try (SequentialRead reader = reader(ONE_STRIPE)) {
      assertReads(reader, 0, CELL - 1);
      assertReads(reader, 3 * CELL, CELL - 1);
      soon().until(() -> threads.unfinished() == 0);
      assertThat(file.bytesServed()).isEqualTo(STRIPE);
    }
  }

  @Test
  void aSequentialConsumerIsServedAheadFromItsFirstByte() throws IOException {
    try (SequentialRead reader = reader(new ReadAhead(1, 1 << 20, Long.MAX_VALUE, 0))) {
      assertReads(reader, 0, 1);
      soon().until(() -> file.bytesServed() == 2 * STRIPE);
    }
  }

  @Test
  void nothingIsFetchedAheadBeyondTheEndOfTheSplit() throws IOException {
    try (SequentialRead reader = reader(new ReadAhead(1, 1 << 20, STRIPE, 0))) {
      assertReads(reader, 0, STRIPE);
      soon().until(() -> threads.unfinished() == 0);
      assertThat(file.bytesServed()).isEqualTo(STRIPE);
    }
  }

  @Test
  void stripesThatDoNotFitTheByteBoundAreNotFetchedAhead() throws IOException {
    try (SequentialRead reader = reader(new ReadAhead(4, 2 * STRIPE + 1, Long.MAX_VALUE, 0))) {
      assertReads(reader, 0, 1);
      soon().until(() -> file.bytesServed() == 3 * STRIPE && threads.unfinished() == 0);
    }
  }

  @Test
  void wholeFileIsReadAcrossGroupsWithinItsBuffersAndWithoutAnExtraByte() throws IOException {
    int length = (int) file.readableBytes();
    try (SequentialRead reader = reader(ONE_STRIPE)) {
      assertReads(reader, 0, length);
    }
    assertThat(file.bytesServed()).isEqualTo(length);
    assertThat(account.peakBytes()).isBetween((long) STRIPE, 2L * STRIPE);
  }

  @Test
  void buffersStayWithinKAndHAndReadAheadWhateverUnitsDo() throws IOException {
    HedgePolicy eager = new AdaptiveHedge(1_000_000, 20_000_000, 5 * (20_000_000), 2, 0.05);
    session = Sessions.with(eager, Posture.ACCELERATED, 2, threads);
    file.group(0).hang(1);
    file.group(1).fail(4);
    try (SequentialRead reader = reader(ONE_STRIPE)) {
      assertReads(reader, 0, (int) file.readableBytes());
    }
    // The buffer of a read that was abandoned is given back when the read has stopped.
    int stopping = 1;
    assertThat(account.peakBytes()).isLessThanOrEqualTo((6 + 3 + 6 + stopping) * (long) CELL);
  }

  @Test
  void seeksInEveryDirectionReadRightBytes() throws IOException {
    try (SequentialRead reader = reader(ONE_STRIPE)) {
      long end = file.readableBytes();
      for (long from : new long[] {0, STRIPE, 1, 3 * STRIPE, STRIPE + 5, end - 1, 5, 4 * STRIPE}) {
        assertReads(reader, from, (int) Math.min(STRIPE + 77, end - from));
      }
    }
  }

  @Test
  void aReadAheadThatFailedIsTriedAgainWhenItIsNeeded() throws IOException {
    try (SequentialRead reader = reader(ONE_STRIPE)) {
      assertReads(reader, 0, 1);
      for (int unit = 0; unit < 4; unit++) {
        file.group(0).fail(unit);
      }
      assertReads(reader, 1, STRIPE - 1);
      soon().until(() -> threads.unfinished() == 0);
      for (int unit = 0; unit < 4; unit++) {
        file.group(0).heal(unit);
      }
      assertReads(reader, STRIPE, STRIPE);
    }
  }

  @Test
  void aHungUnitOfTheStripeAheadDoesNotKeepTheConsumerFromThisOne() throws IOException {
    try (SequentialRead reader = reader(ONE_STRIPE)) {
      assertReads(reader, 0, 1);
      file.group(0).hang(0);
      assertReads(reader, 1, STRIPE - 1);
      file.group(0).heal(0);
      assertReads(reader, STRIPE, 1);
    }
  }

  @Test
  void whatIsFetchedAheadLeavesHalfOfTheBuffersToThoseWhoWait() throws IOException {
    BufferPool pool = session.buffers();
    BufferLease most = pool.lease(33 << 20, false, account, false);
    try (SequentialRead reader = reader(ONE_STRIPE)) {
      assertReads(reader, 0, CELL);
      soon().until(() -> threads.unfinished() == 0);
      assertThat(file.bytesServed()).isEqualTo(STRIPE);
      assertReads(reader, CELL, 2 * STRIPE);
    } finally {
      most.release();
    }
  }

  @Test
  void whatAFailedReaderPutIsNeverTakenForItsBytes() throws IOException {
    try (SequentialRead reader = reader(ReadAhead.NONE)) {
      assertReads(reader, 0, STRIPE);
      file.group(0).failMidway(2);
      assertReads(reader, STRIPE, STRIPE);
    }
  }

  @Test
  void aStripeQueuedBehindOneThatIsSkippedIsFetchedAllTheSame() throws IOException {
    file = new FakeStripedFile(RS_6_3, 4 * STRIPE);
    try (SequentialRead reader = reader(ReadAhead.NONE)) {
      assertReads(reader, 0, 1);
      file.group(0).hang(1);
      reader.readAhead(new ReadAhead(2, 1 << 20, Long.MAX_VALUE, 0));
      assertReads(reader, 1, 1);
      int opens = file.group(0).opens();
      CompletableFuture<Void> healing =
          CompletableFuture.runAsync(
              () -> {
                soon().until(() -> file.group(0).opens() > opens);
                file.group(0).heal(1);
              });
      assertReads(reader, 2 * STRIPE, 1);
      healing.join();
    }
  }

  @Test
  void aHedgeWithoutABufferIsNoReasonToGiveAUnitUp() throws IOException {
    HedgePolicy eager = new AdaptiveHedge(1_000_000, 20_000_000, 5 * (20_000_000), 2, 0.05);
    session = Sessions.with(eager, Posture.CAREFUL, 0, threads);
    BufferLease most = session.buffers().lease((64 << 20) - STRIPE - 100, false, account, false);
    try (SequentialRead reader = reader(ReadAhead.NONE)) {
      file.group(0).hang(1);
      CompletableFuture<Void> healing =
          CompletableFuture.runAsync(
              () -> {
                soon().until(() -> session.liveAttempts() == 1);
                file.group(0).heal(1);
              });
      assertReads(reader, 0, STRIPE);
      healing.join();
    } finally {
      most.release();
    }
  }

  @Test
  void aReaderThatBeginsInsideOfACellLeasesNoMoreThanItsRows() throws IOException {
    EcLayout layout = new EcLayout(6, 3, 1 << 20);
    BufferAccount own = new BufferAccount();
    FakeStripedFile large = new FakeStripedFile(layout, layout.stripeSizeBytes());
    try (SequentialRead reader = new SequentialRead(large, session, decoder, own, ReadAhead.NONE)) {
      reader.read(300_000, ByteBuffer.allocate(1));
    }
    assertThat(own.peakBytes()).isLessThanOrEqualTo((6L << 20) * 17 / 16);
    soon().until(() -> large.openReaders() == 0);
  }

  @Test
  void whoeverWaitsIsToldAtOnceWhenTheReaderIsCancelled() {
    file.group(0).hang(3);
    SequentialRead reader = reader(ONE_STRIPE);
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(
            () -> {
              try (reader) {
                assertThatThrownBy(() -> assertReads(reader, 0, 1))
                    .isInstanceOf(ReadCancelledException.class);
              }
            });
    soon().until(() -> session.liveAttempts() == 1);
    reader.cancel();
    waiting.join();
  }
}
