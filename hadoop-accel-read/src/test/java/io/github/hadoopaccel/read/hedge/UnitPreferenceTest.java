package io.github.hadoopaccel.read.hedge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attempts of one task begin with other units; who is avoided stays avoided. */
class UnitPreferenceTest {
  private static List<Integer> order(int attemptNumber, int dataUnits, int parityUnits) {
    List<Integer> all = IntStream.range(0, dataUnits + parityUnits).boxed().toList();
    UnitRanking.Order order = new UnitRanking.Order(all, all.size(), all.size());
    return UnitPreference.ofAttempt(attemptNumber, dataUnits, parityUnits)
        .applied(order, unit -> false)
        .order();
  }

  @Test
  @DisplayName("S0_13 the example of the class comment holds")
  void exampleOfTheClassCommentHolds() {
    assertThat(order(0, 6, 3)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(order(1, 6, 3)).containsExactly(3, 4, 5, 6, 7, 8, 0, 1, 2);
    assertThat(order(2, 6, 3)).containsExactly(6, 7, 8, 0, 1, 2, 3, 4, 5);
    assertThat(order(3, 6, 3)).isEqualTo(order(0, 6, 3));
    assertThat(order(1, 3, 2)).containsExactly(2, 3, 4, 0, 1);
  }

  @ParameterizedTest
  @CsvSource({"3,2", "6,3", "10,4", "2,1", "2,3"})
  void attemptsInARowShareAsFewUnitsAsCanBe(int dataUnits, int parityUnits) {
    for (int attempt : new int[] {0, 1, 2, 7, 1000, Integer.MAX_VALUE - 1}) {
      Set<Integer> shared =
          new HashSet<>(order(attempt, dataUnits, parityUnits).subList(0, dataUnits));
      shared.retainAll(order(attempt + 1, dataUnits, parityUnits).subList(0, dataUnits));
      assertThat(shared).as("attempt %d", attempt).hasSize(Math.max(0, dataUnits - parityUnits));
    }
  }

  @Test
  void onlyGoodUnitsAreMovedAndTheWantedOnesStayFirst() {
    UnitRanking.Order order = new UnitRanking.Order(List.of(0, 1, 3, 4, 6, 7, 8, 5, 2), 7, 8);
    UnitPreference second = UnitPreference.ofAttempt(1, 6, 3);
    assertThat(second.applied(order, unit -> false))
        .isEqualTo(new UnitRanking.Order(List.of(3, 4, 6, 7, 8, 0, 1, 5, 2), 7, 8, order.copies()));
    assertThat(second.applied(order, unit -> unit == 1 || unit == 2).order())
        .containsExactly(1, 3, 4, 6, 7, 8, 0, 5, 2);
  }
}
