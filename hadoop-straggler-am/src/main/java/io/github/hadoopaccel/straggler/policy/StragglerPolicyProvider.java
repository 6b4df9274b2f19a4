package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import java.util.function.UnaryOperator;

/**
 * Makes the policy of one name. Found through {@link java.util.ServiceLoader}: needs a public
 * constructor without arguments.
 */
public interface StragglerPolicyProvider {
  /** The name for {@code accel.straggler.policy}; unique, never null. */
  String name();

  /**
   * Makes a policy for one job.
   *
   * @param settings the checked {@code accel.straggler.} keys
   * @param property looks up any other key of the job's configuration; null where it is unset
   */
  StragglerPolicy create(StragglerSettings settings, UnaryOperator<String> property);
}
