package io.github.hadoopaccel.straggler.testing;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.policy.StragglerPolicy;
import io.github.hadoopaccel.straggler.policy.StragglerPolicyProvider;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Providers of a third party that cannot say their names; they count how often they are asked. */
public final class NamelessPolicyProviders {
  private static final AtomicInteger ASKED = new AtomicInteger();

  private NamelessPolicyProviders() {}

  /** How often a name was asked for. */
  public static int asked() {
    return ASKED.get();
  }

  /** Throws what would also end a walk over the providers. */
  public static final class Throwing implements StragglerPolicyProvider {
    @Override
    public String name() {
      ASKED.incrementAndGet();
      throw new NoSuchElementException("no name");
    }

    @Override
    public StragglerPolicy create(StragglerSettings settings, UnaryOperator<String> property) {
      return job -> Map.of();
    }
  }

  /** Returns null. */
  public static final class Null implements StragglerPolicyProvider {
    @Override
    public String name() {
      ASKED.incrementAndGet();
      return null;
    }

    @Override
    public StragglerPolicy create(StragglerSettings settings, UnaryOperator<String> property) {
      return job -> Map.of();
    }
  }
}
