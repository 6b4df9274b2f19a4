package io.github.hadoopaccel.read.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.apache.hadoop.io.erasurecode.rawcoder.util.RSUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The code's coefficients, against Hadoop's matrix and the definition of an inverse. */
class CauchyCodeTest {
  @Test
  void theWorkedExampleHolds() {
    CauchyCode code = new CauchyCode(2, 1);
    assertThat(code.rebuildRows(new int[] {0, 1}, new int[] {2}))
        .isDeepEqualTo(new int[][] {{0x8e, 0xf4}});
    assertThat(code.rebuildRows(new int[] {1, 2}, new int[] {0}))
        .isDeepEqualTo(new int[][] {{0xf5, 0x02}});
  }

  @ParameterizedTest
  @CsvSource({"1,1", "3,2", "6,3", "10,4", "20,4", "1,254", "254,1", "128,127"})
  void unitsAreCombinedOfDataUnitsAsInHadoop(int dataUnits, int parityUnits) {
    int units = dataUnits + parityUnits;
    byte[] hadoop = new byte[units * dataUnits];
    RSUtil.genCauchyMatrix(hadoop, units, dataUnits);
    int[] data = IntStream.range(0, dataUnits).toArray();
    int[] all = IntStream.range(0, units).toArray();
    int[][] rows = new CauchyCode(dataUnits, parityUnits).rebuildRows(data, all);
    for (int unit = 0; unit < units; unit++) {
      for (int i = 0; i < dataUnits; i++) {
        assertThat(rows[unit][i])
            .as("unit %d of data unit %d", unit, i)
            .isEqualTo(Byte.toUnsignedInt(hadoop[unit * dataUnits + i]));
      }
    }
  }

  @Test
  void aUnitThatIsPresentIsItself() {
    int[][] rows = new CauchyCode(3, 2).rebuildRows(new int[] {4, 1, 3}, new int[] {3, 4, 1});
    assertThat(rows).isDeepEqualTo(new int[][] {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}});
  }

  @ParameterizedTest
  @CsvSource({"0,3", "6,0", "-1,3", "200,56", "255,1"})
  void moreThan255UnitsOrNoneAreRefused(int dataUnits, int parityUnits) {
    assertThatThrownBy(() -> new CauchyCode(dataUnits, parityUnits))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "RS-" + dataUnits + "-" + parityUnits + ": both at least 1, together at most 255");
  }
}
