package io.github.hadoopaccel.read.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.read.codec.HadoopUnitDecoder;
import io.github.hadoopaccel.read.hedge.AdaptiveHedge;
import io.github.hadoopaccel.read.hedge.HedgePolicy;
import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.hedge.UnitHolder;
import io.github.hadoopaccel.read.metrics.AccelCounter;
import io.github.hadoopaccel.read.striping.BlockGroupGeometry;
import io.github.hadoopaccel.read.striping.EcLayout;
import io.github.hadoopaccel.read.striping.Erasures;
import io.github.hadoopaccel.read.striping.ReadPlan;
import io.github.hadoopaccel.read.striping.StripeRange;
import io.github.hadoopaccel.read.testing.FakeBlockGroup;
import io.github.hadoopaccel.read.testing.ForwardingDecoder;
import io.github.hadoopaccel.read.testing.Sessions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The driver over a block group in memory and Hadoop's own codec: right bytes whatever a unit does,
 * and after each test no live attempt, no lease and no open reader.
 */
class StripeDriverTest {
  private static final EcLayout RS_6_3 = new EcLayout(6, 3, 5000);
  private static final HedgePolicy EAGER =
      new AdaptiveHedge(
          Duration.ofMillis(1).toNanos(),
          Duration.ofMillis(20).toNanos(),
          5 * (Duration.ofMillis(20).toNanos()),
          2,
          0.05);

  private final UnitThreads threads = new UnitThreads(64, "test-unit");
  private final BufferAccount account = new BufferAccount();
  private FakeBlockGroup group;
  private ReadSession session = Sessions.with(EAGER, Posture.CAREFUL, 1, threads);
  private UnitDecoder decoder;

  private StripeDriver driver(long groupLength) throws IOException {
    group = new FakeBlockGroup("rs", new BlockGroupGeometry(RS_6_3, groupLength));
    decoder = new HadoopUnitDecoder(new Configuration(false), "rs", RS_6_3, true);
    return new StripeDriver(group.geometry(), group, decoder, session, account, groupLength, true);
  }

  @AfterEach
  void nothingIsLeft() {
    await().until(() -> session.liveAttempts() == 0);
    assertThat(session.buffers().liveLeases()).isZero();
    await().until(() -> group.openReaders() == 0);
    threads.shutdownNow();
  }

  private void assertReads(StripeDriver driver, long offset, long length) throws IOException {
    StripeBytes bytes = driver.read(ReadPlan.of(group.geometry(), offset, length));
    ByteBuffer target = ByteBuffer.allocate((int) length);
    int count = bytes.copyTo(offset, target);
    bytes.release();
    assertThat(count).isEqualTo((int) length);
    for (int i = 0; i < count; i++) {
      if (target.get(i) != FakeBlockGroup.byteAt(offset + i)) {
        throw new AssertionError("wrong byte at " + (offset + i));
      }
    }
  }

  @Test
  void healthyGroupIsReadWithOneReaderPerUnitAndNoExtraByte() throws IOException {
    session = Sessions.with(HedgePolicy.never(), Posture.CAREFUL, 0, threads);
    try (StripeDriver driver = driver(3 * RS_6_3.stripeSizeBytes())) {
      for (int stripe = 0; stripe < 3; stripe++) {
        assertReads(driver, stripe * RS_6_3.stripeSizeBytes(), RS_6_3.stripeSizeBytes());
      }
    }
    assertThat(group.opens()).isEqualTo(6);
    assertThat(group.bytesServed()).isEqualTo(group.geometry().lengthBytes());
    assertThat(session.recorder().counters())
        .containsEntry(AccelCounter.BYTES_EXTRA, 0L)
        .containsEntry(AccelCounter.STRIPES_READ, 3L)
        .containsEntry(AccelCounter.STRIPES_DECODED, 0L);
  }

