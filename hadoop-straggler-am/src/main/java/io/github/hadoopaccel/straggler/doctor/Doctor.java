package io.github.hadoopaccel.straggler.doctor;

import io.github.hadoopaccel.straggler.am.SignalTrial;
import io.github.hadoopaccel.straggler.doctor.ClusterFacts.Policy;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.ipc.RpcException;
import org.apache.hadoop.ipc.RpcNoSuchProtocolException;
import org.apache.hadoop.util.VersionInfo;

/**
 * Runs every check on this machine and against its cluster. A check that fails itself is a warning,
 * and the others go on. It takes some ten seconds; every call to another machine gives up by
 * itself.
 */
public final class Doctor {
  private static final Duration CLUSTER_PATIENCE = Duration.ofSeconds(30);
  private static final Duration CALL_PATIENCE = Duration.ofSeconds(20);

  private final Configuration conf;
  private final boolean offline;
  private final Consumer<String> progress;
  private final List<Finding> findings = new ArrayList<>();

  /** Codecs of the enabled policies; those of HDFS's default one until the NameNode tells. */
  private Set<String> codecs = Set.of("rs");

  private Doctor(Configuration conf, boolean offline, Consumer<String> progress) {
    this.conf = conf;
    this.offline = offline;
    this.progress = progress;
  }

  /** A check, its facts included. */
  interface Check {
    List<Finding> run() throws Exception;
  }

  /**
   * Runs the checks.
   *
   * @param offline whether no other machine is asked
   * @param progress gets a line before each check that takes long
   */
  public static Diagnosis examine(Configuration conf, boolean offline, Consumer<String> progress) {
    Doctor doctor = new Doctor(conf, offline, progress);
    doctor.examine();
    return new Diagnosis(doctor.findings);
  }

  private void examine() {
    HdfsConfiguration.init();
    List<Finding> ofCluster = guarded(ClusterCheck.ID, this::cluster);
    run(NativeCheck.ID, () -> NativeCheck.findings(NativeFacts.gather()));
    for (SampleCode code : SampleCode.ALL) {
      run(
          CoderCheck.ID,
          () -> inUse(code, CoderCheck.findings(RegisteredCoders.facts(conf, code))));
    }
    for (SampleCode code : SampleCode.ALL) {
      run(TimingCheck.ID, () -> inUse(code, timing(code)));
    }
    run(SetupCheck.ID, () -> SetupCheck.findings(SetupFacts.gather(conf)));
    run(InstallCheck.ID, this::install);
    run(SecuredCallCheck.ID, this::securedCall);
    run(ClusterCheck.VERSION, () -> List.of(ClusterCheck.client(VersionInfo.getVersion())));
    findings.addAll(ofCluster);
  }

  /** Nobody waits for the coders of a codec that no policy uses. */
  private List<Finding> inUse(SampleCode code, List<Finding> ofCodec) {
    return codecs.contains(code.codec())
        ? ofCodec
        : ofCodec.stream()
            .map(each -> each.ifWarningNoteThat("No enabled policy is known to use this codec."))
            .toList();
  }

  private List<Finding> timing(SampleCode code) throws Exception {
    progress.accept("Timing the coders of " + code.codec() + " ...");
    return TimingCheck.findings(RegisteredCoders.facts(conf, code), CoderStopwatch.time(code));
  }

  private List<Finding> install() {
    progress.accept("Looking through the class path of tasks ...");
    SetupFacts setup = SetupFacts.gather(conf);
    Set<String> classNames =
        Arrays.stream(HookedProperty.values())
            .map(each -> each.remedy().value())
            .collect(Collectors.toSet());
    Visibility visibility =
        new TaskClassPath(conf, TaskClassPath::ofThisProcess, classNames).search(!offline);
    String file = ClassFiles.fileOf(HookedProperty.FILE_SYSTEM.remedy().value());
    boolean onClient = ClassLoader.getSystemClassLoader().getResource(file) != null;
    List<Finding> both = new ArrayList<>(InstallCheck.findings(setup, visibility, onClient));
    both.addAll(HookCheck.findings(HookFacts.gather(conf), setup, visibility));
    return both;
  }

