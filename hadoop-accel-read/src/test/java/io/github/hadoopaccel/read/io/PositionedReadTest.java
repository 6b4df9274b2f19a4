package io.github.hadoopaccel.read.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.read.codec.HadoopUnitDecoder;
import io.github.hadoopaccel.read.hedge.AdaptiveHedge;
import io.github.hadoopaccel.read.hedge.HedgePolicy;
import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.metrics.AccelCounter;
import io.github.hadoopaccel.read.striping.EcLayout;
import io.github.hadoopaccel.read.striping.Erasures;
import io.github.hadoopaccel.read.striping.StripeRange;
import io.github.hadoopaccel.read.testing.FakeStripedFile;
import io.github.hadoopaccel.read.testing.ForwardingDecoder;
import io.github.hadoopaccel.read.testing.Sessions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Positioned reads over block groups in memory: every range right, whatever units do. */
class PositionedReadTest {
  private static final int CELL = 5000;
  private static final EcLayout RS_6_3 = new EcLayout(6, 3, CELL);
  private static final int STRIPE = 6 * CELL;
  private static final HedgePolicy EAGER =
      new AdaptiveHedge(1_000_000, 20_000_000, 5 * (20_000_000), 2, 0.05);

  private final UnitThreads threads = new UnitThreads(64, "test-unit");
  private final BufferAccount account = new BufferAccount();
  private final UnitDecoder decoder =
      new HadoopUnitDecoder(new Configuration(false), "rs", RS_6_3, true);
  private ReadSession session = Sessions.with(HedgePolicy.never(), Posture.CAREFUL, 0, threads);
  private FakeStripedFile file;

  @BeforeEach
  void twoGroupsTheLastOneShort() throws IOException {
    file = new FakeStripedFile(RS_6_3, 3 * STRIPE, STRIPE + CELL + 7);
  }

  @AfterEach
  void nothingIsLeft() {
    soon().until(() -> session.liveAttempts() == 0 && threads.unfinished() == 0);
    assertThat(session.buffers().liveLeases()).isZero();
    assertThat(file.openReaders()).isZero();
    decoder.close();
    threads.shutdownNow();
  }

  private static ConditionFactory soon() {
    return await().pollInterval(Duration.ofMillis(2)).atMost(Duration.ofSeconds(20));
  }

  private void assertReads(long from, long to) throws IOException {
    assertReads(from, to, decoder);
  }

  private void assertReads(long from, long to, UnitDecoder with) throws IOException {
    PositionedRead read = new PositionedRead(file, session, with, account);
    long[] next = {from};
    read.read(
        from,
        to,
        (offset, bytes) -> {
          assertThat(offset).isEqualTo(next[0]);
          while (bytes.hasRemaining()) {
            if (bytes.get() != file.byteAt(next[0])) {
              throw new AssertionError("wrong byte at " + next[0]);
            }
            next[0]++;
          }
        });
    assertThat(next[0]).isEqualTo(to);
  }

  @Test
  void rangesAtAndAcrossEveryBorderAreRightAndCostNoExtraByte() throws IOException {
    long end = file.readableBytes();
    long wanted = 0;
    for (long from : new long[] {0, 1, CELL - 1, CELL, STRIPE - 1, STRIPE, 3 * STRIPE - 1}) {
      for (long length : new long[] {1, CELL, CELL + 1, 2 * CELL, STRIPE, 2 * STRIPE, end}) {
        long to = Math.min(end, from + length);
        assertReads(from, to);
        wanted += to - from;
      }
    }
    assertThat(file.bytesServed()).isEqualTo(wanted);
  }

  @Test
  void ofALostUnitOnlyTheWantedRowsAreFetchedAndDecoded() throws IOException {
    file.group(0).fail(1);
    long[] decodedRows = {0};
    UnitDecoder counting =
        new ForwardingDecoder(decoder) {
          @Override
          public void decode(
              StripeRange band,
              ByteBuffer[] inputs,
              Erasures erasures,
              ByteBuffer[] outputs,
              boolean apart)
              throws IOException {
            decodedRows[0] += (long) band.rows() * erasures.toArray().length;
            super.decode(band, inputs, erasures, outputs, apart);
          }
        };
    assertReads(CELL + 700, CELL + 1000, counting);
    assertThat(decodedRows[0]).isEqualTo(300);
    assertThat(file.bytesServed()).isEqualTo(6 * 300);
  }

