package io.github.hadoopaccel.read.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When a consumer will need what it has not read yet. */
class ConsumerPaceTest {
  private static final long MILLIS = 1_000_000;
  private static final int MIB = 1 << 20;

  private final ConsumerPace pace = new ConsumerPace();

  @Test
  @DisplayName("S2_01 deadlines come from the consumer's pace: the example of the class comment")
  void exampleOfTheClassCommentHolds() {
    long now = 0;
    for (int i = 0; i < 10; i++) {
      pace.comes(now);
      pace.leaves(MIB, now + 300 * MILLIS);
      now += 320 * MILLIS;
    }
    pace.comes(now);
    assertThat(pace.needsAtNanos(4 * MIB, now)).isEqualTo(now + 80 * MILLIS);
  }

  @Test
  void aConsumerOfWhichNothingIsKnownNeedsEverythingNow() {
    assertThat(pace.needsAtNanos(4 * MIB, 77)).isEqualTo(77);
    pace.comes(77);
    pace.leaves(MIB, 77);
    assertThat(pace.needsAtNanos(4 * MIB, 77)).isEqualTo(77);
  }

  @Test
  void whatItLeftWithIsInHandToo() {
    pace.comes(0);
    pace.leaves(MIB, 0);
    pace.comes(20 * MILLIS);
    pace.leaves(MIB, 20 * MILLIS);
    assertThat(pace.needsAtNanos(MIB, 20 * MILLIS)).isEqualTo(60 * MILLIS);
  }
}
