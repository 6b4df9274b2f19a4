package io.github.hadoopaccel.lab.job;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.policy.Evidence;
import io.github.hadoopaccel.straggler.policy.StragglerPolicy;
import io.github.hadoopaccel.straggler.policy.StragglerPolicyProvider;
import io.github.hadoopaccel.straggler.policy.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Policies that a job's own jar brings along, found by {@code ServiceLoader} in the AM. */
final class TestPolicies {
  static final List<Class<?>> PROVIDERS = List.of(Throwing.class, Everyone.class);

  private TestPolicies() {}

  /** Fails whenever it is asked. */
  public static final class Throwing implements StragglerPolicyProvider {
    @Override
    public String name() {
      return "lab-throwing";
    }

    @Override
    public StragglerPolicy create(StragglerSettings settings, UnaryOperator<String> property) {
      return job -> {
        throw new IllegalStateException("thrown on purpose");
      };
    }
  }

  /** Wants every attempt that has reported to hurry. */
  public static final class Everyone implements StragglerPolicyProvider {
    @Override
    public String name() {
      return "lab-everyone";
    }

    @Override
    public StragglerPolicy create(StragglerSettings settings, UnaryOperator<String> property) {
      return job -> {
        Map<String, Verdict> verdicts = new HashMap<>();
        job.running()
            .forEach(
                attempt ->
                    verdicts.put(
                        attempt.attemptId(),
                        new Verdict.Accelerate(
                            1, "everyone", Evidence.of(attempt, job, List.of()))));
        return verdicts;
      };
    }
  }
}
