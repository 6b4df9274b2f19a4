package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.read.signal.DirectiveMessage;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.ReportMessage;
import io.github.hadoopaccel.read.signal.SignalProtocol;
import io.github.hadoopaccel.read.signal.SignalTokenIdentifier;
import io.github.hadoopaccel.straggler.config.StragglerKeys;
import io.github.hadoopaccel.straggler.progress.AttemptName;
import io.github.hadoopaccel.straggler.progress.Refusal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.ipc.Server;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.security.SecurityUtil;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the reports of one job's tasks and answers with their directives. Callers must hold
 * the job's token, whatever the cluster's security is. The ports that are set aside for the
 * ApplicationMaster's own services are left to them: of a narrow range none would be left.
 * Thread-safe.
 */
final class SignalServer implements SignalProtocol {
  private static final Logger LOG = LoggerFactory.getLogger(SignalServer.class);

  /** A full report takes some 20 KB. */
  private static final int MAX_CALL_BYTES = 1 << 20;

  private static final int QUEUE_PER_HANDLER = 100;

  private final String jobId;
  private final Answers answers;
  private final Refusals refusals = new Refusals();
  private final RPC.Server server;
  private final InetSocketAddress address;
  private final Token<SignalTokenIdentifier> token;
  private final LongAdder accepted = new LongAdder();

  /** Gives the directive for a checked report; called by many threads, must not block. */
  @FunctionalInterface
  interface Answers {
    Directive answer(ReadReport report) throws ReportRefusedException;

    /**
     * Refused reports are worth saying: the first of a kind, and one a minute.
     *
     * @param count of that kind so far
     */
    default void refused(String reason, long count) {}
  }

  /**
   * Binds a port; {@link #start} makes it answer.
   *
   * @param jobId the job, {@code job_…}
   * @param host name by which tasks reach this host
   * @param ports those of which a free one is bound, such as {@code 50100-50200}; empty for any
   */
  SignalServer(
      Configuration conf, String jobId, String host, int handlers, String ports, Answers answers)
      throws IOException {
    this.jobId = jobId;
    this.answers = answers;
    SignalSecrets secrets = new SignalSecrets(jobId);
    this.server =
        new RPC.Builder(tokensOnly(conf, ports))
            .setProtocol(SignalProtocol.class)
            .setInstance(this)
            .setBindAddress(bindAddress(host))
            .setPortRangeConfig(StragglerKeys.RPC_PORTS.name())
            .setNumHandlers(handlers)
            .setQueueSizePerHandler(QUEUE_PER_HANDLER)
            .setVerbose(false)
            .setSecretManager(secrets)
            .build();
    server.addSuppressedLoggingExceptions(ReportRefusedException.class);
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

  /** Reports answered so far. */
  long accepted() {
    return accepted.sum();
  }

  /** Reports refused so far. */
  Refusals refusals() {
    return refusals;
  }

  @Override
  public DirectiveMessage report(ReportMessage message) throws IOException {
    try {
      checkCaller();
      ReadReport report = checked(message);
      DirectiveMessage answer = new DirectiveMessage(answers.answer(report));
      accepted.increment();
      return answer;
    } catch (ReportRefusedException e) {
      if (refusals.count(e.why(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime()))) {
        LOG.info("Refused a report ({} so far): {}", refusals.of(e.why()), e.getMessage());
        answers.refused(e.getMessage(), refusals.of(e.why()));
      }
      throw e;
    }
  }

  private void checkCaller() throws ReportRefusedException {
    UserGroupInformation caller = Server.getRemoteUser();
    boolean ofJob =
        caller != null
            && caller.getTokenIdentifiers().stream()
                .anyMatch(id -> id instanceof SignalTokenIdentifier s && jobId.equals(s.jobId()));
    if (!ofJob) {
      throw new ReportRefusedException(Refusal.NO_TOKEN, "the caller holds no token of " + jobId);
    }
  }

  private ReadReport checked(ReportMessage message) throws ReportRefusedException {
    ReadReport report;
    try {
      report = message.report();
    } catch (IOException e) {
      throw new ReportRefusedException(Refusal.MALFORMED, e.getMessage());
    }
    try {
      if (jobId.equals(AttemptName.parse(report.attemptId()).jobId())) {
        return report;
      }
    } catch (IllegalArgumentException e) {
      throw new ReportRefusedException(Refusal.NO_ATTEMPT_OF_THE_JOB, e.getMessage());
    }
    throw new ReportRefusedException(
        Refusal.NO_ATTEMPT_OF_THE_JOB, report.attemptId() + " is no attempt of " + jobId);
  }

  /** The token alone opens the door: neither Kerberos nor service ACLs know this protocol. */
  private static Configuration tokensOnly(Configuration conf, String ports) {
    Configuration copy = new Configuration(conf);
    copy.set(StragglerKeys.RPC_PORTS.name(), ports);
    copy.set(CommonConfigurationKeys.HADOOP_SECURITY_AUTHENTICATION, "TOKEN");
    copy.setBoolean(CommonConfigurationKeys.HADOOP_SECURITY_AUTHORIZATION, false);
    copy.setInt(CommonConfigurationKeys.IPC_MAXIMUM_DATA_LENGTH, MAX_CALL_BYTES);
    // Beyond its bounds the queue refuses at once; otherwise it would hold up the readers of all.
    copy.setBoolean("ipc." + CommonConfigurationKeys.IPC_BACKOFF_ENABLE, true);
    copy.setBoolean("ipc.0." + CommonConfigurationKeys.IPC_BACKOFF_ENABLE, true);
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
