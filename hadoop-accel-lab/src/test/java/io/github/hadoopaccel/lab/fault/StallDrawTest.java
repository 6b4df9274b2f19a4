package io.github.hadoopaccel.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which block reads stall is decided once per MiB, when its first packet was sent, by the seed. */
class StallDrawTest {
  private static final long PACKET = 64 << 10;
  private static final long MIB = 1 << 20;

  /** The packets, counted from 0, after which a block read of so many bytes stalls. */
  private static List<Integer> stalls(StallDraw draw, long bytes) {
    StallDraw.Connection connection = draw.new Connection();
    List<Integer> stalls = new ArrayList<>();
    int packet = 0;
    for (long left = bytes; left > 0; left -= PACKET) {
      if (connection.stallsAfter(Math.min(left, PACKET))) {
        stalls.add(packet);
      }
      packet++;
    }
    assertThat(connection.stallsAfter(0)).isFalse();
    return stalls;
  }

  @Test
  void certaintyStallsAfterTheFirstPacketOfEachMebibyte() {
    assertThat(stalls(new StallDraw(1, 1), 2 * MIB + 1)).containsExactly(0, 16, 32);
    assertThat(stalls(new StallDraw(1, 1), MIB)).containsExactly(0);
    assertThat(stalls(new StallDraw(1, 1), 4096)).containsExactly(0);
  }

  @Test
  void impossibilityNeverStalls() {
    assertThat(stalls(new StallDraw(1, 0), 100 * MIB)).isEmpty();
  }

  @Test
  void eachBlockReadOfOneConnectionIsDecidedAnew() {
    StallDraw.Connection connection = new StallDraw(1, 1).new Connection();
    for (int read = 0; read < 3; read++) {
      assertThat(connection.stallsAfter(4096)).isTrue();
      assertThat(connection.stallsAfter(0)).isFalse();
    }
  }

  @Test
  void packetAcrossTheBorderDecidesForTheNextMebibyte() {
    StallDraw.Connection connection = new StallDraw(1, 1).new Connection();
    assertThat(connection.stallsAfter(MIB - 1)).isTrue();
    assertThat(connection.stallsAfter(1)).isFalse();
    assertThat(connection.stallsAfter(1)).isTrue();
    assertThat(connection.stallsAfter(3 * MIB)).isTrue();
    assertThat(connection.stallsAfter(MIB - 1)).isFalse();
  }

  @Test
  void shareOfStallsIsTheProbability() {
    assertThat(stalls(new StallDraw(7, 0.02), 50_000 * MIB).size()).isBetween(850, 1150);
  }

  @Test
  void sameSeedStallsAlikeAndAnotherOneOtherwise() {
    List<Integer> first = stalls(new StallDraw(3, 0.02), 5000 * MIB);
    assertThat(stalls(new StallDraw(3, 0.02), 5000 * MIB)).isEqualTo(first);
    assertThat(stalls(new StallDraw(4, 0.02), 5000 * MIB)).isNotEqualTo(first);
  }

  @Test
  void probabilityOutsideOfItsRangeIsRefused() {
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new StallDraw(1, wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("probability");
    }
  }
}