  @Test
  void aHangingUnitIsHedgedStripeAfterStripe() throws IOException {
    try (StripeDriver driver = driver(4 * RS_6_3.stripeSizeBytes())) {
      group.hang(2);
      for (int stripe = 0; stripe < 4; stripe++) {
        assertReads(driver, stripe * RS_6_3.stripeSizeBytes(), RS_6_3.stripeSizeBytes());
      }
    }
    assertThat(session.recorder().counters()).containsEntry(AccelCounter.STRIPES_DECODED, 4L);
    assertThat(session.recorder().counters().get(AccelCounter.HEDGES_WON)).isBetween(1L, 4L);
  }

  @Test
  @DisplayName("S0_10 a late unit is read from its other location, without a decode")
  void aHangingDataNodeIsHedgedByTheOtherLocationOfItsUnit() throws IOException {
    // Long enough that on a busy machine no other unit is taken for late.
    long patience = Duration.ofMillis(300).toNanos();
    session =
        Sessions.with(
            new AdaptiveHedge(patience, patience, 10 * patience, 2, 0.05),
            Posture.CAREFUL,
            1,
            threads);
    try (StripeDriver driver = driver(4 * RS_6_3.stripeSizeBytes())) {
      group.alsoOn(2, "other");
      group.hangOn("dn2");
      for (int stripe = 0; stripe < 4; stripe++) {
        assertReads(driver, stripe * RS_6_3.stripeSizeBytes(), RS_6_3.stripeSizeBytes());
      }
    }
    assertThat(group.opensOn("other")).isPositive();
    assertThat(session.recorder().counters()).containsEntry(AccelCounter.STRIPES_DECODED, 0L);
    assertThat(session.recorder().counters().get(AccelCounter.HEDGES_WON)).isBetween(1L, 4L);
  }

  @Test
  @DisplayName("S0_10 a failed location is no erasure where there is another")
  void aFailingDataNodeIsReplacedByTheOtherLocationOfItsUnit() throws IOException {
    session = Sessions.with(HedgePolicy.never(), Posture.CAREFUL, 0, threads);
    try (StripeDriver driver = driver(3 * RS_6_3.stripeSizeBytes())) {
      group.alsoOn(2, "other");
      group.failOn("dn2");
      for (int stripe = 0; stripe < 3; stripe++) {
        assertReads(driver, stripe * RS_6_3.stripeSizeBytes(), RS_6_3.stripeSizeBytes());
      }
    }
    assertThat(group.opensOn("dn2")).as("avoided after its failure").isEqualTo(1);
    assertThat(group.opensOn("other")).as("one reader for all").isEqualTo(1);
    assertThat(group.bytesServed()).isEqualTo(group.geometry().lengthBytes());
    assertThat(session.recorder().counters())
        .containsEntry(AccelCounter.STRIPES_DECODED, 0L)
        .containsEntry(AccelCounter.UNITS_FAILED, 1L)
        .containsEntry(AccelCounter.HEDGES_STARTED, 0L);
  }

  @Test
  void twoUnitsOnOneDataNodeKeepTheirOwnReaders() throws IOException {
    session = Sessions.with(HedgePolicy.never(), Posture.CAREFUL, 0, threads);
    try (StripeDriver driver = driver(3 * RS_6_3.stripeSizeBytes())) {
      for (int unit = 0; unit < 9; unit++) {
        group.alsoOn(unit, "other");
      }
      group.failOn("dn1");
      group.failOn("dn4");
      for (int stripe = 0; stripe < 3; stripe++) {
        assertReads(driver, stripe * RS_6_3.stripeSizeBytes(), RS_6_3.stripeSizeBytes());
      }
    }
    assertThat(group.opensOn("other")).isEqualTo(2);
  }

  @Test
  void moreThanMUnitsWhoseLocationsAllFailNameEveryOne() throws IOException {
    try (StripeDriver driver = driver(RS_6_3.stripeSizeBytes())) {
      group.alsoOn(3, "other");
      for (int unit : new int[] {0, 3, 6, 7}) {
        group.fail(unit);
      }
      assertThatThrownBy(() -> assertReads(driver, 0, RS_6_3.stripeSizeBytes()))
          .isInstanceOf(InsufficientUnitsException.class)
          .hasMessageContaining("unit 3 on dn3")
          .hasMessageContaining("unit 3 on other")
          .satisfies(e -> assertThat(e.getSuppressed()).hasSize(5));
    }
  }

