package io.github.hadoopaccel.read.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.read.codec.HadoopUnitDecoder;
import io.github.hadoopaccel.read.hedge.HedgePolicy;
import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.striping.BlockGroupGeometry;
import io.github.hadoopaccel.read.striping.EcLayout;
import io.github.hadoopaccel.read.striping.ReadPlan;
import io.github.hadoopaccel.read.testing.FakeBlockGroup;
import io.github.hadoopaccel.read.testing.Sessions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every set of at most m erased units, at every boundary length, through the driver and our coders
 * or Hadoop's: the bytes must be right. Data and parity erasures together pin HADOOP-19180, where a
 * decoder gave silently wrong bytes for an unsorted request.
 */
class EveryErasureSetTest {
  private static final int CELL = 64;
  private static final Configuration CONF = new Configuration();

  @ParameterizedTest(name = "S0_01 {0}-{1}-{2}: {3} erasure sets, our coder {4}")
  @DisplayName("S0_01 any k units rebuild the data")
  @CsvSource({
    "rs,3,2,16,true",
    "rs,6,3,130,true",
    "rs,10,4,1471,true",
    "xor,2,1,4,true",
    "rs,3,2,16,false",
    "rs,6,3,130,false",
    "xor,2,1,4,false"
  })
  void everyErasureSetDecodesAtEveryBoundaryLength(
      String codec, int dataUnits, int parityUnits, int sets, boolean ours) throws IOException {
    EcLayout layout = new EcLayout(dataUnits, parityUnits, CELL);
    UnitThreads threads = new UnitThreads(32, "test-unit");
    ReadSession session = Sessions.with(HedgePolicy.never(), Posture.CAREFUL, 0, threads);
    int tried = 0;
    int stripe = (int) layout.stripeSizeBytes();
    for (int length : boundaryLengths(stripe)) {
      BlockGroupGeometry geometry = new BlockGroupGeometry(layout, length);
      tried = 0;
      for (int erased = 0; erased < 1 << layout.totalUnits(); erased++) {
        if (Integer.bitCount(erased) <= parityUnits) {
          tried++;
          assertDecodes(codec, ours, geometry, erased, session);
        }
      }
    }
    assertThat(tried).isEqualTo(sets);
    await().until(() -> session.liveAttempts() == 0);
    assertThat(session.buffers().liveLeases()).isZero();
    threads.shutdownNow();
  }

  private static Set<Integer> boundaryLengths(int stripe) {
    Set<Integer> lengths = new LinkedHashSet<>();
    for (int length :
        new int[] {0, 1, CELL - 1, CELL, CELL + 1, stripe - 1, stripe, stripe + 1, 2 * stripe}) {
      lengths.add(length);
    }
    return lengths;
  }

  private static void assertDecodes(
      String codec, boolean ours, BlockGroupGeometry geometry, int erased, ReadSession session)
      throws IOException {
    FakeBlockGroup group = new FakeBlockGroup(codec, geometry);
    for (int unit = 0; unit < geometry.layout().totalUnits(); unit++) {
      if ((erased >> unit & 1) == 1) {
        group.fail(unit);
      }
    }
    int length = (int) geometry.lengthBytes();
    ByteBuffer target = ByteBuffer.allocate(length);
    try (UnitDecoder decoder = new HadoopUnitDecoder(CONF, codec, geometry.layout(), ours);
        StripeDriver driver =
            new StripeDriver(
                geometry, group, decoder, session, new BufferAccount(), length, true)) {
      for (long at = 0; at < length; at = geometry.stripeEnd(at)) {
        StripeBytes bytes = driver.read(ReadPlan.of(geometry, at, geometry.stripeEnd(at) - at));
        bytes.copyTo(at, target);
        bytes.release();
      }
    }
    for (int i = 0; i < length; i++) {
      if (i >= target.position() || target.get(i) != FakeBlockGroup.byteAt(i)) {
        throw new AssertionError(
            codec
                + " group of "
                + length
                + ", erased "
                + Integer.toBinaryString(erased)
                + ": wrong byte at "
                + i);
      }
    }
  }
}
