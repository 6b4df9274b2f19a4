package io.github.hadoopaccel.read.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.read.hedge.Posture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.RetriableException;
import org.apache.hadoop.ipc.StandbyException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real RPC on loopback: whatever the other side does, the task is none the worse for it. */
@Timeout(60)
class SignalClientTest {
  private static final Directive FASTER =
      Directive.reading(Posture.ACCELERATED, 2, 1000, 10_000, 100);

  private static final String ATTEMPT = "attempt_1_0001_m_000000_0";

  private final Queue<Directive> received = new ConcurrentLinkedQueue<>();

  @Test
  void withoutAnAddressThereIsNobodyToReportTo() throws Exception {
    assertThat(start(Map.of(), 1)).isEmpty();
  }

  @Test
  void withoutATokenThereIsNobodyToReportTo() {
    assertThat(
            SignalClient.start(
                conf(), address(1), ATTEMPT, last -> Reports.of(ATTEMPT), directive -> {}))
        .isEmpty();
  }

  @Test
  void reportsArriveAndDirectivesComeBack() throws Exception {
    try (LoopbackSignalServer server = new LoopbackSignalServer(0, FASTER);
        SignalClient client = start(address(server.port()), server.port()).orElseThrow()) {
      await().until(() -> received.size() >= 2);
      assertThat(received).containsOnly(FASTER);
      assertThat(server.reports.peek()).isEqualTo(Reports.of(ATTEMPT));
      assertThat(client.answered()).isPositive();
      assertThat(client.failures()).isZero();
    }
  }

  @Test
  void closingSendsOneLastReport() throws Exception {
    Directive once = Directive.reading(Posture.CAREFUL, 0, 0, 0, 3_600_000);
    try (LoopbackSignalServer server = new LoopbackSignalServer(0, once)) {
      SignalClient client = start(address(server.port()), server.port()).orElseThrow();
      await().until(() -> client.answered() == 1);
      client.close();
      assertThat(server.reports).extracting(ReadReport::last).containsExactly(false, true);
      await().until(() -> !client.isAlive());
      client.close();
    }
  }

  @Test
  void aRefusingPortIsCountedAndWarnedOfOnce() throws Exception {
    int port = freePort();
    try (WarnCount warn = new WarnCount(SignalClient.class);
        SignalClient client = start(address(port), port).orElseThrow()) {
      await().until(() -> client.failures() >= 3);
      assertThat(warn.warnings()).isEqualTo(1);
      assertThat(received).isEmpty();
      closesAtOnce(client);
    }
  }

  @Test
  void aServerThatNeverAnswersHoldsNobodyUp() throws Exception {
    try (ServerSocket hung = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
      int port = hung.getLocalPort();
      SignalClient client = start(address(port), port).orElseThrow();
      await().atMost(Duration.ofSeconds(15)).until(() -> client.failures() >= 2);
      closesAtOnce(client);
    }
  }

  @Test
  void aCallUnderWayEndsWithTheClient() throws Exception {
    try (ServerSocket hung = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
      int port = hung.getLocalPort();
      SignalClient client = start(address(port), port).orElseThrow();
      hung.accept();
      closesAtOnce(client);
    }
  }

  @Test
  void aServerThatComesBackIsFoundAgain() throws Exception {
    LoopbackSignalServer first = new LoopbackSignalServer(0, FASTER);
    int port = first.port();
    try (SignalClient client = start(address(port), port).orElseThrow()) {
      await().until(() -> client.answered() >= 1);
      first.close();
      await().atMost(Duration.ofSeconds(20)).until(() -> client.failures() >= 1);
      long before = client.answered();
      try (LoopbackSignalServer second = new LoopbackSignalServer(port, FASTER)) {
        await().atMost(Duration.ofSeconds(20)).until(() -> client.answered() > before);
        assertThat(second.reports).isNotEmpty();
      }
    }
  }

  @Test
  void whatTheTaskThrowsStaysInTheClient() throws Exception {
    try (LoopbackSignalServer server = new LoopbackSignalServer(0, FASTER);
        SignalClient client =
            start(
                    address(server.port()),
                    server.port(),
                    last -> {
                      throw new StackOverflowError("on purpose");
                    },
                    received::add)
                .orElseThrow()) {
      await().until(() -> client.failures() >= 2);
      assertThat(client.isAlive()).isTrue();
    }
  }

  @Test
  void anAddressThatIsNoneIsAFailureAndNoMore() throws Exception {
    Map<String, String> nonsense = Map.of(SignalProtocol.ADDRESS_VARIABLE, "no address::");
    try (SignalClient client = start(nonsense, 1).orElseThrow()) {
      await().until(() -> client.failures() >= 1);
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aServerThatIsTooBusyOrRefusesIsAskedOncePerFailure(IOException refusal) throws Exception {
    LoopbackSignalServer.Answer answer =
        report -> {
          throw refusal;
        };
    try (WarnCount warn = new WarnCount(SignalClient.class);
        LoopbackSignalServer server = new LoopbackSignalServer(0, answer)) {
      SignalClient client = start(address(server.port()), server.port()).orElseThrow();
      await().until(() -> client.failures() >= 3);
      client.close();
      await().until(() -> !client.isAlive());
      assertThat((long) server.reports.size())
          .as("nothing is tried again inside of a call")
          .isBetween(client.failures(), client.failures() + 1);
      assertThat(server.reports).extracting(ReadReport::last).containsOnly(false);
      assertThat(client.answered()).isZero();
      assertThat(received).isEmpty();
      assertThat(warn.warnings()).isEqualTo(1);
    }
  }

  static List<IOException> refusals() {
    return List.of(
        new RetriableException("Server is too busy."),
        new StandbyException("not active"),
        new IOException("another reader speaks for " + ATTEMPT),
        new AccessControlException("the token is of another job"));
  }

  @Test
  void whoRefusesOnceAndThenAnswersIsFollowed() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    LoopbackSignalServer.Answer answer =
        report -> {
          if (calls.incrementAndGet() <= 2) {
            throw new RetriableException("Server is too busy.");
          }
          return FASTER;
        };
    try (LoopbackSignalServer server = new LoopbackSignalServer(0, answer);
        SignalClient client = start(address(server.port()), server.port()).orElseThrow()) {
      await().until(() -> client.answered() >= 2);
      assertThat(client.failures()).isEqualTo(2);
      assertThat(received).containsOnly(FASTER);
    }
  }

  private static void closesAtOnce(SignalClient client) {
    long start = System.nanoTime();
    client.close();
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(2000);
    await().atMost(Duration.ofSeconds(5)).until(() -> !client.isAlive());
  }

  private Optional<SignalClient> start(Map<String, String> env, int port) throws Exception {
    return start(env, port, last -> Reports.of(ATTEMPT, last), received::add);
  }

  private static Optional<SignalClient> start(
      Map<String, String> env,
      int port,
      SignalClient.Reporter reports,
      Consumer<Directive> directives)
      throws Exception {
    UserGroupInformation user = UserGroupInformation.createRemoteUser("task");
    user.addToken(LoopbackSignalServer.token(port));
    return user.doAs(
        (PrivilegedExceptionAction<Optional<SignalClient>>)
            () -> SignalClient.start(conf(), env, ATTEMPT, reports, directives));
  }

  private static Configuration conf() {
    Configuration conf = new Configuration();
    conf.set("accel.signal.interval", "100ms");
    return conf;
  }

  private static Map<String, String> address(int port) {
    return Map.of(SignalProtocol.ADDRESS_VARIABLE, "127.0.0.1:" + port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