  @Test
  void acceleratedReadsOfSecondLocationsBringRightBytes() throws IOException {
    session = Sessions.with(EAGER, Posture.ACCELERATED, 9, threads);
    try (StripeDriver driver = driver(4 * RS_6_3.stripeSizeBytes() + 7)) {
      for (int unit = 0; unit < 9; unit++) {
        group.alsoOn(unit, "other" + unit);
      }
      group.hangOn("dn2");
      group.failOn("dn3");
      for (int stripe = 0; stripe < 4; stripe++) {
        assertReads(driver, stripe * RS_6_3.stripeSizeBytes(), RS_6_3.stripeSizeBytes());
      }
      assertReads(driver, 4 * RS_6_3.stripeSizeBytes(), 7);
    }
    assertThat(session.recorder().counters().get(AccelCounter.HEDGES_STARTED)).isPositive();
  }

  @Test
  void aUnitThatAHedgeAbandonedIsReadAgainWhenItIsNeeded() throws IOException {
    try (StripeDriver driver = driver(2 * RS_6_3.stripeSizeBytes())) {
      group.hang(2);
      assertReads(driver, 0, RS_6_3.stripeSizeBytes());
      group.heal(2);
      for (int unit : new int[] {6, 7, 8}) {
        group.fail(unit);
      }
      assertReads(driver, RS_6_3.stripeSizeBytes(), RS_6_3.stripeSizeBytes());
    }
  }

  @Test
  void keptReadersThatLostTheirConnectionAreOpenedAgain() throws IOException {
    session = Sessions.with(HedgePolicy.never(), Posture.CAREFUL, 0, threads);
    try (StripeDriver driver = driver(2 * RS_6_3.stripeSizeBytes())) {
      assertReads(driver, 0, RS_6_3.stripeSizeBytes());
      group.breakConnections();
      assertReads(driver, RS_6_3.stripeSizeBytes(), RS_6_3.stripeSizeBytes());
    }
    assertThat(group.opens()).isEqualTo(12);
    assertThat(session.recorder().counters()).containsEntry(AccelCounter.UNITS_FAILED, 0L);
  }

  @Test
  void acceleratedReadsRightBytesAndEndsEveryLoser() throws IOException {
    session = Sessions.with(EAGER, Posture.ACCELERATED, 2, threads);
    try (StripeDriver driver = driver(4 * RS_6_3.stripeSizeBytes() + 7)) {
      for (int stripe = 0; stripe < 4; stripe++) {
        assertReads(driver, stripe * RS_6_3.stripeSizeBytes(), RS_6_3.stripeSizeBytes());
      }
      assertReads(driver, 4 * RS_6_3.stripeSizeBytes(), 7);
    }
    assertThat(session.recorder().counters().get(AccelCounter.HEDGES_STARTED)).isPositive();
  }

  @Test
  @DisplayName("S0_13 an accelerated second attempt reads units 3 to 8 and decodes the rest")
  void anAcceleratedSecondAttemptReadsOtherUnits() throws IOException {
    session = Sessions.with(HedgePolicy.never(), Posture.ACCELERATED, 0, threads, 1);
    try (StripeDriver driver = driver(3 * RS_6_3.stripeSizeBytes() + 7)) {
      for (int stripe = 0; stripe < 3; stripe++) {
        assertReads(driver, stripe * RS_6_3.stripeSizeBytes(), RS_6_3.stripeSizeBytes());
      }
      for (int unit = 0; unit < 9; unit++) {
        assertThat(group.opensOn("dn" + unit)).as("unit %d", unit).isEqualTo(unit < 3 ? 0 : 1);
      }
      assertReads(driver, 3 * RS_6_3.stripeSizeBytes(), 7);
    }
    assertThat(session.recorder().counters())
        .containsEntry(AccelCounter.STRIPES_DECODED, 4L)
        .containsEntry(AccelCounter.BYTES_EXTRA, 0L);
  }

