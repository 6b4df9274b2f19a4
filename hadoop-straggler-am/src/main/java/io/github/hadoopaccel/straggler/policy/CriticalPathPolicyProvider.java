package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import java.util.function.UnaryOperator;

/** Makes {@link CriticalPathPolicy}, by the name {@code critical-path}. */
public final class CriticalPathPolicyProvider implements StragglerPolicyProvider {
  @Override
  public String name() {
    return "critical-path";
  }

  @Override
  public StragglerPolicy create(StragglerSettings settings, UnaryOperator<String> property) {
    return new CriticalPathPolicy(settings);
  }
}
