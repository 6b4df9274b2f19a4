package io.github.hadoopaccel.straggler.testing;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.policy.StragglerPolicy;
import io.github.hadoopaccel.straggler.policy.StragglerPolicyProvider;
import java.util.function.UnaryOperator;

/** A policy that fails whenever it is asked. */
public final class ThrowingPolicyProvider implements StragglerPolicyProvider {
  @Override
  public String name() {
    return "throwing";
  }

  @Override
  public StragglerPolicy create(StragglerSettings settings, UnaryOperator<String> property) {
    return job -> {
      throw new StackOverflowError("on purpose");
    };
  }
}
