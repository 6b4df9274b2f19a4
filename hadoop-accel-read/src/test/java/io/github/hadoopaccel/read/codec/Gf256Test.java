package io.github.hadoopaccel.read.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The field against its definition: polynomials multiplied bit by bit and reduced by 0x11d. */
class Gf256Test {
  @Test
  void theWorkedExampleHolds() {
    assertThat(Gf256.timesX(0x80)).isEqualTo(0x1d);
    assertThat(Gf256.timesX(0x1d)).isEqualTo(0x3a);
    assertThat(Gf256.product(0x05, 0x80)).isEqualTo(0xba);
  }

  @Test
  void everyProductIsThatOfThePolynomials() {
    for (int a = 0; a < Gf256.SIZE; a++) {
      for (int b = 0; b < Gf256.SIZE; b++) {
        assertThat(Gf256.product(a, b)).as("%d times %d", a, b).isEqualTo(polynomials(a, b));
      }
    }
  }

  @Test
  void everyElementButZeroHasAnInverse() {
    for (int a = 1; a < Gf256.SIZE; a++) {
      assertThat(Gf256.product(a, Gf256.inverse(a))).as("%d", a).isEqualTo(1);
    }
    assertThatThrownBy(() -> Gf256.inverse(0)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void eightBytesAreMultipliedEachByItself() {
    for (int a = 0; a < Gf256.SIZE; a++) {
      for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
        long among = ~(0xffL << shift) & 0x80ff017f80ff017fL;
        long product = Gf256.timesX((long) a << shift | among);
        for (int at = 0; at < Long.SIZE; at += Byte.SIZE) {
          int factor = (int) (((long) a << shift | among) >>> at & 0xff);
          assertThat(product >>> at & 0xff)
              .as("%d in byte %d, byte %d", a, shift / 8, at / 8)
              .isEqualTo(polynomials(2, factor));
        }
      }
    }
  }

  private static int polynomials(int a, int b) {
    int product = 0;
    for (int bit = 0; bit < 8; bit++) {
      if ((b >> bit & 1) != 0) {
        product ^= a << bit;
      }
    }
    for (int bit = 14; bit >= 8; bit--) {
      if ((product >> bit & 1) != 0) {
        product ^= 0x11d << (bit - 8);
      }
    }
    return product;
  }
}
