package io.github.hadoopaccel.read.striping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Any range of any group is tiled exactly by the wanted slices of its plan. */
class ReadPlanProperties {

  @Property
  void wantedSlicesTileTheRange(
      @ForAll @IntRange(min = 1, max = 7) int dataUnits,
      @ForAll @IntRange(min = 1, max = 9) int cell,
      @ForAll @IntRange(min = 0, max = 200) int length,
      @ForAll @IntRange(min = 0, max = 200) int from,
      @ForAll @IntRange(min = 0, max = 200) int count) {
    BlockGroupGeometry geometry = new BlockGroupGeometry(new EcLayout(dataUnits, 2, cell), length);
    int start = Math.min(from, length);
    int wanted = Math.min(count, length - start);

    List<CellSlice> slices =
        ReadPlan.of(geometry, start, wanted).stream()
            .flatMap(band -> band.wantedSlices().stream())
            .sorted(Comparator.comparingLong(CellSlice::offsetInGroup))
            .toList();

    long next = start;
    for (CellSlice slice : slices) {
      assertThat(slice.offsetInGroup()).isEqualTo(next);
      assertThat(slice.offsetInUnit() + slice.lengthBytes())
          .isLessThanOrEqualTo(geometry.unitLengthBytes(slice.unitIndex()));
      next += slice.lengthBytes();
    }
    assertThat(next).isEqualTo(start + wanted);
  }

  @Property
  void everyPresentUnitHoldsAllRowsOfABandAndNoAbsentOneHoldsAny(
      @ForAll @IntRange(min = 1, max = 7) int dataUnits,
      @ForAll @IntRange(min = 1, max = 9) int cell,
      @ForAll @IntRange(min = 1, max = 200) int length) {
    BlockGroupGeometry geometry = new BlockGroupGeometry(new EcLayout(dataUnits, 2, cell), length);
    for (StripeRange band : ReadPlan.of(geometry, 0, length)) {
      for (int unit = 0; unit < dataUnits; unit++) {
        int rows = geometry.cellLengthBytes(unit, band.stripeIndex());
        if (unit < band.presentDataUnits()) {
          assertThat(rows).isGreaterThanOrEqualTo(band.rowEnd());
        } else {
          assertThat(rows).isLessThanOrEqualTo(band.rowStart());
        }
      }
    }
  }

  @Example
  void exampleOfTheClassCommentHolds() {
    EcLayout layout = new EcLayout(3, 2, 4);
    List<StripeRange> bands = ReadPlan.of(new BlockGroupGeometry(layout, 24), 2, 6);
    assertThat(bands)
        .containsExactly(
            new StripeRange(layout, 0, 0, 2, 1, 2, 3), new StripeRange(layout, 0, 2, 4, 0, 2, 3));
  }

  @Example
  void rangesOutsideTheGroupAreRefused() {
    BlockGroupGeometry geometry = new BlockGroupGeometry(new EcLayout(3, 2, 4), 10);
    assertThatThrownBy(() -> ReadPlan.of(geometry, -1, 1)).hasMessageContaining("at -1");
    assertThatThrownBy(() -> ReadPlan.of(geometry, 0, 11)).hasMessageContaining("11 bytes");
    assertThatThrownBy(() -> ReadPlan.of(geometry, 11, 0)).hasMessageContaining("of 10");
  }

  @Example
  void erasuresAreAlwaysAscending() {
    assertThat(Erasures.of(7, 1, 3).toArray()).containsExactly(1, 3, 7);
    assertThatThrownBy(() -> Erasures.of(2, 2)).hasMessageContaining("distinct");
    assertThatThrownBy(() -> Erasures.of(-1)).hasMessageContaining("distinct");
  }
}
