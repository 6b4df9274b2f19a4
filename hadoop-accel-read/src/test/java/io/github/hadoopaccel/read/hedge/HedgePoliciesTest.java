package io.github.hadoopaccel.read.hedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies by name: this project's, and those that others put on the class path. */
class HedgePoliciesTest {
  private static final HedgeSettings SETTINGS = new HedgeSettings(10, 20, 50, 7, 2, 0.05, 3);
  private static final StripeProgress NOBODY = new StripeProgress(6, new long[0]);

  private static HedgePolicy policy(String name) {
    return HedgePolicies.find(name, HedgePoliciesTest.class.getClassLoader())
        .orElseThrow()
        .create(SETTINGS, key -> null);
  }

  private static long lateAfterNanos(HedgePolicy policy) {
    return policy.lateAfterNanos(UnitProgress.after(0), NOBODY);
  }

  /** A policy of somebody else. */
  public static final class Patient implements HedgePolicyProvider {
    @Override
    public String name() {
      return "patient";
    }

    @Override
    public HedgePolicy create(HedgeSettings settings, UnaryOperator<String> property) {
      return HedgePolicy.afterFixedDelay(Long.parseLong(property.apply("patient.nanos")), 9);
    }
  }

  /** Wants a name that is taken. */
  public static final class Usurper implements HedgePolicyProvider {
    @Override
    public String name() {
      return "never";
    }

    @Override
    public HedgePolicy create(HedgeSettings settings, UnaryOperator<String> property) {
      return HedgePolicy.afterFixedDelay(1, 1);
    }
  }

  /** Does not know its name. */
  public static class Nameless implements HedgePolicyProvider {
    @Override
    public String name() {
      return null;
    }

    @Override
    public HedgePolicy create(HedgeSettings settings, UnaryOperator<String> property) {
      return HedgePolicy.never();
    }
  }

  /** Breaks when it is asked for its name. */
  public static final class Broken extends Nameless {
    @Override
    public String name() {
      throw new java.util.NoSuchElementException("told to throw");
    }
  }

  @Test
  void thisProjectsPoliciesDoWhatTheirNamesSay() {
    assertThat(lateAfterNanos(policy("never"))).isEqualTo(HedgePolicy.NEVER);
    assertThat(policy("never").stuckAfterNanos()).isEqualTo(HedgePolicy.NEVER);
    assertThat(lateAfterNanos(policy("fixed-delay"))).isEqualTo(7);
    assertThat(policy("fixed-delay").stuckAfterNanos()).isEqualTo(50);
    assertThat(lateAfterNanos(policy("adaptive"))).isEqualTo(20);
    assertThat(policy("adaptive").stuckAfterNanos()).isEqualTo(50);
    assertThat(policy("adaptive").extraUnits()).isZero();
    assertThat(policy("always").extraUnits()).isEqualTo(3);
    assertThat(lateAfterNanos(policy("always"))).isEqualTo(20);
    assertThat(policy("always").stuckAfterNanos()).isEqualTo(50);
  }

  @Test
  void othersAreFoundWithTheirOwnKeysAndBrokenEntriesHideOnlyThemselves(@TempDir Path folder)
      throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(HedgePolicyProvider.class.getName()),
        String.join(
            "\n",
            "no.such.Provider",
            Broken.class.getName(),
            Nameless.class.getName(),
            Usurper.class.getName(),
            Patient.class.getName(),
            ""));
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, HedgePoliciesTest.class.getClassLoader())) {
      Map<String, HedgePolicyProvider> all = HedgePolicies.all(loader);
      assertThat(all).containsOnlyKeys("adaptive", "always", "fixed-delay", "never", "patient");
      assertThat(lateAfterNanos(all.get("patient").create(SETTINGS, key -> "123"))).isEqualTo(123);
      assertThat(HedgePolicies.find("patient", loader)).isPresent();
      assertThat(HedgePolicies.find("no such", loader)).isEmpty();
      assertThat(lateAfterNanos(all.get("never").create(SETTINGS, key -> null)))
          .isEqualTo(HedgePolicy.NEVER);
    }
  }

  @Test
  void aDelayOfNothingIsRefused() {
    assertThatThrownBy(() -> HedgePolicy.afterFixedDelay(0, 1)).hasMessageContaining("= 0");
  }
}
