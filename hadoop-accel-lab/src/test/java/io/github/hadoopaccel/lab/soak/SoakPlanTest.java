package io.github.hadoopaccel.lab.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A plan follows from its seed, covers the boundaries, and never has more victims than units. */
class SoakPlanTest {
  @Test
  void sameSeedSamePlan() {
    assertThat(new SoakPlan(5).files()).isEqualTo(new SoakPlan(5).files());
    for (int number = 0; number < 50; number++) {
      assertThat(new SoakPlan(5).round(number, 9)).isEqualTo(new SoakPlan(5).round(number, 9));
    }
    assertThat(new SoakPlan(5).reader(3).nextLong())
        .isEqualTo(new SoakPlan(5).reader(3).nextLong());
  }

  @Test
  void otherSeedsReadersAndRoundsDecideOtherwise() {
    Set<Long> first = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      for (int reader = 0; reader < 20; reader++) {
        assertThat(first.add(new SoakPlan(seed).reader(reader).nextLong())).isTrue();
      }
    }
    assertThat(new SoakPlan(1).files()).isNotEqualTo(new SoakPlan(2).files());
    assertThat(new SoakPlan(1).round(0, 9)).isNotEqualTo(new SoakPlan(1).round(1, 9));
  }

  @Test
  void everyPolicyHasFilesOfEveryBoundaryLength() {
    List<SoakPlan.FileSpec> files = new SoakPlan(7).files();
    for (SoakPolicy policy : SoakPolicy.values()) {
      List<Long> lengths =
          files.stream()
              .filter(file -> file.policy() == policy)
              .map(SoakPlan.FileSpec::lengthBytes)
              .toList();
      assertThat(lengths).containsAll(SoakPlan.boundaryLengths(policy));
      assertThat(lengths).anyMatch(length -> length > 8L * policy.groupBytes());
    }
    assertThat(SoakPlan.boundaryLengths(SoakPolicy.XOR_2_1))
        .containsExactly(
            0L, 1L, 32767L, 32768L, 32769L, 65535L, 65536L, 65537L, 262143L, 262144L, 262145L);
  }

  @Test
  void filesHaveContentOfTheirOwn() {
    List<SoakPlan.FileSpec> files = new SoakPlan(7).files();
    assertThat(files.stream().map(SoakPlan.FileSpec::seed)).doesNotHaveDuplicates();
    assertThat(files.stream().map(SoakPlan.FileSpec::name)).doesNotHaveDuplicates();
  }

  @Test
  void roundsHaveDistinctVictimsNoMoreThanTheStrongestPolicyBears() {
    Set<Integer> victims = new HashSet<>();
    Set<FaultRound.Fate> fates = EnumSet.noneOf(FaultRound.Fate.class);
    for (int number = 0; number < 300; number++) {
      FaultRound round = new SoakPlan(11).round(number, 9);
      assertThat(round.victims()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(3);
      assertThat(round.victims()).allMatch(node -> node >= 0 && node < 9);
      assertThat(round.slow()).allMatch(node -> node >= 0 && node < 9);
      victims.add(round.victims().size());
      fates.addAll(round.fates());
    }
    assertThat(victims).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(fates).containsExactlyInAnyOrder(FaultRound.Fate.values());
  }

  @Test
  void groupHasAsManyInternalBlocksAsCellsAndParities() {
    int cell = SoakPolicy.RS_6_3.cellSizeBytes();
    assertThat(SoakPolicy.RS_6_3.internalBlocks(1)).isEqualTo(4);
    assertThat(SoakPolicy.RS_6_3.internalBlocks(cell)).isEqualTo(4);
    assertThat(SoakPolicy.RS_6_3.internalBlocks(cell + 1)).isEqualTo(5);
    assertThat(SoakPolicy.RS_6_3.internalBlocks(100L * cell)).isEqualTo(9);
  }
}
