package io.github.hadoopaccel.read.striping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.hadoop.hdfs.util.StripedBlockUtil;
import org.junit.jupiter.api.Test;

/** The geometry against its own worked example and against HDFS's own arithmetic. */
class BlockGroupGeometryTest {
  private static final EcLayout RS_3_2 = new EcLayout(3, 2, 4);

  @Test
  void exampleOfTheClassCommentHolds() {
    BlockGroupGeometry geometry = new BlockGroupGeometry(RS_3_2, 18);
    assertThat(geometry.stripeCount()).isEqualTo(2);
    assertThat(cellLengths(geometry, 1)).containsExactly(4, 2, 0, 4, 4);
    assertThat(unitLengths(geometry)).containsExactly(8, 6, 4, 8, 8);
  }

  @Test
  void aStripeEndsWithItsLastByte() {
    BlockGroupGeometry geometry = new BlockGroupGeometry(RS_3_2, 18);
    assertThat(geometry.stripeEnd(0)).isEqualTo(12);
    assertThat(geometry.stripeEnd(11)).isEqualTo(12);
    assertThat(geometry.stripeEnd(12)).isEqualTo(18);
    assertThatThrownBy(() -> geometry.stripeEnd(24)).hasMessageContaining("0..1");
  }

  @Test
  void unitLengthsAreThoseOfHdfsForEveryGroupLength() {
    for (int length = 0; length <= 5 * 12; length++) {
      BlockGroupGeometry geometry = new BlockGroupGeometry(RS_3_2, length);
      for (int unit = 0; unit < 5; unit++) {
        assertThat(geometry.unitLengthBytes(unit))
            .as("unit %d of a group of %d", unit, length)
            .isEqualTo(StripedBlockUtil.getInternalBlockLength(length, 4, 3, unit));
      }
    }
  }

  @Test
  void badShapesAreRefusedWithTheirValues() {
    assertThatThrownBy(() -> new EcLayout(0, 2, 4)).hasMessageContaining("dataUnits = 0");
    assertThatThrownBy(() -> new EcLayout(200, 56, 4)).hasMessageContaining("255");
    assertThatThrownBy(() -> new EcLayout(3, 2, 0)).hasMessageContaining("cellSizeBytes = 0");
    assertThatThrownBy(() -> new BlockGroupGeometry(RS_3_2, -1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new BlockGroupGeometry(RS_3_2, 12).stripeLengthBytes(1))
        .hasMessageContaining("0..0");
  }

  private static int[] cellLengths(BlockGroupGeometry geometry, long stripe) {
    int[] lengths = new int[geometry.layout().totalUnits()];
    for (int unit = 0; unit < lengths.length; unit++) {
      lengths[unit] = geometry.cellLengthBytes(unit, stripe);
    }
    return lengths;
  }

  private static long[] unitLengths(BlockGroupGeometry geometry) {
    long[] lengths = new long[geometry.layout().totalUnits()];
    for (int unit = 0; unit < lengths.length; unit++) {
      lengths[unit] = geometry.unitLengthBytes(unit);
    }
    return lengths;
  }
}