  @Test
  void randomRangesAreRightWhileUnitsFailAndHang() throws IOException {
    session = Sessions.with(EAGER, Posture.CAREFUL, 1, threads);
    file.group(0).hang(2);
    file.group(0).fail(4);
    file.group(1).fail(0);
    file.group(1).fail(6);
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      long from = random.nextInt((int) file.readableBytes());
      long length = 1 + random.nextInt(random.nextBoolean() ? CELL : 2 * STRIPE);
      assertReads(from, Math.min(file.readableBytes(), from + length));
    }
  }

  @Test
  void aRangeAcrossACellBorderReadsBothUnitsAtTheSameTime() throws IOException {
    file.group(0).hang(0);
    file.group(0).hang(1);
    CompletableFuture<Void> reading =
        CompletableFuture.runAsync(
            () -> {
              try {
                assertReads(CELL - 100, CELL + 100);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    soon().until(() -> session.liveAttempts() == 2);
    file.group(0).heal(0);
    file.group(0).heal(1);
    reading.join();
  }

  @Test
  void oneReaderPerUnitServesARangeOfManyStripes() throws IOException {
    assertReads(0, 3 * STRIPE);
    assertThat(file.group(0).opens()).isEqualTo(6);
  }

  @Test
  void manyThreadsReadOneFileAtOnce() {
    session = Sessions.with(EAGER, Posture.CAREFUL, 1, threads);
    file.group(0).fail(3);
    List<CompletableFuture<Void>> readers = new ArrayList<>();
    for (int reader = 0; reader < 16; reader++) {
      Random random = new Random(reader);
      readers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 50; i++) {
                  long from = random.nextInt((int) file.readableBytes());
                  long to = Math.min(file.readableBytes(), from + 1 + random.nextInt(STRIPE));
                  try {
                    assertReads(from, to);
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                }
              }));
    }
    readers.forEach(CompletableFuture::join);
  }

  @Test
  void tooFewUnitsAreNamedWithTheirBlockGroupAndTheirReasons() {
    for (int unit : new int[] {0, 3, 5, 8}) {
      file.group(0).fail(unit);
    }
    assertThatThrownBy(() -> assertReads(0, STRIPE))
        .isInstanceOf(InsufficientUnitsException.class)
        .hasMessageContaining("fake block group: only 5 of the 6 units")
        .hasMessageContaining("unit 0 on dn0")
        .hasMessageContaining("unit 8 on dn8")
        .hasMessageContaining("told to fail");
  }

  @Test
  void theReasonIsToldWhileAnotherBandIsStillOnItsWay() {
    file.group(0).hang(1);
    for (int unit : new int[] {0, 2, 3, 4}) {
      file.group(0).fail(unit);
    }
    assertThatThrownBy(() -> assertReads(CELL - 10, CELL + 10))
        .isInstanceOf(InsufficientUnitsException.class);
    assertThat(file.group(0).refreshes()).isEqualTo(1);
  }

  @Test
  void unitsThatFailOnceAreTriedAgainBeforeGivingUp() throws IOException {
    for (int unit : new int[] {0, 1, 2, 3}) {
      file.group(0).failOnce(unit);
    }
    assertReads(0, STRIPE);
  }

  @Test
  void aCancelledReadEndsAtOnce() {
    file.group(0).hang(0);
    PositionedRead read = new PositionedRead(file, session, decoder, account);
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(
            () ->
                assertThatThrownBy(() -> read.read(0, STRIPE, (offset, bytes) -> {}))
                    .isInstanceOf(ReadCancelledException.class));
    soon().until(() -> session.liveAttempts() == 1);
    read.cancel();
    waiting.join();
  }

  @Test
  void aReadThatIsHeldUpOnceIsReadASecondTimeAndCostsNoOtherUnit() throws Exception {
    session = Sessions.with(EAGER, Posture.CAREFUL, 1, threads);
    CountDownLatch held = file.group(0).holdUpOnce(1);
    assertReads(CELL + 10, CELL + 20);
    assertThat(held.getCount()).isEqualTo(1);
    assertThat(session.recorder().counters()).containsEntry(AccelCounter.HEDGES_STARTED, 1L);
    assertThat(file.bytesServed()).isEqualTo(10);
  }
}
