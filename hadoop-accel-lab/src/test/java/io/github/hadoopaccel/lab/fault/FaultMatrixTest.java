package io.github.hadoopaccel.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.lab.fault.FaultMatrix.Exclusion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The thinned matrix is large enough, names its cells apart and covers each pair of parts. */
class FaultMatrixTest {
  private static final List<Function<FaultCell, Object>> PARTS =
      List.of(
          FaultCell::fault,
          FaultCell::unit,
          FaultCell::moment,
          FaultCell::posture,
          FaultCell::call);

  @Test
  void atLeastFourHundredCellsAreRunAndEachOnce() {
    List<FaultCell> cells = FaultMatrix.cells();
    assertThat(cells).hasSizeGreaterThanOrEqualTo(400).doesNotHaveDuplicates();
    assertThat(cells.stream().map(FaultCell::toString)).doesNotHaveDuplicates();
  }

  @Test
  void eachPairOfPartsThatIsLegalIsRun() {
    assertThat(pairs(FaultMatrix.cells())).containsAll(pairs(FaultMatrix.legalCells()));
  }

  private static Set<Object> pairs(List<FaultCell> cells) {
    Set<Object> pairs = new HashSet<>();
    for (FaultCell cell : cells) {
      for (var first : PARTS) {
        for (var second : PARTS) {
          pairs.add(List.of(first.apply(cell), second.apply(cell)));
        }
      }
    }
    return pairs;
  }

  @Test
  void noExclusionIsIdle() {
    for (Exclusion exclusion : FaultMatrix.EXCLUSIONS) {
      assertThat(exclusion.reason()).isNotBlank();
      assertThat(FaultMatrix.everyCell()).as(exclusion.reason()).anyMatch(exclusion.cells());
      assertThat(FaultMatrix.cells()).as(exclusion.reason()).noneMatch(exclusion.cells());
    }
  }
}
