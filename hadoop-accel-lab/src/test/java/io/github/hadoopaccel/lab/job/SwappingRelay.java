package io.github.hadoopaccel.lab.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loopback relay in front of a server that replaces a number of eight bytes, big-endian, by
 * another in what the caller sends, where one read of the connection holds all of it.
 */
public final class SwappingRelay implements AutoCloseable {
  private final byte[] number;
  private final byte[] another;
  private final InetSocketAddress server;
  private final ServerSocket listener;
  private final AtomicInteger swaps = new AtomicInteger();

  SwappingRelay(long number, long another, InetSocketAddress server) throws IOException {
    this.number = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    this.another = ByteBuffer.allocate(Long.BYTES).putLong(another).array();
    this.server = server;
    this.listener = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    daemon(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How many numbers were replaced. */
  int swaps() {
    return swaps.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() throws IOException {
    while (true) {
      Socket caller = listener.accept();
      Socket callee = new Socket(server.getAddress(), server.getPort());
      daemon(() -> pump(caller, callee, true));
      daemon(() -> pump(callee, caller, false));
    }
  }

  private void pump(Socket from, Socket to, boolean swap) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (swap) {
          swap(buffer, n);
        }
        out.write(buffer, 0, n);
        out.flush();
      }
    }
  }

  private void swap(byte[] buffer, int length) {
    for (int at = 0; at + Long.BYTES <= length; at++) {
      if (Arrays.equals(buffer, at, at + Long.BYTES, number, 0, Long.BYTES)) {
        System.arraycopy(another, 0, buffer, at, Long.BYTES);
        swaps.incrementAndGet();
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
                // A closed socket ends the relay.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  interface Work {
    void run() throws IOException;
  }
}
