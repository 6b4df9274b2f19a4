package io.github.hadoopaccel.straggler.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A loopback relay that changes the byte after the last occurrence of a word in what the caller
 * sends.
 */
public final class GarblingRelay implements AutoCloseable {
  private final String word;
  private final int serverPort;
  private final ServerSocket listener;

  public GarblingRelay(String word, int serverPort) throws IOException {
    this.word = word;
    this.serverPort = serverPort;
    this.listener = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    daemon(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() throws IOException {
    while (true) {
      Socket caller = listener.accept();
      Socket server = new Socket("127.0.0.1", serverPort);
      daemon(() -> pump(caller, server, true));
      daemon(() -> pump(server, caller, false));
    }
  }

  private void pump(Socket from, Socket to, boolean garble) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
        int at = text.lastIndexOf(word);
        if (garble && at >= 0 && at + word.length() < n) {
          buffer[at + word.length()] ^= 0x40;
        }
        out.write(buffer, 0, n);
        out.flush();
      }
    }
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // a closed socket ends the relay
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private interface Work {
    void run() throws IOException;
  }
}