  @Test
  void aSecondAttemptReadsTheWantedUnitsOfAPartAndDataUnitsWhereItIsCareful() throws IOException {
    session = Sessions.with(HedgePolicy.never(), Posture.ACCELERATED, 0, threads, 1);
    try (StripeDriver driver = driver(RS_6_3.stripeSizeBytes())) {
      assertReads(driver, 5000, 10_000);
    }
    assertThat(group.bytesServed()).isEqualTo(10_000);
    session = Sessions.with(HedgePolicy.never(), Posture.CAREFUL, 0, threads, 1);
    try (StripeDriver driver = driver(RS_6_3.stripeSizeBytes())) {
      assertReads(driver, 0, RS_6_3.stripeSizeBytes());
    }
    assertThat(session.recorder().counters()).containsEntry(AccelCounter.STRIPES_DECODED, 0L);
  }

  @Test
  void aSecondAttemptTakesTheUnitsThatAreLeft() throws IOException {
    session = Sessions.with(EAGER, Posture.ACCELERATED, 2, threads, 1);
    try (StripeDriver driver = driver(4 * RS_6_3.stripeSizeBytes() + 5001)) {
      group.fail(4);
      group.hang(7);
      for (int stripe = 0; stripe < 4; stripe++) {
        assertReads(driver, stripe * RS_6_3.stripeSizeBytes(), RS_6_3.stripeSizeBytes());
      }
      assertReads(driver, 4 * RS_6_3.stripeSizeBytes(), 5001);
    }
  }

  @Test
  void seeksAndOddRangesReadRightBytes() throws IOException {
    long length = 2 * RS_6_3.stripeSizeBytes() + 5001;
    try (StripeDriver driver = driver(length)) {
      group.fail(1);
      for (long offset : new long[] {0, 1, 4999, 5000, 5001, 29_999, 30_000, 60_000, 65_000}) {
        for (long count : new long[] {1, 4999, 5001, 12_345}) {
          assertReads(driver, offset, Math.min(count, length - offset));
        }
      }
    }
  }

  @Test
  void timeSpentDecodingIsNotHeldAgainstTheUnitsThatWereAbandoned() throws IOException {
    session = Sessions.with(HedgePolicy.never(), Posture.ACCELERATED, 1, threads);
    group = new FakeBlockGroup("rs", new BlockGroupGeometry(RS_6_3, 20 * RS_6_3.stripeSizeBytes()));
    UnitDecoder slow =
        new SlowDecoder(new HadoopUnitDecoder(new Configuration(false), "rs", RS_6_3, true));
    try (StripeDriver driver =
        new StripeDriver(
            group.geometry(),
            group,
            slow,
            session,
            account,
            group.geometry().lengthBytes(),
            true)) {
      for (int stripe = 0; stripe < 20; stripe++) {
        assertReads(driver, stripe * RS_6_3.stripeSizeBytes(), RS_6_3.stripeSizeBytes());
      }
    }
    List<List<UnitHolder>> holders = IntStream.range(0, 9).mapToObj(group::holders).toList();
    StripeRange stripe =
        ReadPlan.of(group.geometry(), 0, group.geometry().layout().stripeSizeBytes()).get(0);
    assertThat(
            session
                .scoreboard()
                .outlook(stripe, holders, stripe::isWanted, Set.of(), 0)
                .order()
                .goodUnits())
        .isEqualTo(9);
  }

  /** Wishes as it is told. */
  private static final class Wishful extends ForwardingDecoder {
    private final boolean apart;

    Wishful(UnitDecoder decoder, boolean apart) {
      super(decoder);
      this.apart = apart;
    }

    @Override
    public boolean prefersOutputsApart() {
      return apart;
    }
  }

  /** Takes longer than any excess that makes a DataNode slow. */
  private static final class SlowDecoder extends ForwardingDecoder {
    SlowDecoder(UnitDecoder decoder) {
      super(decoder);
    }

