package io.github.hadoopaccel.straggler.am;

import static io.github.hadoopaccel.straggler.testing.RunningJob.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.read.signal.SignalProtocol;
import io.github.hadoopaccel.straggler.testing.Application;
import io.github.hadoopaccel.straggler.testing.RunningJob;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.checkpoint.TaskCheckpointID;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.app.AppContext;
import org.apache.hadoop.mapreduce.v2.app.rm.preemption.AMPreemptionPolicy;
import org.apache.hadoop.mapreduce.v2.app.rm.preemption.NoopAMPreemptionPolicy;
import org.apache.hadoop.service.Service;
import org.apache.hadoop.util.ReflectionUtils;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.hadoop.yarn.api.records.PreemptionMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The watch in an ApplicationMaster without a speculator. */
@Timeout(60)
class AccelPreemptionPolicyTest {
  private static final String POLICY = "yarn.app.mapreduce.am.preemption.policy";
  private static final String SPECULATOR = "yarn.app.mapreduce.am.job.speculator.class";

  private final JobConf conf = new JobConf();
  private final List<AccelPreemptionPolicy> made = new ArrayList<>();

  @AfterEach
  void stop() {
    made.forEach(AccelPreemptionPolicy::stop);
    assertThat(HookInstallation.claim(this)).as("nobody holds the installation").isTrue();
    HookInstallation.release(this);
  }

  @Test
  void withoutSpeculationTheWatchReachesTheContainers() throws Exception {
    conf.setClass(POLICY, AccelPreemptionPolicy.class, AMPreemptionPolicy.class);
    RunningJob job = job().run(conf, false, 1);
    try {
      assertThat(made).hasSize(1);
      assertThat(made.get(0).watch()).isNotNull();
      assertThat(job.environment(job.map(0), 0).get(SignalProtocol.ADDRESS_VARIABLE))
          .matches("localhost:\\d+");
      assertThat(conf.getCredentials().numberOfTokens()).isEqualTo(1);
    } finally {
      job.stop();
    }
  }

  @Test
  void whereTheSpeculatorIsOursThePolicyLeavesTheWatchToIt() throws Exception {
    conf.setClass(POLICY, AccelPreemptionPolicy.class, AMPreemptionPolicy.class);
    conf.set(SPECULATOR, AccelSpeculator.class.getName());
    List<AccelSpeculator> speculators = new ArrayList<>();
    RunningJob job = job();
    job.with(
        (config, context) -> {
          speculators.add(new AccelSpeculator(config, context));
          return speculators.get(0);
        });
    try {
      job.run(conf, true, 1);
      assertThat(made.get(0).watch()).isNull();
      assertThat(speculators.get(0).watch()).isNotNull();
      assertThat(conf.getCredentials().numberOfTokens()).isEqualTo(1);
    } finally {
      job.stop();
    }
    assertThat(speculators.get(0).isInState(Service.STATE.STOPPED)).isTrue();
  }

  @Test
  void besideAnotherSpeculatorThePolicyRunsTheWatch() {
    conf.setBoolean("mapreduce.map.speculative", true);
    assertThat(initialised(conf).watch()).isNotNull();
  }

  @Test
  void whoeverComesSecondRunsNoWatch() {
    conf.setBoolean("mapreduce.map.speculative", true);
    AccelPreemptionPolicy policy = initialised(conf);
    AccelSpeculator second = new AccelSpeculator(conf, new Application().context());
    AccelPreemptionPolicy third = initialised(conf);
    assertThat(second.watch()).isNull();
    assertThat(second.stock()).isNotNull();
    assertThat(third.watch()).isNull();
    third.stop();
    second.stop();
    assertThat(policy.watch()).isNotNull();
    assertThat(HookInstallation.claim(this)).isFalse();
  }

