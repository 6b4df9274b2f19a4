package io.github.hadoopaccel.straggler.testing;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.policy.StragglerPolicy;
import io.github.hadoopaccel.straggler.policy.StragglerPolicyProvider;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A policy that fails whenever it is asked; where {@link #WAITS} is set, once interrupted. */
public final class ThrowingPolicyProvider implements StragglerPolicyProvider {
  public static final String WAITS = "test.policy.waits";

  /** How often a policy that waits was asked. */
  public static final AtomicInteger ASKED_TO_WAIT = new AtomicInteger();

  @Override
  public String name() {
    return "throwing";
  }

  @Override
  public StragglerPolicy create(StragglerSettings settings, UnaryOperator<String> property) {
    boolean waits = property.apply(WAITS) != null;
    return job -> {
      if (waits) {
        awaitInterrupt();
      }
      throw new StackOverflowError("on purpose");
    };
  }

  private static void awaitInterrupt() {
    ASKED_TO_WAIT.incrementAndGet();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
