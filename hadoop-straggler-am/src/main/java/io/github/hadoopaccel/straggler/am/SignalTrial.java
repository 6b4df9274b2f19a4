package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.read.signal.ReadInput;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.ReadTotals;
import io.github.hadoopaccel.read.signal.ReadWindows;
import io.github.hadoopaccel.read.signal.ReportMessage;
import io.github.hadoopaccel.read.signal.SignalProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.net.StandardSocketFactory;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Tries on this machine what an ApplicationMaster and a task do: starts a signal server on loopback
 * and reports to it, with the job's token and without.
 */
public final class SignalTrial {
  private static final String JOB = "job_1_0001";
  private static final int ANSWER_TIMEOUT_MILLIS = 5000;
  private static final Directive DIRECTIVE = Directive.reading(Posture.CAREFUL, 0, 0, 1000, 500);

  private SignalTrial() {}

  /**
   * What came of it.
   *
   * @param failureWithToken why the report with the token failed; {@code null} if it was answered
   * @param answeredWithoutToken whether the report without a token was answered
   */
  public record Outcome(String failureWithToken, boolean answeredWithoutToken) {}

  /**
   * Makes both calls; some seconds at most.
   *
   * @throws IOException if the server cannot be started
   */
  public static Outcome run(Configuration conf) throws IOException {
    SignalServer server = new SignalServer(conf, JOB, "localhost", 1, "", report -> DIRECTIVE);
    try {
      server.start();
      UserGroupInformation task = UserGroupInformation.createRemoteUser("doctor");
      task.addToken(server.token());
      UserGroupInformation stranger = UserGroupInformation.createRemoteUser("stranger");
      return new Outcome(
          failure(conf, server.address(), task), failure(conf, server.address(), stranger) == null);
    } finally {
      server.stop();
    }
  }

  /** Why a report of that user is not answered, or {@code null} if it is. */
  private static String failure(Configuration conf, String address, UserGroupInformation user) {
    Configuration bounded = new Configuration(conf);
    bounded.setInt("ipc.client.connect.timeout", 2000);
    bounded.setInt("ipc.client.connect.max.retries", 0);
    bounded.setInt("ipc.client.connect.max.retries.on.timeouts", 0);
    bounded.setInt("ipc.client.connect.max.retries.on.sasl", 0);
    InetSocketAddress server = NetUtils.createSocketAddr(address);
    SignalProtocol proxy = null;
    try {
      proxy =
          RPC.getProxy(
              SignalProtocol.class,
              SignalProtocol.VERSION,
              server,
              user,
              bounded,
              new StandardSocketFactory(),
              ANSWER_TIMEOUT_MILLIS);
      Directive directive = proxy.report(new ReportMessage(REPORT)).directive();
      return DIRECTIVE.equals(directive) ? null : "another directive came back: " + directive;
    } catch (IOException | RuntimeException e) {
      return String.valueOf(e.getMessage());
    } finally {
      if (proxy != null) {
        RPC.stopProxy(proxy);
      }
    }
  }

  private static final ReadReport REPORT =
      new ReadReport(
          "attempt_1_0001_m_000000_0",
          1,
          false,
          1,
          ReadInput.UNKNOWN,
          ReadWindows.NONE,
          ReadTotals.NONE,
          0,
          Posture.CAREFUL,
          0,
          -1,
          "",
          List.of());
}