  private List<Finding> securedCall() throws InterruptedException {
    progress.accept("Calling a server as a task calls its ApplicationMaster ...");
    return List.of(
        SecuredCallCheck.finding(
            () -> SignalTrial.run(conf),
            CALL_PATIENCE,
            conf.get("hadoop.security.authentication", "simple")));
  }

  private List<Finding> cluster() throws Exception {
    if (offline) {
      return List.of(ClusterCheck.notAsked());
    }
    URI uri = FileSystem.getDefaultUri(conf);
    if (!"hdfs".equals(uri.getScheme())) {
      return List.of(ClusterCheck.noHdfs(uri.toString(), SetupFacts.gather(conf).anyOurs()));
    }
    progress.accept("Asking the NameNode of " + uri + " ...");
    Configuration bounded = ShortPatience.of(conf);
    try {
      ClusterFacts facts =
          Deadline.call("the NameNode", CLUSTER_PATIENCE, () -> RunningCluster.facts(uri, bounded));
      codecs = facts.policies().stream().map(Policy::codec).collect(Collectors.toSet());
      return ClusterCheck.findings(facts);
    } catch (Exception e) {
      return List.of(unanswered(uri, conf, e));
    }
  }

  /**
   * What it means that the NameNode was asked in vain.
   *
   * @throws Exception {@code failure} itself, if it comes neither from the network nor from HDFS
   */
  static Finding unanswered(URI uri, Configuration conf, Exception failure) throws Exception {
    if (isCausedBy(failure, UnknownHostException.class::isInstance)) {
      List<String> missing = uri.getPort() < 0 ? missingOfPair(uri.getHost(), conf) : List.of();
      return ClusterCheck.unknownHost(uri.toString(), Reason.of(failure), missing);
    }
    if (isUnreachable(failure)) {
      return ClusterCheck.down(uri.toString(), Reason.of(failure));
    }
    if (isNoNameNode(failure)) {
      return ClusterCheck.noNameNode(uri.toString(), Reason.of(failure));
    }
    if (failure instanceof IOException) {
      return ClusterCheck.refused(uri.toString(), Reason.of(failure));
    }
    throw failure;
  }

  /** What a client needs to know a pair of NameNodes by a name, and is not set. */
  private static List<String> missingOfPair(String name, Configuration conf) {
    List<String> missing = new ArrayList<>();
    if (!conf.getTrimmedStringCollection("dfs.nameservices").contains(name)) {
      missing.add("dfs.nameservices");
    }
    for (String prefix : List.of("dfs.ha.namenodes.", "dfs.client.failover.proxy.provider.")) {
      if (conf.getTrimmed(prefix + name, "").isEmpty()) {
        missing.add(prefix + name);
      }
    }
    return missing;
  }

  /** Whether the answer was none that this protocol has, or came from a server of another one. */
  private static boolean isNoNameNode(Throwable failure) {
    return isCausedBy(
        failure,
        cause ->
            cause instanceof RemoteException remote
                ? RpcNoSuchProtocolException.class.getName().equals(remote.getClassName())
                : cause instanceof RpcException
                    || cause instanceof EOFException
                    || cause.getClass().getSimpleName().equals("InvalidProtocolBufferException"));
  }

  /** Whether nobody answered, as opposed to an answer that was an error. */
  static boolean isUnreachable(Throwable failure) {
    return isCausedBy(
        failure,
        cause ->
            cause instanceof SocketException
                || cause instanceof SocketTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof TimeoutException);
  }

  private static boolean isCausedBy(Throwable failure, Predicate<Throwable> looked) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (looked.test(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private void run(String id, Check check) {
    findings.addAll(guarded(id, check));
  }

  /** What a check finds; where it fails itself, that. */
  static List<Finding> guarded(String id, Check check) {
    try {
      return check.run();
    } catch (Exception | LinkageError e) {
      restoreInterrupt(e);
      return List.of(
          Finding.warning(
              id,
              "This could not be checked: " + e.getClass().getSimpleName() + ": " + Reason.of(e)));
    }
  }

  private static void restoreInterrupt(Throwable e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
  }
}
