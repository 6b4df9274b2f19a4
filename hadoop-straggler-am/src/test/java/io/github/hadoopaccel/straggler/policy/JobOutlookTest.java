package io.github.hadoopaccel.straggler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.MapCounts;
import io.github.hadoopaccel.straggler.testing.Reading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The end of a job's maps, against list scheduling done one map at a time. */
class JobOutlookTest {
  @Test
  void theExampleOfTheCommentHolds() {
    JobOutlook outlook = outlook(4, 0, 30_000, 10_000, 20_000, 60_000);
    assertThat(outlook.laterMillis()).isEqualTo(80_000);
    assertThat(outlook.jobMillis()).isEqualTo(80_000);
  }

  @Test
  void withoutPendingMapsTheLongestRunningOneEndsTheJob() {
    assertThat(outlook(0, 0, 30_000, 10_000, 60_000).jobMillis()).isEqualTo(60_000);
    assertThat(outlook(1, 0, 30_000, 10_000, 60_000).jobMillis()).isEqualTo(60_000);
  }

  @Test
  void aMapThatHasNotReportedHasTheUsualTimeToGo() {
    assertThat(outlook(0, 1, 30_000, 10_000).jobMillis()).isEqualTo(30_000);
  }

  @Test
  void mapsThatHaveReadAllAreNotSilent() {
    List<AttemptProgress> running = List.of(Reading.map(1).running());
    MapCounts maps = new MapCounts(12, 0, 0, 11);
    JobOutlook outlook =
        new JobOutlook(Reading.job(0, maps, running, List.of()), new long[] {20_000}, 40_000);
    assertThat(outlook.jobMillis()).isEqualTo(20_000);
  }

  @Test
  void aMapOfWhichOneAttemptHasReadAllHoldsNothingBack() {
    List<AttemptProgress> running = List.of(Reading.map(1, 1).running(), Reading.map(2).running());
    JobOutlook outlook =
        new JobOutlook(
            Reading.job(
                0, new MapCounts(2, 0, 0, 1), running, List.of(Reading.map(1).last().finished())),
            new long[] {90_000, 20_000},
            40_000);
    assertThat(outlook.jobMillis()).isEqualTo(20_000);
    assertThat(outlook.taskMillis(0)).isZero();
  }

  @Test
  void whereNothingIsKnownNothingIsMadeUp() {
    assertThat(outlook(0, 0, 0).jobMillis()).isNegative();
    assertThat(outlook(5, 2, 0, -1, -1).jobMillis()).isNegative();
    assertThat(outlook(0, 0, 0, -1, 7).jobMillis()).isEqualTo(7);
  }

  @Test
  void oneDominatesWhenAllOthersEndMuchEarlier() {
    assertThat(outlook(0, 0, 0, 100, 35, 20).dominates(0, 0.35)).isTrue();
    assertThat(outlook(0, 0, 0, 100, 36, 20).dominates(0, 0.35)).isFalse();
    assertThat(outlook(0, 0, 0, 100, 35, 20).dominates(1, 0.35)).isFalse();
    assertThat(outlook(0, 0, 0, 100).dominates(0, 0.35)).isFalse();
    assertThat(outlook(0, 0, 0, 100, -1).dominates(0, 0.35)).isFalse();
    assertThat(outlook(2, 0, 30, 100, 20).dominates(0, 0.35)).isFalse();
    assertThat(outlook(0, 1, 36, 100, 20).dominates(0, 0.35)).isFalse();
  }

  @Test
  void aMapEndsWithTheFirstOfItsAttempts() {
    List<AttemptProgress> running =
        List.of(
            Reading.map(1).running(),
            Reading.map(2).running(),
            Reading.map(2, 1).running(),
            Reading.map(3, 1001).running(),
            Reading.map(3, 1000).running());
    JobOutlook outlook =
        new JobOutlook(
            Reading.job(0, new MapCounts(3, 0, 0), running, List.of()),
            new long[] {30, 100, 20, -1, 10},
            0);
    assertThat(new long[] {outlook.taskMillis(1), outlook.taskMillis(2), outlook.taskMillis(3)})
        .containsExactly(20, 20, 10);
    assertThat(outlook.jobMillis()).isEqualTo(30);
  }

  @Property
  void itIsWhatListSchedulingFinds(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 0, max = 100_000) Integer> remaining,
      @ForAll @IntRange(min = 1, max = 100) int pending,
      @ForAll @IntRange(min = 0, max = 3) int silent,
      @ForAll @IntRange(min = 1, max = 50_000) int whole) {
    PriorityQueue<Long> free = new PriorityQueue<>();
    remaining.forEach(each -> free.add((long) each));
    for (int i = 0; i < silent; i++) {
      free.add((long) whole);
    }
    long last = silent > 0 ? whole : 0;
    for (int i = 0; i < pending; i++) {
      long end = free.remove() + whole;
      free.add(end);
      last = Math.max(last, end);
    }
    long[] millis = remaining.stream().mapToLong(Integer::longValue).toArray();
    assertThat(outlook(pending, silent, whole, millis).laterMillis()).isEqualTo(last);
  }

  private static JobOutlook outlook(int pending, int silent, double whole, long... remaining) {
    List<AttemptProgress> running = new ArrayList<>();
    Arrays.stream(remaining).forEach(each -> running.add(Reading.map(running.size()).running()));
    MapCounts maps = new MapCounts(running.size() + silent + pending, 0, pending);
    return new JobOutlook(Reading.job(0, maps, running, List.of()), remaining, whole);
  }
}
