package io.github.hadoopaccel.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each fault of a link does what its name says, to new connections and to open ones, and ends when
 * it is told to. Method: a server that answers a request for n bytes with the pattern; no fault is
 * waited for but by a read that it makes return or time out.
 */
@Timeout(30)
class FaultyLinkTest {
  private static final int TIMEOUT_MILLIS = 200;
  private static final int MANY = 1 << 20;
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private ServerSocket server;
  private FaultyLink link;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 50, LOOPBACK);
    daemon(this::acceptUntilClosed);
    link =
        FaultyLink.open(
            new InetSocketAddress("127.0.1.77", 0),
            new InetSocketAddress(LOOPBACK, server.getLocalPort()));
  }

  @AfterEach
  void close() throws IOException {
    link.close();
    server.close();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "pattern-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void acceptUntilClosed() {
    try {
      while (true) {
        Socket client = server.accept();
        daemon(() -> answerUntilClosed(client));
      }
    } catch (IOException ignored) {
      // The test is over.
    }
  }

  private static void answerUntilClosed(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      while (true) {
        client.getOutputStream().write(pattern(in.readInt()));
      }
    } catch (IOException ignored) {
      // The client is gone.
    }
  }

  private static byte[] pattern(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return bytes;
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(link.address());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static void ask(Socket socket, int bytes) throws IOException {
    new DataOutputStream(socket.getOutputStream()).writeInt(bytes);
  }

  private static byte[] receive(Socket socket, int bytes) throws IOException {
    byte[] received = new byte[bytes];
    new DataInputStream(socket.getInputStream()).readFully(received);
    return received;
  }

  private static void assertAnswers(Socket socket, int bytes) throws IOException {
    ask(socket, bytes);
    assertThat(receive(socket, bytes)).isEqualTo(pattern(bytes));
  }

  @Test
  void withoutAFaultEveryByteArrivesAndIsCounted() throws IOException {
    try (Socket socket = connect()) {
      assertAnswers(socket, MANY);
      assertAnswers(socket, 1);
      assertThat(link.responseBytes()).isBetween((long) MANY, MANY + 1L);
      assertThat(link.acceptedConnections()).isEqualTo(1);
      assertThat(link.openConnections()).isEqualTo(1);
    }
  }

  @Test
  void refusingClosesOpenConnectionsAndTheListenerUntilItEnds() throws IOException {
    try (Socket open = connect()) {
      assertAnswers(open, 10);
      link.set(LinkFault.REFUSE);
      assertThat(open.getInputStream().read()).isEqualTo(-1);
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
      assertThat(link.openConnections()).isZero();
    }
    link.set(LinkFault.NONE);
    try (Socket socket = connect()) {
      assertAnswers(socket, MANY);
    }
  }

  @Test
  void listenerCanBeClosedAndOpenedAtAnyPace() throws IOException {
    for (int i = 0; i < 1000; i++) {
      link.set(LinkFault.REFUSE);
      link.set(LinkFault.NONE);
    }
    try (Socket socket = connect()) {
      assertAnswers(socket, 10);
    }
  }

  @Test
  void silentLinkAcceptsAndNeverAnswersAndHangsUpWhenItEnds() throws IOException {
    try (Socket open = connect()) {
      assertAnswers(open, 10);
      link.set(LinkFault.SILENT);
      try (Socket fresh = connect()) {
        for (Socket socket : new Socket[] {open, fresh}) {
          ask(socket, 10);
          assertThatThrownBy(() -> receive(socket, 1)).isInstanceOf(SocketTimeoutException.class);
        }
        link.set(LinkFault.NONE);
        assertThat(open.getInputStream().read()).isEqualTo(-1);
        assertThat(fresh.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5000, 100_000})
  void hangingLinkPassesSoManyBytesAndTheRestWhenItEnds(int after) throws IOException {
    link.set(new LinkFault.Hang(after));
    try (Socket socket = connect()) {
      ask(socket, MANY);
      assertThat(receive(socket, after)).isEqualTo(firstOf(MANY, after));
      assertThatThrownBy(() -> receive(socket, 1)).isInstanceOf(SocketTimeoutException.class);
      link.set(LinkFault.NONE);
      byte[] rest = receive(socket, MANY - after);
      assertThat(rest[rest.length - 1]).isEqualTo(pattern(MANY)[MANY - 1]);
    }
  }

  @Test
  void hangCountsFromTheMomentItIsSwitchedOn() throws IOException {
    try (Socket socket = connect()) {
      assertAnswers(socket, 50_000);
      link.set(new LinkFault.Hang(7));
      ask(socket, 100);
      assertThat(receive(socket, 7)).isEqualTo(firstOf(100, 7));
      assertThatThrownBy(() -> receive(socket, 1)).isInstanceOf(SocketTimeoutException.class);
      link.set(new LinkFault.Hang(3));
      assertThat(receive(socket, 3)).hasSize(3);
      assertThatThrownBy(() -> receive(socket, 1)).isInstanceOf(SocketTimeoutException.class);
    }
  }

  private static byte[] firstOf(int length, int first) {
    return Arrays.copyOf(pattern(length), first);
  }

  @Test
  void resetReachesIdleConnectionsAtOnceAndNewOnes() throws IOException {
    try (Socket open = connect()) {
      assertAnswers(open, 10);
      link.set(new LinkFault.Reset(0));
      assertThatThrownBy(() -> receive(open, 1)).isInstanceOf(SocketException.class);
      assertThatThrownBy(
              () -> {
                try (Socket fresh = connect()) {
                  ask(fresh, 1);
                  receive(fresh, 1);
                }
              })
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void resetAfterSomeBytesBreaksTheAnswerOff() throws IOException {
    link.set(new LinkFault.Reset(5000));
    try (Socket socket = connect()) {
      ask(socket, MANY);
      assertThatThrownBy(() -> receive(socket, MANY)).isInstanceOf(SocketException.class);
    }
    assertThat(link.responseBytes()).isEqualTo(5000);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5000, 100_000})
  void closingEndsTheAnswerInGoodOrderAfterSoManyBytes(int after) throws IOException {
    link.set(new LinkFault.Close(after));
    try (Socket socket = connect()) {
      if (after > 0) {
        ask(socket, MANY);
      }
      assertThat(receive(socket, after)).isEqualTo(firstOf(MANY, after));
      assertThatThrownBy(() -> receive(socket, 1)).isInstanceOf(EOFException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 5000, 100_000})
  void corruptLinkChangesOneByteOfEachConnection(int after) throws IOException {
    link.set(new LinkFault.Corrupt(after));
    byte[] expected = pattern(MANY);
    expected[after] ^= (byte) 0x80;
    for (int i = 0; i < 2; i++) {
      try (Socket socket = connect()) {
        ask(socket, MANY);
        assertThat(receive(socket, MANY)).isEqualTo(expected);
        assertAnswers(socket, MANY);
      }
    }
  }

  @Test
  void slowLinkKeepsItsPaceAndLetsGoWhenItEnds() throws IOException {
    link.set(new LinkFault.Slow(100_000));
    try (Socket socket = connect()) {
      long began = System.nanoTime();
      ask(socket, MANY);
      assertThat(receive(socket, 50_000)).isEqualTo(firstOf(MANY, 50_000));
      // At full speed it takes a millisecond; what the buffers hold went out before it was needed.
      assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
      link.set(LinkFault.NONE);
      assertThat(receive(socket, MANY - 50_000)).hasSize(MANY - 50_000);
    }
  }

  @Test
  void clientThatHangsUpFreesAConnectionThatStandsStill() throws IOException {
    link.set(new LinkFault.Hang(10));
    try (Socket socket = connect()) {
      ask(socket, MANY);
      assertThat(receive(socket, 10)).hasSize(10);
    }
    try (Socket other = connect()) {
      Awaitility.await().until(() -> link.openConnections() == 1);
      ask(other, 1);
      assertThat(receive(other, 1)).hasSize(1);
    }
  }

  @Test
  void linkToAServerThatIsDownResetsTheClient() throws IOException {
    InetSocketAddress nobody;
    try (ServerSocket gone = new ServerSocket(0, 1, LOOPBACK)) {
      nobody = new InetSocketAddress(LOOPBACK, gone.getLocalPort());
    }
    try (FaultyLink down = FaultyLink.open(new InetSocketAddress("127.0.1.77", 0), nobody);
        Socket socket = new Socket()) {
      socket.connect(down.address());
      socket.setSoTimeout(TIMEOUT_MILLIS);
      assertThatThrownBy(() -> receive(socket, 1)).isInstanceOf(SocketException.class);
      assertThat(down.openConnections()).isZero();
    }
  }

  @Test
  void closedLinkHasNoConnectionsAndTakesNoFault() throws IOException {
    try (Socket socket = connect()) {
      assertAnswers(socket, 10);
      link.close();
      link.close();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
      assertThatThrownBy(() -> link.set(LinkFault.NONE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void faultsCheckTheirRanges() {
    assertThatThrownBy(() -> new LinkFault.Slow(0)).hasMessageContaining("bytesPerSec = 0");
    assertThatThrownBy(() -> new LinkFault.Hang(-1)).hasMessageContaining("afterBytes = -1");
    assertThatThrownBy(() -> new LinkFault.Reset(-1)).hasMessageContaining("afterBytes = -1");
    assertThatThrownBy(() -> new LinkFault.Close(-1)).hasMessageContaining("afterBytes = -1");
    assertThatThrownBy(() -> new LinkFault.Corrupt(-1)).hasMessageContaining("afterBytes = -1");
  }
}
