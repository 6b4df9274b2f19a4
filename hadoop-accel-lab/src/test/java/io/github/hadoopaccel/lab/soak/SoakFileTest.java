package io.github.hadoopaccel.lab.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/** A file is read only while each of its groups has lost no more units than it has parities. */
class SoakFileTest {
  private static SoakFile file(SoakPolicy policy, List<Set<String>> groups) {
    return new SoakFile(
        new Path("/f"), new SoakPlan.FileSpec(policy, "f", 1, 1), groups, new ReadGate());
  }

  @Test
  void bearsAsManyBadUnitsInAGroupAsParities() {
    SoakFile xor = file(SoakPolicy.XOR_2_1, List.of(Set.of("a", "b", "c"), Set.of("d", "e", "f")));
    assertThat(xor.bears(Set.of())).isTrue();
    assertThat(xor.bears(Set.of("a"))).isTrue();
    assertThat(xor.bears(Set.of("a", "d"))).isTrue();
    assertThat(xor.bears(Set.of("x", "y", "z"))).isTrue();
    assertThat(xor.bears(Set.of("a", "b"))).isFalse();
    assertThat(xor.bears(Set.of("d", "f", "x"))).isFalse();
  }

  @Test
  void strongerPolicyBearsMore() {
    Set<String> group = Set.of("a", "b", "c", "d", "e", "f", "g", "h", "i");
    SoakFile rs = file(SoakPolicy.RS_6_3, List.of(group));
    assertThat(rs.bears(Set.of("a", "e", "i"))).isTrue();
    assertThat(rs.bears(Set.of("a", "e", "i", "b"))).isFalse();
  }
}
