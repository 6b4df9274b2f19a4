package io.github.hadoopaccel.straggler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.config.Problems;
import io.github.hadoopaccel.straggler.testing.NamelessPolicyProviders;
import io.github.hadoopaccel.straggler.testing.Settings;
import io.github.hadoopaccel.straggler.testing.ThrowingPolicyProvider;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StragglerPoliciesTest {
  private final Problems problems = new Problems();

  @Test
  void ourRulesAreFoundByName() {
    assertMakes("quantcast", QuantcastPolicy.class);
    assertMakes("late", LatePolicy.class);
    assertMakes("critical-path", CriticalPathPolicy.class);
    assertThat(problems.lines()).isEmpty();
  }

  @Test
  void theDefaultIsARuleOfOurs() {
    assertMakes(Settings.with().policy(), CriticalPathPolicy.class);
  }

  @Test
  void aThirdPartysPolicyIsFoundByName() {
    assertThat(find("throwing")).containsInstanceOf(ThrowingPolicyProvider.class);
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    assertThat(find("fastest")).isEmpty();
    assertThat(problems.lines())
        .containsExactly(
            "accel.straggler.policy = \"fastest\": no such policy on the class path, expected one"
                + " of critical-path, late, quantcast, throwing");
  }

  @Test
  void aProviderThatCannotBeLoadedHidesOnlyItself() {
    // The services file of the tests names a class that does not exist, before the others.
    assertThat(find("throwing")).isPresent();
  }

  @Test
  void aProviderWithoutANameHidesOnlyItself() {
    // The services file of the tests names one that throws and one that returns null, before
    // the others.
    assertThat(find("throwing")).isPresent();
    assertThat(NamelessPolicyProviders.asked()).isGreaterThanOrEqualTo(2);
  }

  private void assertMakes(String name, Class<? extends StragglerPolicy> rule) {
    assertThat(find(name).orElseThrow().create(Settings.with(), key -> null)).isInstanceOf(rule);
  }

  private Optional<StragglerPolicyProvider> find(String name) {
    return StragglerPolicies.find(name, getClass().getClassLoader(), problems);
  }
}
