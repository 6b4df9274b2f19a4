package io.github.hadoopaccel.lab.bench.read;

import io.github.hadoopaccel.lab.soak.PatternBytes;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How fast this machine can be at best: as many bytes as the file has, over one loopback connection
 * for each data unit, sent with {@code transferTo} as DataNodes do, read into buffers of 128 KiB,
 * without HDFS, checksums or stripes.
 */
final class LoopbackLimit implements AutoCloseable {
  private static final int CONNECTIONS = 6;
  private static final int BUFFER_BYTES = 128 << 10;
  private static final int WRITE_BYTES = 1 << 20;

  private final Path file;
  private final long unitBytes;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "bench-limit");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * A limit for a file of {@code fileBytes}.
   *
   * @param file to be sent; it is written first
   */
  LoopbackLimit(Path file, long fileBytes) throws IOException {
    this.file = file;
    this.unitBytes = Math.max(1, fileBytes / CONNECTIONS);
    byte[] bytes = new byte[WRITE_BYTES];
    PatternBytes.fill(0, 0, bytes);
    try (var out = Files.newOutputStream(file)) {
      for (long left = unitBytes; left > 0; left -= bytes.length) {
        out.write(bytes, 0, (int) Math.min(left, bytes.length));
      }
    }
  }

  /** Measures once; returns megabytes, of 1,000,000 bytes, per second. */
  double measureMegabytesPerSec() throws IOException, InterruptedException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      long began = System.nanoTime();
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        ends.add(threads.submit(() -> send(server)));
        ends.add(threads.submit(() -> receive(server)));
      }
      for (Future<?> end : ends) {
        end.get();
      }
      return CONNECTIONS * unitBytes / 1e6 / ((System.nanoTime() - began) / 1e9);
    } catch (ExecutionException e) {
      throw new IOException("the limit could not be measured", e.getCause());
    }
  }

  private Void send(ServerSocketChannel server) throws IOException {
    try (SocketChannel connection = server.accept();
        FileChannel bytes = FileChannel.open(file)) {
      connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
      long at = 0;
      while (at < unitBytes) {
        at += bytes.transferTo(at, unitBytes - at, connection);
      }
    }
    return null;
  }

  private Void receive(ServerSocketChannel server) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try (SocketChannel connection = SocketChannel.open(server.getLocalAddress())) {
      long left = unitBytes;
      while (left > 0) {
        buffer.clear();
        int count = connection.read(buffer);
        if (count < 0) {
          throw new EOFException(left + " bytes are missing");
        }
        left -= count;
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    Files.deleteIfExists(file);
  }
}
