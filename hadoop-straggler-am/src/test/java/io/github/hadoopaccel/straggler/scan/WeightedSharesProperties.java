package io.github.hadoopaccel.straggler.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.testing.Reading;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Nobody gets more than wanted, and no more is shared than there is. */
class WeightedSharesProperties {
  @Example
  void theWorkedExampleOfTheClassComment() {
    List<WeightedShares.Share> shares =
        WeightedShares.divide(90, List.of(claim(1, 1, 10), claim(2, 1, 100), claim(3, 2, 100)));
    assertThat(shares).extracting(WeightedShares.Share::bytes).containsExactly(10L, 53L, 27L);
  }

  @Property
  void sharesStayWithinBothBounds(
      @ForAll @LongRange(min = 0, max = 1L << 50) long bytes,
      @ForAll @Size(max = 20) List<@LongRange(min = 1, max = 1L << 50) Long> wanted,
      @ForAll @IntRange(min = 1, max = 1000) int heavy) {
    List<WeightedShares.Claim> claims = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      claims.add(claim(i, i % 2 == 0 ? 1 : heavy / 10.0, wanted.get(i)));
    }
    List<WeightedShares.Share> shares = WeightedShares.divide(bytes, claims);
    long total = shares.stream().mapToLong(WeightedShares.Share::bytes).sum();
    long all = wanted.stream().mapToLong(Long::longValue).sum();
    assertThat(total).isLessThanOrEqualTo(bytes);
    assertThat(total).isGreaterThanOrEqualTo(Math.min(bytes, all) - wanted.size() - (bytes >> 40));
    for (WeightedShares.Share share : shares) {
      long want = wanted.get(share.attempt().name().taskIndex());
      assertThat(share.bytes()).isBetween(1L, want);
    }
  }

  private static WeightedShares.Claim claim(int task, double weight, long wanted) {
    return new WeightedShares.Claim(Reading.map(task).running(), weight, wanted);
  }
}
