package io.github.hadoopaccel.lab.bench.read;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hadoopaccel.lab.soak.PatternBytes;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/** The check looks at eight bytes at each end of what was read, at all of it if that is short. */
class BenchFileTest {
  private static final long OFFSET = 12_345;

  private final BenchFile file = new BenchFile(new Path("/file"), 7, 1 << 20);

  private static ByteBuffer right(int length) {
    byte[] bytes = new byte[length];
    PatternBytes.fill(7, OFFSET, bytes);
    return ByteBuffer.wrap(bytes);
  }

  @Test
  void rightBytesPass() {
    for (int length : new int[] {0, 1, 8, 9, 16, 17, 1000}) {
      assertThatCode(() -> file.check(OFFSET, right(length))).doesNotThrowAnyException();
    }
  }

  @Test
  void wrongByteAtAnEndIsFound() {
    for (int at : new int[] {0, 7, 992, 999}) {
      ByteBuffer read = right(1000);
      read.put(at, (byte) ~read.get(at));
      assertThatThrownBy(() -> file.check(OFFSET, read))
          .isInstanceOf(WrongByteException.class)
          .hasMessageContaining("offset " + (OFFSET + at));
    }
  }

  @Test
  void wrongByteAnywhereInAShortReadIsFound() {
    for (int at = 0; at < 16; at++) {
      ByteBuffer read = right(16);
      read.put(at, (byte) ~read.get(at));
      assertThatThrownBy(() -> file.check(OFFSET, read)).isInstanceOf(WrongByteException.class);
    }
  }
}
