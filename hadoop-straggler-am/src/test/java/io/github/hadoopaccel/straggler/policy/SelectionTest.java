package io.github.hadoopaccel.straggler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.straggler.config.SelectionSettings;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.testing.Reading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** S0-06: the cap in both forms and both orders. Ten candidates, of which number 10 is slowest. */
class SelectionTest {
  private static final SelectionSettings SLOWEST = new SelectionSettings(20, true, false, 0);

  @Test
  @DisplayName("S0-06: 20 % of ten candidates are the two slowest")
  void aPercentageSelectsTheSlowest() {
    assertThat(selected(SLOWEST, candidates(10))).containsExactly(9, 10);
  }

  @Test
  @DisplayName("S0-06: a number of candidates, not more than there are")
  void aNumberSelectsAsMany() {
    assertThat(selected(new SelectionSettings(3, false, false, 0), candidates(10)))
        .containsExactly(8, 9, 10);
    assertThat(selected(new SelectionSettings(75, false, false, 0), candidates(10))).hasSize(10);
    assertThat(selected(new SelectionSettings(75, false, false, 0), candidates(1000))).hasSize(75);
  }

  @Test
  void atLeastOneIsSelectedOfAny() {
    assertThat(selected(SLOWEST, candidates(4))).containsExactly(4);
    assertThat(selected(SLOWEST, candidates(1))).containsExactly(1);
    assertThat(selected(SLOWEST, candidates(0))).isEmpty();
  }

  @Test
  void oneThatIsAcceleratedAlreadyKeepsItsPlace() {
    List<AttemptProgress> candidates = new ArrayList<>(candidates(10));
    candidates.set(5, Reading.map(6).in(Posture.ACCELERATED).running());
    assertThat(selected(SLOWEST, candidates)).containsExactly(6, 10);
  }

  @Test
  void whereMoreAreAcceleratedThanMayBeTheSlowestOfThemStay() {
    List<AttemptProgress> candidates = new ArrayList<>(candidates(10));
    for (int number : new int[] {2, 4, 6}) {
      candidates.set(number - 1, Reading.map(number).in(Posture.ACCELERATED).running());
    }
    assertThat(selected(SLOWEST, candidates)).containsExactly(4, 6);
  }

  @Test
  void equalOnesComeInTheOrderOfTheirTasks() {
    boolean[] selected =
        new Selection(SLOWEST, Reading.JOB)
            .select(
                List.of(
                    Reading.map(9).running(),
                    Reading.map(3, 1).running(),
                    Reading.map(3).running(),
                    Reading.map(4).running()),
                new long[4]);
    assertThat(selected).containsExactly(false, false, true, false);
  }

  @Test
  @DisplayName("S0-06: the pseudo-random selection is that of its seed and job")
  void aRandomSelectionIsTheSameEachTime() {
    Set<Set<Integer>> ofSeeds = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      SelectionSettings random = new SelectionSettings(20, true, true, seed);
      assertThat(selected(random, candidates(10)))
          .hasSize(2)
          .isEqualTo(selected(random, candidates(10)));
      ofSeeds.add(selected(random, candidates(10)));
    }
    assertThat(ofSeeds).hasSizeGreaterThan(10);
  }

  @Test
  void aRandomPlaceDoesNotDependOnTheOthers() {
    SelectionSettings random = new SelectionSettings(2, false, true, 7);
    Set<Integer> ofTen = selected(random, candidates(10));
    List<AttemptProgress> fewer = new ArrayList<>(candidates(10));
    fewer.removeIf(each -> each.name().taskIndex() % 3 == 0 && !ofTen.contains(index(each)));
    assertThat(selected(random, fewer)).isEqualTo(ofTen);
  }

  private static Set<Integer> selected(SelectionSettings settings, List<AttemptProgress> all) {
    long[] ranks = all.stream().mapToLong(each -> -index(each)).toArray();
    boolean[] selected = new Selection(settings, Reading.JOB).select(all, ranks);
    Set<Integer> numbers = new TreeSet<>();
    for (int i = 0; i < selected.length; i++) {
      if (selected[i]) {
        numbers.add(index(all.get(i)));
      }
    }
    return numbers;
  }

  private static int index(AttemptProgress attempt) {
    return attempt.name().taskIndex();
  }

  private static List<AttemptProgress> candidates(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> Reading.map(number).running())
        .toList();
  }
}
