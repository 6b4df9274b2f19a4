package io.github.hadoopaccel.read.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.read.codec.HadoopUnitDecoder;
import io.github.hadoopaccel.read.hedge.HedgeBudget;
import io.github.hadoopaccel.read.hedge.HedgePolicy;
import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.hedge.PostureSwitch;
import io.github.hadoopaccel.read.hedge.UnitRanking;
import io.github.hadoopaccel.read.metrics.AccelCounter;
import io.github.hadoopaccel.read.metrics.ReadRecorder;
import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.read.striping.BlockGroupGeometry;
import io.github.hadoopaccel.read.striping.EcLayout;
import io.github.hadoopaccel.read.striping.ReadPlan;
import io.github.hadoopaccel.read.testing.FakeBlockGroup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What a directive says is done while it holds and no longer: real reads of a block group in
 * memory, with a clock that stands still until it is moved.
 */
class DirectedSessionTest {
  private static final EcLayout RS_6_3 = new EcLayout(6, 3, 5000);
  private static final int STRIPE = (int) RS_6_3.stripeSizeBytes();

  private final AtomicLong now = new AtomicLong(1000);
  private final UnitThreads threads = new UnitThreads(16, "test-unit");
  private final BufferAccount account = new BufferAccount();
  private final UnitDecoder decoder =
      new HadoopUnitDecoder(new Configuration(false), "rs", RS_6_3, true);
  private ReadSession session;
  private FakeBlockGroup group;

  private StripeDriver driver(int attemptNumber, Posture posture) throws IOException {
    session =
        new ReadSession(
            now::get,
            new UnitQueue(threads, 32),
            (at, clock, wake) -> () -> {},
            new BufferPool(1 << 20),
            new ReadRecorder(TimeUnit.SECONDS.toNanos(5)),
            HedgePolicy.never(),
            new HedgeBudget(0.05, 1000, 0, 1L << 40, 10),
            new Scoreboard(new UnitRanking(3, 1000, TimeUnit.HOURS.toNanos(1))),
            new PostureSwitch(posture, 0),
            attemptNumber);
    group = new FakeBlockGroup("rs", new BlockGroupGeometry(RS_6_3, 4L * STRIPE));
    return new StripeDriver(
        group.geometry(), group, decoder, session, account, group.geometry().lengthBytes(), true);
  }

  @AfterEach
  void nothingIsLeft() {
    await().until(() -> session.liveAttempts() == 0);
    assertThat(session.buffers().liveLeases()).isZero();
    decoder.close();
    threads.shutdownNow();
  }

  private void assertReads(StripeDriver driver, long offset, int length) throws IOException {
    StripeBytes bytes = driver.read(ReadPlan.of(group.geometry(), offset, length));
    ByteBuffer target = ByteBuffer.allocate(length);
    assertThat(bytes.copyTo(offset, target)).isEqualTo(length);
    bytes.release();
    for (int i = 0; i < length; i++) {
      if (target.get(i) != FakeBlockGroup.byteAt(offset + i)) {
        throw new AssertionError("wrong byte at " + (offset + i));
      }
    }
  }

  private List<Integer> opened() {
    return IntStream.range(0, 9).filter(unit -> group.opensOn("dn" + unit) > 0).boxed().toList();
  }

  private static Directive careful(double share, List<String> avoid, int subset) {
    return new Directive(Posture.CAREFUL, 0, 0, share, avoid, subset, 100, 500);
  }

  private void lapse() {
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
  }

  @Test
  void theTaskEarnsItsShareAndAllOfItAgainOnceTheDirectiveHasLapsed() throws IOException {
    driver(0, Posture.CAREFUL).close();
    session.follow(careful(0.5, List.of(), Directive.OWN_SUBSET));
    session.settle(1000, 0);
    assertThat(session.budget().availableBytes()).isEqualTo(25);
    lapse();
    session.settle(1000, 0);
    assertThat(session.budget().availableBytes()).isEqualTo(75);
    session.follow(careful(0, List.of(), Directive.OWN_SUBSET));
    session.settle(1000, 0);
    assertThat(session.budget().availableBytes()).isEqualTo(75);
    session.follow(Directive.careful(500));
    session.settle(1000, 0);
    assertThat(session.budget().availableBytes()).isEqualTo(125);
  }

