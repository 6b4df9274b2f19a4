package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import java.util.function.UnaryOperator;

/** Makes {@link LatePolicy}, by the name {@code late}. */
public final class LatePolicyProvider implements StragglerPolicyProvider {
  @Override
  public String name() {
    return "late";
  }

  @Override
  public StragglerPolicy create(StragglerSettings settings, UnaryOperator<String> property) {
    return new LatePolicy(settings);
  }
}
