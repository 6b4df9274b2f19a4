package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.read.signal.DirectiveMessage;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.ReportMessage;
import io.github.hadoopaccel.read.signal.SignalProtocol;
import io.github.hadoopaccel.read.signal.SignalTokenIdentifier;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.ipc.Server;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.SecurityUtil;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the reports of one job's tasks and answers with their directives. Callers must hold
 * the job's token, whatever the cluster's security is. Thread-safe.
 */
final class SignalServer implements SignalProtocol {
  private static final Logger LOG = LoggerFactory.getLogger(SignalServer.class);

  /** A full report takes some 20 KB. */
  private static final int MAX_CALL_BYTES = 1 << 20;

  private final String jobId;
  private final Function<ReadReport, Directive> answers;
  private final RPC.Server server;
  private final InetSocketAddress address;
  private final Token<SignalTokenIdentifier> token;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  /**
   * Binds a port; {@link #start} makes it answer.
   *
   * @param jobId the job, {@code job_…}
   * @param host name by which tasks reach this host
   * @param answers gives the directive for a checked report; called by many threads, must not block
   */
  SignalServer(
      Configuration conf,
      String jobId,
      String host,
      int handlers,
      Function<ReadReport, Directive> answers)
      throws IOException {
    this.jobId = jobId;
    this.answers = answers;
    SignalSecrets secrets = new SignalSecrets(jobId);
    this.server =
        new RPC.Builder(tokensOnly(conf))
            .setProtocol(SignalProtocol.class)
            .setInstance(this)
            .setBindAddress(bindAddress(host))
            .setPortRangeConfig(MRJobConfig.MR_AM_JOB_CLIENT_PORT_RANGE)
            .setNumHandlers(handlers)
            .setVerbose(false)
            .setSecretManager(secrets)
            .build();
    this.address = NetUtils.createSocketAddrForHost(host, server.getListenerAddress().getPort());
    this.token = new Token<>(new SignalTokenIdentifier(jobId), secrets);
    SecurityUtil.setTokenService(token, address);
  }

  void start() {
    server.start();
  }

  void stop() {
    server.stop();
  }

  /** Where tasks reach this server, {@code host:port}. */
  String address() {
    return NetUtils.getHostPortString(address);
  }

  Token<SignalTokenIdentifier> token() {
    return token;
  }

  long accepted() {
    return accepted.get();
  }

  long refused() {
    return refused.get();
  }

  @Override
  public DirectiveMessage report(ReportMessage message) throws IOException {
    try {
      checkCaller();
      ReadReport report = message.report();
      checkAttempt(report.attemptId());
      DirectiveMessage answer = new DirectiveMessage(answers.apply(report));
      accepted.incrementAndGet();
      return answer;
    } catch (IOException e) {
      refused.incrementAndGet();
      LOG.debug("Refused a report.", e);
      throw e;
    }
  }

  private void checkCaller() throws IOException {
    UserGroupInformation caller = Server.getRemoteUser();
    boolean ofJob =
        caller != null
            && caller.getTokenIdentifiers().stream()
                .anyMatch(id -> id instanceof SignalTokenIdentifier s && jobId.equals(s.jobId()));
    if (!ofJob) {
      throw new AccessControlException("the caller holds no token of " + jobId);
    }
  }

  private void checkAttempt(String attemptId) throws IOException {
    TaskAttemptID attempt;
    try {
      attempt = TaskAttemptID.forName(attemptId);
    } catch (IllegalArgumentException e) {
      throw new IOException("\"" + attemptId + "\" is no task attempt", e);
    }
    boolean ofJob = attempt != null && jobId.equals(attempt.getJobID().toString());
    boolean reads =
        ofJob
            && (attempt.getTaskType() == TaskType.MAP || attempt.getTaskType() == TaskType.REDUCE);
    if (!reads) {
      throw new IOException(attemptId + " is no attempt of " + jobId);
    }
  }

  /** The token alone opens the door: neither Kerberos nor service ACLs know this protocol. */
  private static Configuration tokensOnly(Configuration conf) {
    Configuration copy = new Configuration(conf);
    copy.set(CommonConfigurationKeys.HADOOP_SECURITY_AUTHENTICATION, "TOKEN");
    copy.setBoolean(CommonConfigurationKeys.HADOOP_SECURITY_AUTHORIZATION, false);
    copy.setInt(CommonConfigurationKeys.IPC_MAXIMUM_DATA_LENGTH, MAX_CALL_BYTES);
    return copy;
  }

  /**
   * Every interface, as Hadoop's own servers in the ApplicationMaster do it, since a host's name
   * may mean another address elsewhere; loopback alone where the name is a loopback address for
   * all.
   */
  private static String bindAddress(String host) {
    return host.equals("localhost") || host.startsWith("127.") ? host : "0.0.0.0";
  }
}
