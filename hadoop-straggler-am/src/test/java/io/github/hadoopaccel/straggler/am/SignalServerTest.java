package io.github.hadoopaccel.straggler.am;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.SignalTokenIdentifier;
import io.github.hadoopaccel.straggler.progress.Refusal;
import io.github.hadoopaccel.straggler.testing.Caller;
import io.github.hadoopaccel.straggler.testing.GarblingRelay;
import io.github.hadoopaccel.straggler.testing.Reading;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real Hadoop RPC with tokens on loopback. */
@Timeout(60)
class SignalServerTest {
  private static final ReadReport REPORT = Reading.map(1).report();
  private static final Directive FASTER = Directive.reading(Posture.ACCELERATED, 1, 10, 1000, 100);

  private final Queue<ReadReport> received = new ConcurrentLinkedQueue<>();
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private SignalServer server;

  @BeforeEach
  void start() throws IOException {
    server = server(Reading.JOB);
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void aTaskOfTheJobIsAnswered() throws IOException {
    assertThat(call(server.token(), REPORT)).isEqualTo(FASTER);
    assertThat(received).containsExactly(REPORT);
    assertThat(server.accepted()).isEqualTo(1);
    assertThat(server.refusals().total()).isZero();
  }

  @Test
  void aCallerWithoutATokenIsRefused() {
    assertThatThrownBy(() -> Caller.report(server.address(), Optional.empty(), REPORT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("SIMPLE authentication is not enabled");
    assertThat(received).isEmpty();
  }

  @Test
  void theTokenOfAnotherJobIsRefused() throws IOException {
    SignalServer other = server("job_1700000000000_0002");
    try {
      assertThatThrownBy(() -> call(moved(other.token()), REPORT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("job_1700000000000_0002");
    } finally {
      other.stop();
    }
    assertThat(received).isEmpty();
  }

  @Test
  void aTokenForgedForThisJobIsRefused() throws IOException {
    SignalServer earlier = server(Reading.JOB);
    try {
      assertThatThrownBy(() -> call(moved(earlier.token()), REPORT))
          .isInstanceOf(IOException.class);
    } finally {
      earlier.stop();
    }
    assertThat(received).isEmpty();
  }

  @Test
  void anAttemptOfAnotherJobIsRefusedAndCounted() {
    refused("attempt_1700000000000_0002_m_000001_0", "no attempt of " + Reading.JOB);
  }

  @Test
  void whatIsNoAttemptIsRefusedAndCounted() {
    refused("attempt_../../etc", "is no attempt of a map or a reduce");
    refused("", "is no attempt of a map or a reduce");
  }

  @Test
  void anAttemptIsNamedInHadoopsOwnText() {
    refused("attempt_1700000000000_0001_m_00001_0", "is no attempt of a map or a reduce");
    refused("attempt_1700000000000_0001_m_000001_00", "is no attempt of a map or a reduce");
    assertThat(server.refusals().of(Refusal.NO_ATTEMPT_OF_THE_JOB)).isEqualTo(2);
    assertThat(said).as("the first of its kind").hasSize(1);
  }

  @Test
  void aMalformedMessageIsRefusedAndTheNextOneIsServed() throws IOException {
    int port = NetUtils.createSocketAddr(server.address()).getPort();
    try (GarblingRelay relay = new GarblingRelay("ReportMessage", port)) {
      Token<?> token = server.token();
      assertThatThrownBy(
              () -> Caller.report("localhost:" + relay.port(), Optional.of(token), REPORT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("message version 67");
    }
    assertThat(server.refusals().of(Refusal.MALFORMED)).isEqualTo(1);
    assertThat(received).isEmpty();
    assertThat(call(server.token(), REPORT)).isEqualTo(FASTER);
  }

  @Test
  void aFailureToAnswerReachesOnlyTheCaller() throws IOException {
    SignalServer failing =
        new SignalServer(
            new Configuration(),
            Reading.JOB,
            "localhost",
            1,
            "",
            report -> {
              throw new IllegalStateException("on purpose");
            });
    failing.start();
    try {
      Token<?> token = failing.token();
      assertThatThrownBy(() -> Caller.report(failing.address(), Optional.of(token), REPORT))
          .isInstanceOf(IOException.class);
    } finally {
      failing.stop();
    }
  }

  @Test
  void serviceAuthorizationOfTheClusterDoesNotLockTasksOut() throws IOException {
    Configuration conf = new Configuration();
    conf.setBoolean("hadoop.security.authorization", true);
    SignalServer authorizing =
        new SignalServer(conf, Reading.JOB, "localhost", 1, "", report -> FASTER);
    authorizing.start();
    try {
      Token<?> token = authorizing.token();
      assertThat(Caller.report(authorizing.address(), Optional.of(token), REPORT))
          .isEqualTo(FASTER);
    } finally {
      authorizing.stop();
    }
  }

  @Test
  void thePortsOfTheApplicationMastersOwnServicesAreLeftToThem() throws IOException {
    int own = freePort();
    Configuration conf = new Configuration();
    conf.set("yarn.app.mapreduce.am.job.client.port-range", own + "-" + own);
    SignalServer modest = new SignalServer(conf, Reading.JOB, "localhost", 1, "", answer -> FASTER);
    try (ServerSocket client = new ServerSocket(own)) {
      assertThat(client.getLocalPort()).isNotEqualTo(port(modest));
    } finally {
      modest.stop();
    }
  }

  @Test
  void aPortOfTheRangeSetIsTaken() throws IOException {
    int free = freePort();
    SignalServer ranged =
        new SignalServer(
            new Configuration(), Reading.JOB, "localhost", 1, free + "-" + free, answer -> FASTER);
    try {
      assertThat(port(ranged)).isEqualTo(free);
    } finally {
      ranged.stop();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static int port(SignalServer server) {
    return NetUtils.createSocketAddr(server.address()).getPort();
  }

  private void refused(String attemptId, String reason) {
    ReadReport report = Reading.of(attemptId).report();
    long before = server.refusals().total();
    assertThatThrownBy(() -> call(server.token(), report))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason);
    assertThat(server.refusals().total()).isEqualTo(before + 1);
    assertThat(received).isEmpty();
  }

  private Directive call(Token<?> token, ReadReport report) throws IOException {
    return Caller.report(server.address(), Optional.of(token), report);
  }

  /** The token as if it had been made for the address of this test's server. */
  private Token<SignalTokenIdentifier> moved(Token<SignalTokenIdentifier> token) {
    Token<SignalTokenIdentifier> moved = new Token<>(token);
    moved.setService(server.token().getService());
    return moved;
  }

  private SignalServer server(String job) throws IOException {
    SignalServer made =
        new SignalServer(
            new Configuration(),
            job,
            "localhost",
            2,
            "",
            new SignalServer.Answers() {
              @Override
              public Directive answer(ReadReport report) {
                received.add(report);
                return FASTER;
              }

              @Override
              public void refused(String reason, long count) {
                said.add(reason);
              }
            });
    made.start();
    return made;
  }
}