  @Test
  void dataNodesToAvoidAreNotReadWhileTheDirectiveHolds() throws IOException {
    try (StripeDriver driver = driver(0, Posture.CAREFUL)) {
      session.follow(careful(1, List.of("dn1", "dn4", "elsewhere"), Directive.OWN_SUBSET));
      assertReads(driver, 0, STRIPE);
      assertThat(opened()).containsExactly(0, 2, 3, 5, 6, 7);
      lapse();
      assertReads(driver, STRIPE, STRIPE);
      assertThat(opened()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }
    assertThat(session.recorder().counters())
        .containsEntry(AccelCounter.STRIPES_DECODED, 1L)
        .containsEntry(AccelCounter.UNITS_FAILED, 0L);
  }

  @Test
  void whereNobodyElseIsLeftDataNodesToAvoidAreRead() throws IOException {
    try (StripeDriver driver = driver(0, Posture.CAREFUL)) {
      session.follow(careful(1, List.of("dn0", "dn1", "dn2", "dn3", "dn6"), Directive.OWN_SUBSET));
      assertReads(driver, 0, STRIPE);
      assertThat(opened()).hasSize(6).contains(4, 5, 7, 8);
      group.fail(8);
      assertReads(driver, STRIPE, STRIPE);
    }
  }

  @Test
  @DisplayName("S0_13 a careful reader reads the units it is told, in every stripe till the lapse")
  void aUnitSubsetHoldsForACarefulReader() throws IOException {
    try (StripeDriver driver = driver(0, Posture.CAREFUL)) {
      session.follow(careful(1, List.of(), 1));
      assertReads(driver, 0, STRIPE);
      assertReads(driver, STRIPE, STRIPE);
      assertThat(opened()).containsExactly(3, 4, 5, 6, 7, 8);
      lapse();
      assertReads(driver, 2L * STRIPE, STRIPE);
      assertThat(opened()).hasSize(9);
    }
    assertThat(session.recorder().counters())
        .containsEntry(AccelCounter.STRIPES_DECODED, 2L)
        .containsEntry(AccelCounter.BYTES_EXTRA, 0L);
  }

  @Test
  @DisplayName("S0_13 original and speculative attempt share k - m units, both of them careful")
  void subsetsOfTwoAttemptsShareAsLittleAsCanBe() throws IOException {
    try (StripeDriver driver = driver(0, Posture.CAREFUL)) {
      session.follow(careful(1, List.of(), 2));
      assertReads(driver, 0, STRIPE);
      assertThat(opened()).containsExactly(0, 1, 2, 6, 7, 8);
    }
  }

  @Test
  void subsetZeroMeansDataUnitsForAnAcceleratedSecondAttemptToo() throws IOException {
    try (StripeDriver driver = driver(1, Posture.ACCELERATED)) {
      session.follow(new Directive(Posture.ACCELERATED, 0, 0, 1, List.of(), 0, 100, 500));
      assertReads(driver, 0, STRIPE);
      assertThat(opened()).containsExactly(0, 1, 2, 3, 4, 5);
      lapse();
      assertReads(driver, STRIPE, STRIPE);
      assertThat(opened()).as("its own again").hasSize(9);
    }
  }

  @Test
  void ofAPartOfAStripeTheWantedUnitIsReadWhateverTheSubset() throws IOException {
    try (StripeDriver driver = driver(0, Posture.CAREFUL)) {
      session.follow(careful(1, List.of(), 1));
      assertReads(driver, 5000, 5000);
      assertThat(opened()).containsExactly(1);
    }
  }

  @Test
  void subsetAndAvoidedDataNodesGoTogether() throws IOException {
    try (StripeDriver driver = driver(0, Posture.CAREFUL)) {
      session.follow(careful(1, List.of("dn4"), 1));
      assertReads(driver, 0, STRIPE);
      assertThat(opened()).containsExactly(0, 3, 5, 6, 7, 8);
    }
  }
}
