package io.github.hadoopaccel.read.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is picked for a combination, and that picks give the bytes that the coefficients ask for.
 */
class CombinationTest {
  private static final int[][] EXAMPLE = {{0x05, 0x01, 0x04}};

  @Test
  void theWorkedExampleHolds() {
    Combination combination = new Combination(EXAMPLE, 3);
    assertThat(combination.bits(0)).isEqualTo(3);
    assertThat(combination.pick(0, 2, 0)).isEqualTo(5);
    assertThat(combination.pick(0, 1, 0)).isZero();
    assertThat(combination.pick(0, 0, 0)).isEqualTo(3);
    assertThat(combination.isSum()).isFalse();
  }

  @Test
  void coefficientsOfOneAreASumAndNothingIsMultiplied() {
    assertThat(new Combination(new int[][] {{1, 1, 0, 1}, {0, 1, 1, 1}}, 4).isSum()).isTrue();
    assertThat(new Combination(new int[][] {{1, 1, 0, 1}, {0, 1, 2, 1}}, 4).isSum()).isFalse();
    assertThat(
            new Combination(new SumCode().rebuildRows(new int[] {0, 2}, new int[] {1}), 2).isSum())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 10, 12, 13})
  void bytesAreTheSumOfTheirProducts(int inputs) {
    Random random = new Random(inputs);
    UnitCombiner combiner = new UnitCombiner();
    for (int length : new int[] {1, 7, 8, 9, 2047, 2048, 2049, 4096, 5000}) {
      int[][] rows = new int[3][inputs];
      for (int i = 0; i < inputs; i++) {
        rows[0][i] = random.nextInt(Gf256.SIZE);
        rows[1][i] = i == 0 ? 0x80 : 0;
        rows[2][i] = i % 2;
      }
      ByteBuffer[] from = units(inputs, length, random);
      ByteBuffer[] to = units(rows.length, length, random);
      combiner.combine(new Combination(rows, inputs), from, to);
      for (int output = 0; output < rows.length; output++) {
        for (int at = 0; at < length; at++) {
          int sum = 0;
          for (int i = 0; i < inputs; i++) {
            sum ^= Gf256.product(rows[output][i], Byte.toUnsignedInt(from[i].get(at)));
          }
          assertThat(to[output].get(at)).as("output %d at %d", output, at).isEqualTo((byte) sum);
        }
      }
    }
  }

  @Test
  void anOutputMayLieWhereAnInputLies() {
    int length = 5003;
    ByteBuffer[] from = units(3, length, new Random(7));
    ByteBuffer expected = ByteBuffer.allocate(length);
    Combination combination = new Combination(EXAMPLE, 3);
    new UnitCombiner().combine(combination, from, new ByteBuffer[] {expected});
    new UnitCombiner().combine(combination, from, new ByteBuffer[] {from[1]});
    assertThat(from[1]).isEqualTo(expected);
  }

  @Test
  void nothingOutsideOfTheBuffersLimitsIsWritten() {
    ByteBuffer output = ByteBuffer.allocate(40).position(5).limit(35);
    new UnitCombiner()
        .combine(new Combination(EXAMPLE, 3), units(3, 30, new Random(3)), one(output));
    assertThat(output.position()).isEqualTo(5);
    assertThat(output.limit()).isEqualTo(35);
    output.clear();
    for (int at = 0; at < 40; at++) {
      if (at < 5 || at >= 35) {
        assertThat(output.get(at)).as("at %d", at).isZero();
      }
    }
  }

  private static ByteBuffer[] one(ByteBuffer buffer) {
    return new ByteBuffer[] {buffer};
  }

  private static ByteBuffer[] units(int count, int length, Random random) {
    ByteBuffer[] units = new ByteBuffer[count];
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      units[i] = ByteBuffer.wrap(bytes);
    }
    return units;
  }
}
