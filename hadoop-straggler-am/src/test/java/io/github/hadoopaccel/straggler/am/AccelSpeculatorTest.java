package io.github.hadoopaccel.straggler.am;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.read.signal.SignalClient;
import io.github.hadoopaccel.read.signal.SignalProtocol;
import io.github.hadoopaccel.straggler.report.EventLogReader;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import io.github.hadoopaccel.straggler.testing.Application;
import io.github.hadoopaccel.straggler.testing.Reading;
import io.github.hadoopaccel.straggler.testing.RecordingEstimator;
import io.github.hadoopaccel.straggler.testing.ThrowingPolicyProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TypeConverter;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptState;
import org.apache.hadoop.mapreduce.v2.app.AppContext;
import org.apache.hadoop.mapreduce.v2.app.speculate.SpeculatorEvent;
import org.apache.hadoop.mapreduce.v2.util.MRApps;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.service.Service.STATE;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The speculator as the ApplicationMaster uses it, with real RPC; nothing it does may throw. */
@Timeout(90)
class AccelSpeculatorTest {
  private static final Reading FAST =
      Reading.map(1).rate(100).from("a", 9, 50).from("b", 9, 50).from("c", 9, 50);
  private static final Reading SLOW = Reading.map(2).rate(5).from("slow", 9, 1).bytes(1_000_000, 0);

  private final Application application = new Application();
  private final Queue<Directive> directives = new ConcurrentLinkedQueue<>();
  @TempDir private Path dir;

  @Test
  void aSlowAttemptIsAcceleratedWhileItRuns() throws Exception {
    JobConf conf = conf("accel.straggler.event-log-dir", dir.toUri().toString());
    conf.set("accel.straggler.policy", "quantcast");
    application.put(FAST, TaskAttemptState.RUNNING);
    application.put(SLOW, TaskAttemptState.RUNNING);
    AccelSpeculator speculator = started(conf, application.context());
    AtomicReference<Reading> slow = new AtomicReference<>(SLOW);
    try (SignalClient fastTask = task(conf, () -> FAST, directive -> {});
        SignalClient slowTask =
            task(
                conf,
                slow::get,
                directive -> {
                  directives.add(directive);
                  slow.set(SLOW.in(directive.posture()));
                })) {
      await().until(() -> directives.stream().anyMatch(AccelSpeculatorTest::accelerated));
      await().until(() -> slowTask.answered() > 3 && fastTask.answered() > 3);
    }
    speculator.stop();

    List<StragglerEvent> events =
        EventLogReader.read(
            EventLogReader.logs(new org.apache.hadoop.fs.Path(dir.toUri()), Reading.JOB, conf)
                .get(0),
            conf);
    StragglerEvent.Flagged flagged = first(events, StragglerEvent.Flagged.class);
    assertThat(flagged.attempt()).isEqualTo(SLOW.attempt());
    assertThat(flagged.evidence().slowDataNodes()).containsExactly("slow");
    StragglerEvent.PostureChanged changed = first(events, StragglerEvent.PostureChanged.class);
    assertThat(List.of(changed.from(), changed.to()))
        .containsExactly(Posture.CAREFUL, Posture.ACCELERATED);
    StragglerEvent.Summary summary = first(events, StragglerEvent.Summary.class);
    assertThat(summary.attemptsReported()).isEqualTo(2);
    assertThat(summary.attemptsFlagged()).isEqualTo(1);
    assertThat(summary.grantedBytes()).isPositive();
  }

  @Test
  void theAddressReachesTheEnvironmentOfMapsAndReducesBesideTheUsersOwn() {
    JobConf conf = conf("mapreduce.map.env", "MINE=1");
    AccelSpeculator speculator = started(conf, application.context());
    for (String property : List.of("mapreduce.map.env", "mapreduce.reduce.env")) {
      assertThat(environment(conf, property).get(SignalProtocol.ADDRESS_VARIABLE))
          .matches("localhost:\\d+");
    }
    assertThat(environment(conf, "mapreduce.map.env")).containsEntry("MINE", "1");
    assertThat(conf.getCredentials().numberOfTokens()).isEqualTo(1);
    speculator.stop();
  }

  @Test
  void aPolicyThatThrowsLeavesStockBehaviour() throws Exception {
    JobConf conf = conf("accel.straggler.policy", "throwing");
    application.put(SLOW, TaskAttemptState.RUNNING);
    AccelSpeculator speculator = started(conf, application.context());
    try (SignalClient client = task(conf, () -> SLOW, directives::add)) {
      await().until(() -> speculator.watch().failed());
      await().until(() -> !directives.isEmpty());
      assertThat(directives).noneMatch(AccelSpeculatorTest::accelerated);
      assertThat(client.failures()).isZero();
      assertThat(speculator.stock().getServiceState()).isEqualTo(STATE.STARTED);
    }
    speculator.stop();
    assertThat(speculator.stock().getServiceState()).isEqualTo(STATE.STOPPED);
  }

  @Test
  void aScanThatTheEndBreaksOffIsNoFailure() {
    int before = ThrowingPolicyProvider.ASKED_TO_WAIT.get();
    JobConf conf = conf("accel.straggler.policy", "throwing");
    conf.set(ThrowingPolicyProvider.WAITS, "true");
    AccelSpeculator speculator = started(conf, application.context());
    StragglerWatch watch = speculator.watch();
    await().until(() -> ThrowingPolicyProvider.ASKED_TO_WAIT.get() > before);
    speculator.stop();
    assertThat(watch.failed()).isFalse();
  }

