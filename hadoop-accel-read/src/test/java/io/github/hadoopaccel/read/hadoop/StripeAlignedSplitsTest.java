package io.github.hadoopaccel.read.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.fs.BlockLocation;
import org.junit.jupiter.api.Test;

/** Borders move up to stripes counted from the beginning of each block group. */
class StripeAlignedSplitsTest {
  private static final BlockLocation[] GROUPS = {group(0, 100), group(100, 95), group(195, 7)};

  private static BlockLocation group(long offset, long length) {
    return new BlockLocation(new String[0], new String[0], offset, length);
  }

  @Test
  void exampleOfTheClassCommentHolds() {
    BlockLocation[] one = {group(0, 300)};
    assertThat(StripeAlignedSplits.borderAtOrAfter(one, 6, 128)).isEqualTo(132);
    assertThat(StripeAlignedSplits.borderAtOrAfter(one, 6, 256)).isEqualTo(258);
    assertThat(StripeAlignedSplits.borderAtOrAfter(one, 6, 300)).isEqualTo(300);
  }

  @Test
  void bordersStayAndOffsetsBetweenThemMoveUp() {
    assertThat(StripeAlignedSplits.borderAtOrAfter(GROUPS, 30, 0)).isZero();
    assertThat(StripeAlignedSplits.borderAtOrAfter(GROUPS, 30, 1)).isEqualTo(30);
    assertThat(StripeAlignedSplits.borderAtOrAfter(GROUPS, 30, 30)).isEqualTo(30);
  }

  @Test
  void aShortLastStripeOfAGroupEndsWithTheGroup() {
    assertThat(StripeAlignedSplits.borderAtOrAfter(GROUPS, 30, 91)).isEqualTo(100);
    assertThat(StripeAlignedSplits.borderAtOrAfter(GROUPS, 30, 101)).isEqualTo(130);
    assertThat(StripeAlignedSplits.borderAtOrAfter(GROUPS, 30, 191)).isEqualTo(195);
    assertThat(StripeAlignedSplits.borderAtOrAfter(GROUPS, 30, 196)).isEqualTo(202);
    assertThat(StripeAlignedSplits.borderAtOrAfter(GROUPS, 30, 202)).isEqualTo(202);
  }
}