    @Override
    public void decode(
        StripeRange band,
        ByteBuffer[] inputs,
        Erasures erasures,
        ByteBuffer[] outputs,
        boolean apart)
        throws IOException {
      long until = System.nanoTime() + Duration.ofMillis(60).toNanos();
      super.decode(band, inputs, erasures, outputs, apart);
      while (System.nanoTime() - until < 0) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  @Test
  void moreThanMFailuresNameEveryCauseAndLeaveNothingRunning() throws IOException {
    try (StripeDriver driver = driver(RS_6_3.stripeSizeBytes())) {
      for (int unit : new int[] {0, 3, 6, 7}) {
        group.fail(unit);
      }
      assertThatThrownBy(() -> assertReads(driver, 0, RS_6_3.stripeSizeBytes()))
          .isInstanceOf(InsufficientUnitsException.class)
          .hasMessageContaining("only 5 of the 6 units")
          .satisfies(e -> assertThat(e.getSuppressed()).hasSize(4));
    }
  }

  @Test
  void anInterruptedConsumerLeavesNothingRunningAndKeepsItsFlag() throws Exception {
    session = Sessions.with(HedgePolicy.never(), Posture.CAREFUL, 0, threads);
    try (StripeDriver driver = driver(RS_6_3.stripeSizeBytes())) {
      CountDownLatch hung = group.hang(0);
      AtomicReference<Exception> thrown = new AtomicReference<>();
      AtomicReference<Boolean> flag = new AtomicReference<>();
      Thread consumer =
          new Thread(
              () -> {
                try {
                  assertReads(driver, 0, RS_6_3.stripeSizeBytes());
                } catch (IOException e) {
                  thrown.set(e);
                }
                flag.set(Thread.currentThread().isInterrupted());
              });
      consumer.start();
      await().until(() -> session.liveAttempts() == 1);
      consumer.interrupt();
      consumer.join();
      assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
      assertThat(flag.get()).isTrue();
      assertThat(hung.getCount()).isEqualTo(1);
    }
  }

  @Test
  void aPolicyThatThrowsLeavesNothingRunning() throws IOException {
    session =
        Sessions.with(
            (unit, stripe) -> {
              throw new IllegalStateException("policy is broken");
            },
            Posture.CAREFUL,
            0,
            threads);
    try (StripeDriver driver = driver(RS_6_3.stripeSizeBytes())) {
      assertThatThrownBy(() -> assertReads(driver, 0, RS_6_3.stripeSizeBytes()))
          .hasMessage("policy is broken");
    }
  }

  @ParameterizedTest(name = "apart {0}, buffers for {1} units: peak {2}")
  @CsvSource({"false, 24, 6", "true, 24, 8", "true, 15, 7", "true, 13, 6", "true, 6, 6"})
  void outputsGetBuffersOfTheirOwnWhereThatIsWishedAndPlentyAreLeft(
      boolean apart, int units, int peak) throws IOException {
    long stripe = RS_6_3.stripeSizeBytes();
    group = new FakeBlockGroup("rs", new BlockGroupGeometry(RS_6_3, stripe));
    group.fail(2);
    group.fail(4);
    session =
        Sessions.with(
            HedgePolicy.never(), Posture.CAREFUL, 0, threads, 0, new BufferPool(units * 5000L));
    try (UnitDecoder coder =
            new Wishful(new HadoopUnitDecoder(new Configuration(), "rs", RS_6_3, false), apart);
        StripeDriver driver =
            new StripeDriver(group.geometry(), group, coder, session, account, stripe, true)) {
      assertReads(driver, 0, stripe);
    }
    assertThat(account.peakBytes()).isEqualTo(peak * 5000L);
  }

  @Test
  void exhaustedBuffersAreAClearErrorAndLeaveNothing() throws IOException {
    group = new FakeBlockGroup("rs", new BlockGroupGeometry(RS_6_3, RS_6_3.stripeSizeBytes()));
    BufferPool small = new BufferPool(3 * 5000);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 4; i++) {
                leases.add(small.lease(5000, false, account, false));
              }
            })
        .hasMessageContaining("15000 of 15000")
        .hasMessageContaining("accel.read.buffer-bytes");
    leases.forEach(BufferLease::release);
    leases.forEach(BufferLease::release);
    assertThat(small.liveLeases()).isZero();
    assertThat(small.leasedBytes()).isZero();
  }

  private final List<BufferLease> leases = new ArrayList<>();
}
