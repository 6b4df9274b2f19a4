package io.github.hadoopaccel.read.hedge;

import java.util.function.UnaryOperator;

/**
 * Makes the hedge policy of one name. Found through {@link java.util.ServiceLoader}: needs a public
 * constructor without arguments.
 */
public interface HedgePolicyProvider {
  /** The name for {@code accel.hedge.policy}; unique, never null. */
  String name();

  /**
   * Makes a policy for one task.
   *
   * @param settings the checked {@code accel.hedge.} keys
   * @param property looks up any other key of the configuration; null where it is unset
   */
  HedgePolicy create(HedgeSettings settings, UnaryOperator<String> property);
}
