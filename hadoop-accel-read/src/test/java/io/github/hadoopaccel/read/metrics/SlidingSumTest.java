package io.github.hadoopaccel.read.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Against a list of everything that was added. */
class SlidingSumTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  @Example
  void exampleOfTheClassCommentHolds() {
    SlidingSum sum = new SlidingSum(100_000 * MILLI, 0);
    sum.add(10, 500 * MILLI);
    sum.add(30, 50_000 * MILLI);
    assertThat(sum.sumAt(100_000 * MILLI)).isEqualTo(40);
    assertThat(sum.sumAt(100_400 * MILLI)).isEqualTo(36);
    assertThat(sum.sumAt(101_000 * MILLI)).isEqualTo(30);
    assertThat(sum.sumAt(1_000_000 * MILLI)).isZero();
  }

  @Property(tries = 300)
  void isRightButForTheBucketThatIsLeaving(
      @ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) long start,
      @ForAll @Size(max = 200) List<@IntRange(max = 400) Integer> pauses,
      @ForAll @IntRange(max = 6000) int later) {
    long window = 5000 * MILLI;
    SlidingSum sum = new SlidingSum(window, start);
    long now = start;
    long[] times = new long[pauses.size()];
    for (int i = 0; i < times.length; i++) {
      now += pauses.get(i) * MILLI;
      times[i] = now;
      sum.add(1000, now);
    }
    now += later * MILLI;
    long surely = 0;
    long perhaps = 0;
    for (long time : times) {
      surely += time > now - window + window / 100 ? 1000 : 0;
      perhaps += time > now - window - window / 100 ? 1000 : 0;
    }
    assertThat(sum.sumAt(now)).isBetween(surely, perhaps);
  }

  @Property(tries = 300)
  void timeIsExact(
      @ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) long start,
      @ForAll @IntRange(max = 9000) int waits,
      @ForAll @IntRange(max = 9000) int later) {
    long window = 5000 * MILLI;
    SlidingSum sum = new SlidingSum(window, start);
    sum.addTime(start, start + waits * MILLI);
    long now = start + (waits + later) * MILLI;
    long exact = Math.max(0, Math.min(waits * MILLI, window - later * MILLI));
    assertThat(sum.sumAt(now)).isCloseTo(exact, within(window / 100));
  }
}