  @Test
  void itEndsWithTheProcessAfterTheApplicationMaster() {
    AccelPreemptionPolicy policy = initialised(withoutSpeculation());
    assertThat(ShutdownHookManager.get().hasShutdownHook(policy.stopping())).isTrue();
    policy.stop();
    policy.stop();
    assertThat(policy.watch()).isNull();
    assertThat(ShutdownHookManager.get().hasShutdownHook(policy.stopping())).isFalse();
  }

  @Test
  void switchedOffItIsHadoopsPolicyAndNothingElse() {
    conf.setBoolean("accel.straggler.enabled", false);
    assertThat(initialised(withoutSpeculation()).watch()).isNull();
    assertThat(conf.getCredentials().numberOfTokens()).isZero();
  }

  @Test
  void nonsenseInTheConfigurationLeavesHadoopsPolicy() {
    conf.set("accel.straggler.tick", "soon");
    AccelPreemptionPolicy policy = initialised(withoutSpeculation());
    assertThat(policy.watch()).isNull();
    assertThat(policy.isPreempted(null)).isFalse();
    assertThat(policy.getCheckpointID(null)).isNull();
  }

  @Test
  void aConfigurationWithoutCredentialsLeavesHadoopsPolicy() {
    Configuration plain = new Configuration();
    plain.setBoolean("mapreduce.map.speculative", false);
    assertThat(initialised(plain).watch()).isNull();
  }

  @Test
  void withoutAContextNothingWorksAndNothingThrows() {
    AccelPreemptionPolicy policy = made(withoutSpeculation());
    policy.init(null);
    assertThat(policy.watch()).isNull();
  }

  @Test
  void everyCallReachesThePolicyItWraps() {
    Recording inner = new Recording();
    AccelPreemptionPolicy policy = new AccelPreemptionPolicy(inner);
    policy.init(null);
    policy.preempt(null, null);
    policy.handleFailedContainer(null);
    policy.handleCompletedContainer(null);
    policy.reportSuccessfulPreemption(null);
    policy.setCheckpointID(null, null);
    assertThat(policy.isPreempted(null)).isTrue();
    assertThat(inner.calls)
        .containsExactly(
            "init", "preempt", "failed", "completed", "preempted", "setCheckpoint", "isPreempted");
  }

  private RunningJob job() {
    return new RunningJob(1, 0, attempt -> node("a"))
        .seeing(policy -> made.add((AccelPreemptionPolicy) policy));
  }

  private JobConf withoutSpeculation() {
    conf.setBoolean("mapreduce.map.speculative", false);
    conf.setBoolean("mapreduce.reduce.speculative", false);
    return conf;
  }

  private AccelPreemptionPolicy made(Configuration configuration) {
    AccelPreemptionPolicy policy =
        ReflectionUtils.newInstance(AccelPreemptionPolicy.class, configuration);
    made.add(policy);
    return policy;
  }

  private AccelPreemptionPolicy initialised(Configuration configuration) {
    AccelPreemptionPolicy policy = made(configuration);
    policy.init(new Application().context());
    return policy;
  }

  private static final class Recording extends NoopAMPreemptionPolicy {
    private final List<String> calls = new ArrayList<>();

    @Override
    public void init(AppContext context) {
      calls.add("init");
    }

    @Override
    public void preempt(Context context, PreemptionMessage requests) {
      calls.add("preempt");
    }

    @Override
    public void handleFailedContainer(TaskAttemptId attempt) {
      calls.add("failed");
    }

    @Override
    public void handleCompletedContainer(TaskAttemptId attempt) {
      calls.add("completed");
    }

    @Override
    public void reportSuccessfulPreemption(TaskAttemptId attempt) {
      calls.add("preempted");
    }

    @Override
    public void setCheckpointID(TaskId task, TaskCheckpointID checkpoint) {
      calls.add("setCheckpoint");
    }

    @Override
    public boolean isPreempted(TaskAttemptId attempt) {
      calls.add("isPreempted");
      return true;
    }
  }
}
