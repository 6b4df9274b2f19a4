package io.github.hadoopaccel.lab.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The pattern is found again at any offset, and the slightest deviation from it is seen. */
class PatternBytesTest {
  private static final long SEED = 4711;

  private static byte[] content(long offset, int length) {
    byte[] bytes = new byte[length];
    PatternBytes.fill(SEED, offset, bytes);
    return bytes;
  }

  @Test
  void contentDoesNotDependOnHowItIsCut() {
    byte[] whole = content(0, 100);
    for (int from = 0; from < whole.length; from++) {
      byte[] part = content(from, whole.length - from);
      for (int i = 0; i < part.length; i++) {
        assertThat(part[i]).isEqualTo(whole[from + i]);
        assertThat(part[i]).isEqualTo(PatternBytes.at(SEED, from + i));
      }
      assertThat(PatternBytes.difference(SEED, from, ByteBuffer.wrap(part))).isEmpty();
    }
  }

  @Test
  void everySingleWrongBitIsFound() {
    byte[] bytes = content(13, 70);
    for (int i = 0; i < bytes.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        bytes[i] ^= (byte) (1 << bit);
        PatternBytes.Difference found =
            PatternBytes.difference(SEED, 13, ByteBuffer.wrap(bytes)).orElseThrow();
        assertThat(found.offset()).isEqualTo(13 + i);
        assertThat(found.count()).isEqualTo(1);
        assertThat(found.actual()).isEqualTo(bytes[i]);
        assertThat(found.expected()).isEqualTo(PatternBytes.at(SEED, 13 + i));
        bytes[i] ^= (byte) (1 << bit);
      }
    }
  }

  @Test
  void bytesOfAnotherPlaceOrFileAreFound() {
    ByteBuffer bytes = ByteBuffer.wrap(content(0, 4096));
    for (long wrong : new long[] {1, 7, 8, 512, 4096, 1L << 20, 1L << 33}) {
      assertThat(PatternBytes.difference(SEED, wrong, bytes)).isPresent();
    }
    assertThat(PatternBytes.difference(SEED + 1, 0, bytes)).isPresent();
    PatternBytes.Difference zeroes =
        PatternBytes.difference(SEED, 0, ByteBuffer.allocate(4096)).orElseThrow();
    assertThat(zeroes.count()).isGreaterThan(4000);
  }

  @Test
  void onlyTheRemainingBytesAreComparedAndThePositionStays() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(30);
    bytes.position(10).put(content(99, 10)).limit(20).position(10);
    assertThat(PatternBytes.difference(SEED, 99, bytes)).isEmpty();
    assertThat(bytes.position()).isEqualTo(10);
    assertThat(bytes.limit()).isEqualTo(20);
  }

  @Test
  void wordsDoNotRepeat() {
    Set<Long> words = new HashSet<>();
    for (long i = 0; i < 100_000; i++) {
      assertThat(words.add(PatternBytes.mix(i))).isTrue();
    }
  }
}
