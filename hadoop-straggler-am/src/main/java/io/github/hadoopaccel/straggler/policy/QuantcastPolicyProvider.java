package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import java.util.function.UnaryOperator;

/** Makes {@link QuantcastPolicy}, by the name {@code quantcast}. */
public final class QuantcastPolicyProvider implements StragglerPolicyProvider {
  @Override
  public String name() {
    return "quantcast";
  }

  @Override
  public StragglerPolicy create(StragglerSettings settings, UnaryOperator<String> property) {
    return new QuantcastPolicy(settings);
  }
}