  @Test
  void nonsenseInTheConfigurationLeavesDefaultSpeculator() {
    JobConf conf = conf("accel.straggler.tick", "soon");
    conf.set("accel.straggler.policy", "none such");
    AccelSpeculator speculator = started(conf, application.context());
    assertThat(speculator.watch()).isNull();
    assertThat(speculator.stock().getServiceState()).isEqualTo(STATE.STARTED);
    assertThat(conf.getCredentials().numberOfTokens()).isZero();
    speculator.stop();
  }

  @Test
  void accelerateOnlyHoldsWithoutAWatchAndBeforeItsFirstScan() {
    JobConf conf = conf("accel.straggler.mode", "accelerate-only");
    AccelSpeculator early = new AccelSpeculator(conf, application.context());
    assertThat(early.watch()).isNotNull();
    assertThat(early.cap().open()).isFalse();
    early.init(conf);
    early.stop();
    conf.set("accel.straggler.tick", "soon");
    AccelSpeculator alone = started(conf, application.context());
    assertThat(alone.watch()).isNull();
    assertThat(alone.cap().open()).isFalse();
    assertThat(alone.cap().claim(attemptStart().getTaskID())).isFalse();
    alone.stop();
  }

  @Test
  void aConfigurationWithoutCredentialsLeavesDefaultSpeculator() {
    AccelSpeculator speculator = started(new Configuration(), application.context());
    assertThat(speculator.watch()).isNull();
    assertThat(speculator.stock().getServiceState()).isEqualTo(STATE.STARTED);
    speculator.stop();
  }

  @Test
  void switchedOffItIsDefaultSpeculatorAndNothingElse() {
    JobConf conf = conf("accel.straggler.enabled", "false");
    AccelSpeculator speculator = started(conf, application.context());
    assertThat(speculator.watch()).isNull();
    assertThat(speculator.stock().getServiceState()).isEqualTo(STATE.STARTED);
    speculator.stop();
  }

  @Test
  void withoutAContextNothingWorksAndNothingThrows() {
    AccelSpeculator speculator = started(new JobConf(), null);
    assertThat(speculator.watch()).isNull();
    assertThat(speculator.stock()).isNull();
    assertThatCode(
            () -> {
              speculator.handle(attemptStart());
              speculator.handle(null);
              speculator.handleAttempt(null);
            })
        .doesNotThrowAnyException();
    speculator.stop();
    assertThat(speculator.getServiceState()).isEqualTo(STATE.STOPPED);
  }

  @Test
  void aBrokenDefaultSpeculatorDoesNotStopTheWatch() {
    JobConf conf = conf("yarn.app.mapreduce.am.job.task.estimator.class", "no.such.Estimator");
    AccelSpeculator speculator = started(conf, application.context());
    assertThat(speculator.stock()).isNull();
    assertThat(speculator.watch()).isNotNull();
    speculator.stop();
  }

  @Test
  void eventsReachDefaultSpeculatorAndItsFailuresStayInside() {
    JobConf conf =
        conf("yarn.app.mapreduce.am.job.task.estimator.class", RecordingEstimator.class.getName());
    AccelSpeculator speculator = started(conf, application.context());
    int before = RecordingEstimator.ENROLLED.get();
    assertThatCode(
            () -> {
              speculator.handle(attemptStart());
              speculator.handle(attemptStart());
            })
        .doesNotThrowAnyException();
    assertThat(RecordingEstimator.ENROLLED.get()).isEqualTo(before + 2);
    speculator.stop();
  }

  @Test
  void afterTheEndNobodyListens() {
    JobConf conf = conf();
    AccelSpeculator speculator = started(conf, application.context());
    InetSocketAddress address =
        NetUtils.createSocketAddr(
            environment(conf, "mapreduce.map.env").get(SignalProtocol.ADDRESS_VARIABLE));
    speculator.stop();
    await().until(() -> refuses(address));
  }

  private static boolean refuses(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, 1000);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static boolean accelerated(Directive directive) {
    return directive.posture() == Posture.ACCELERATED;
  }

  private static <T> T first(List<StragglerEvent> events, Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  private static AccelSpeculator started(Configuration conf, AppContext context) {
    AccelSpeculator speculator = new AccelSpeculator(conf, context);
    speculator.init(conf);
    speculator.start();
    assertThat(speculator.getServiceState()).isEqualTo(STATE.STARTED);
    return speculator;
  }

  static SpeculatorEvent attemptStart() {
    TaskAttemptId attempt = TypeConverter.toYarn(TaskAttemptID.forName(FAST.attempt()));
    return new SpeculatorEvent(attempt, true, 1);
  }

  private static JobConf conf(String... keyAndValue) {
    JobConf conf = new JobConf();
    conf.set("accel.straggler.tick", "100ms");
    conf.set("accel.straggler.directive-lapse", "5s");
    conf.set("accel.signal.interval", "100ms");
    conf.set("accel.straggler.event-log-dir", "none");
    if (keyAndValue.length > 0) {
      conf.set(keyAndValue[0], keyAndValue[1]);
    }
    return conf;
  }

  private static Map<String, String> environment(JobConf conf, String property) {
    Map<String, String> env = new HashMap<>();
    MRApps.setEnvFromInputProperty(env, property, null, conf);
    return env;
  }

  /** A task as YARN would start it: the job's credentials and environment, and nothing else. */
  private static SignalClient task(
      JobConf conf, Supplier<Reading> reading, Consumer<Directive> directives) throws Exception {
    UserGroupInformation user = UserGroupInformation.createRemoteUser("task");
    user.addCredentials(conf.getCredentials());
    return user.doAs(
        (PrivilegedExceptionAction<SignalClient>)
            () ->
                SignalClient.start(
                        conf,
                        environment(conf, "mapreduce.map.env"),
                        reading.get().report().attemptId(),
                        last -> reading.get().report(),
                        directives)
                    .orElseThrow());
  }
}
