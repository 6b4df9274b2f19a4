package io.github.hadoopaccel.straggler.doctor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchException;

import io.github.hadoopaccel.straggler.am.SignalTrial;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.ipc.RpcNoSuchProtocolException;
import org.apache.hadoop.ipc.RpcServerException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DoctorTest {
  private static final URI NAME_NODE = URI.create("hdfs://nn:8020");

  @Test
  void theWorstFindingMakesTheExitCode() {
    Finding ok = Finding.ok("a", "");
    Finding note = Finding.note("a", "");
    Finding warning = Finding.warning("a", "");
    Finding error = Finding.error("a", "");
    assertThat(new Diagnosis(List.of()).exitCode()).isZero();
    assertThat(new Diagnosis(List.of(ok, note)).exitCode()).isZero();
    assertThat(new Diagnosis(List.of(warning, ok)).exitCode()).isEqualTo(1);
    assertThat(new Diagnosis(List.of(warning, error, ok)).exitCode()).isEqualTo(2);
  }

  @Test
  void onlyAWarningBecomesANote() {
    Finding lowered = Finding.warning("a", "Slow.").ifWarningNoteThat("Unused.");
    assertThat(lowered.severity()).isEqualTo(Severity.NOTE);
    assertThat(lowered.message()).isEqualTo("Slow. Unused.");
    Finding error = Finding.error("a", "Broken.");
    assertThat(error.ifWarningNoteThat("Unused.")).isEqualTo(error);
  }

  @Test
  void aCheckThatFailsItselfIsAFinding() {
    List<Finding> findings =
        Doctor.guarded(
            "coder-speed",
            () -> {
              throw new NoClassDefFoundError("org/example/Gone");
            });
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).check()).isEqualTo("coder-speed");
    assertThat(findings.get(0).severity()).isEqualTo(Severity.WARNING);
    assertThat(findings.get(0).message()).contains("org/example/Gone");
  }

  @Test
  void aCallThatDoesNotEndIsGivenUp() {
    CountDownLatch never = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                Deadline.call(
                    "the NameNode",
                    Duration.ofMillis(50),
                    () -> {
                      never.await();
                      return "answer";
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the NameNode gave no answer");
    never.countDown();
  }

  @Test
  void onlyWhatNobodyAnsweredIsUnreachable() {
    assertThat(Doctor.isUnreachable(new IOException(new ConnectException("refused")))).isTrue();
    assertThat(Doctor.isUnreachable(new UnknownHostException("nn"))).isTrue();
    assertThat(Doctor.isUnreachable(new IOException("late", new TimeoutException()))).isTrue();
    assertThat(Doctor.isUnreachable(new AccessControlException("no token"))).isFalse();
  }

  @Test
  void onlyWhatHdfsSaysIsARefusal() throws Exception {
    for (IOException said :
        List.of(
            new AccessControlException("no ticket"),
            new RemoteException("java.lang.IllegalStateException", "safe mode"))) {
      Finding refused = Doctor.unanswered(NAME_NODE, new Configuration(), said);
      assertThat(refused.severity()).isEqualTo(Severity.ERROR);
      assertThat(refused.message()).contains("refuses").contains(said.getMessage());
    }
    Finding down =
        Doctor.unanswered(
            NAME_NODE, new Configuration(), new IOException(new ConnectException("refused")));
    assertThat(down.message()).contains("does not answer");
    Finding own =
        Doctor.guarded(
                "cluster",
                () ->
                    List.of(
                        Doctor.unanswered(
                            NAME_NODE, new Configuration(), new NullPointerException("ours"))))
            .get(0);
    assertThat(own.severity()).isEqualTo(Severity.WARNING);
    assertThat(own.message()).contains("could not be checked").contains("ours");
  }

  @Test
  void whatIsNoNameNodesPortIsSaidToBeNone() throws Exception {
    for (IOException failure :
        List.of(
            new IOException("local", new RpcServerException("RPC response exceeds")),
            new EOFException("End of File Exception between local host and nn"),
            new RemoteException(RpcNoSuchProtocolException.class.getName(), "Unknown protocol"))) {
      assertNoNameNode(Doctor.unanswered(NAME_NODE, new Configuration(), failure));
    }
  }

  private static void assertNoNameNode(Finding finding) {
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.message()).contains("no NameNode's RPC port", "9870", "8020");
    assertThat(finding.message()).doesNotContain("kinit");
    assertThat(finding.remedies()).extracting(Remedy::property).containsExactly("fs.defaultFS");
  }

  /** As the web port does. */
  @Test
  void aServerThatAnswersInHttpIsNoNameNode() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread web = new Thread(() -> answerInHttp(server));
      web.setDaemon(true);
      web.start();
      URI uri = URI.create("hdfs://127.0.0.1:" + server.getLocalPort());
      Configuration conf = ShortPatience.of(new Configuration());
      Exception failure = catchException(() -> RunningCluster.facts(uri, conf));
      assertNoNameNode(Doctor.unanswered(uri, conf, failure));
    }
  }

  private static void answerInHttp(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getInputStream().read(new byte[4096]);
        byte[] answer = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);
        socket.getOutputStream().write(answer);
        socket.shutdownOutput();
        while (socket.getInputStream().read() >= 0) {
          // Until the client hangs up, so that it is not reset.
        }
      } catch (IOException e) {
        continue;
      }
    }
  }

  @Test
  void anUnknownHostMayBeTheNameOfAPair() throws Exception {
    Exception failure = new IllegalArgumentException(new UnknownHostException("nameservice1"));
    URI pair = URI.create("hdfs://nameservice1");
    Configuration conf = new Configuration(false);
    Finding finding = Doctor.unanswered(pair, conf, failure);
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.message())
        .contains("host unknown (nameservice1)", "HA pair", "hdfs-site.xml with --conf")
        .contains("dfs.nameservices and dfs.ha.namenodes.nameservice1");
    assertThat(finding.remedies()).extracting(Remedy::property).containsExactly("fs.defaultFS");
    assertThat(Doctor.unanswered(NAME_NODE, conf, failure).message())
        .as("names of pairs have no port")
        .contains("host unknown")
        .doesNotContain("HA pair");
    conf.set("dfs.nameservices", "other,nameservice1");
    conf.set("dfs.ha.namenodes.nameservice1", "nn1,nn2");
    assertThat(Doctor.unanswered(pair, conf, failure).message())
        .contains("dfs.client.failover.proxy.provider.nameservice1 is missing")
        .doesNotContain("dfs.ha.namenodes");
    conf.set("dfs.client.failover.proxy.provider.nameservice1", "org.example.Provider");
    assertThat(Doctor.unanswered(pair, conf, failure).message()).doesNotContain("HA pair");
  }

  @Test
  void aSecuredCallThatHangsOrFindsNoServerIsAnError() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Finding hangs =
        SecuredCallCheck.finding(
            () -> {
              never.await();
              return null;
            },
            Duration.ofMillis(50),
            "simple");
    never.countDown();
    assertThat(hangs.check()).isEqualTo("secured-call");
    assertThat(hangs.severity()).isEqualTo(Severity.ERROR);
    assertThat(hangs.message()).contains("gave no answer");
    Finding noServer =
        SecuredCallCheck.finding(
            () -> {
              throw new BindException("Port in use");
            },
            Duration.ofSeconds(30),
            "kerberos");
    assertThat(noServer.severity()).isEqualTo(Severity.ERROR);
    assertThat(noServer.message()).contains("Port in use");
    assertThat(noServer.values()).containsEntry("authentication", "kerberos");
  }

  @Test
  void whatACallThrowsReachesTheCaller() {
    assertThatThrownBy(
            () ->
                Deadline.call(
                    "it",
                    Duration.ofSeconds(30),
                    () -> {
                      throw new IOException("refused");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("refused");
  }

  @Test
  void theReasonIsTheInnermostOneThatSaysAnything() {
    Exception refused = new IOException("outer", new IOException("Connection refused\nmore"));
    assertThat(Reason.of(refused)).isEqualTo("Connection refused");
    assertThat(Reason.of(new IOException(new IllegalStateException()))).contains("Illegal");
    assertThat(Reason.of(new IllegalStateException())).isEqualTo("IllegalStateException");
    assertThat(
            Reason.of(
                new NoClassDefFoundError("Could not initialize class a.B")
                    .initCause(
                        new ExceptionInInitializerError(
                            "Exception java.lang.RuntimeException: not loaded [in thread"
                                + " \"main\"]"))))
        .isEqualTo("not loaded");
    assertThat(Reason.of(new ClassNotFoundException("a.B"))).contains("ClassNotFound", "a.B");
  }

  @Test
  void theSecuredCallWorksHereAndNobodyElseGetsIn() throws IOException {
    SignalTrial.Outcome outcome = SignalTrial.run(new Configuration());
    assertThat(outcome).isEqualTo(new SignalTrial.Outcome(null, false));
    assertThat(SecuredCallCheck.finding(outcome, "simple").severity()).isEqualTo(Severity.OK);
  }

  @Test
  void aSecuredCallThatFailsOrIsOpenIsAnError() {
    Finding fails = SecuredCallCheck.finding(new SignalTrial.Outcome("no route", false), "simple");
    assertThat(fails.severity()).isEqualTo(Severity.ERROR);
    assertThat(fails.message()).contains("no route");
    Finding open = SecuredCallCheck.finding(new SignalTrial.Outcome(null, true), "kerberos");
    assertThat(open.severity()).isEqualTo(Severity.ERROR);
    assertThat(open.values()).containsEntry("authentication", "kerberos");
  }
}
