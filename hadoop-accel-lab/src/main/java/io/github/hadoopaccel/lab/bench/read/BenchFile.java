package io.github.hadoopaccel.lab.bench.read;

import io.github.hadoopaccel.lab.soak.PatternBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The file that is read; its content follows from the seed.
 *
 * @param path where it is
 */
record BenchFile(Path path, long seed, long lengthBytes) {
  private static final int WRITE_BYTES = 1 << 20;

  /** Bytes at each end of what a read brought that are looked at: cheap beside any read. */
  private static final int CHECKED_BYTES = 8;

  /** Writes it. */
  void write(FileSystem fileSystem) throws IOException {
    try (OutputStream out = fileSystem.create(path)) {
      byte[] bytes = new byte[WRITE_BYTES];
      for (long at = 0; at < lengthBytes; at += bytes.length) {
        PatternBytes.fill(seed, at, bytes);
        out.write(bytes, 0, (int) Math.min(bytes.length, lengthBytes - at));
      }
    }
  }

  /**
   * Checks the ends of what was read at {@code offset}: the remaining bytes of {@code read}.
   *
   * @throws WrongByteException if one is wrong
   */
  void check(long offset, ByteBuffer read) throws WrongByteException {
    int count = read.remaining();
    for (int i = 0; i < count; i++) {
      if (i == CHECKED_BYTES && count > 2 * CHECKED_BYTES) {
        i = count - CHECKED_BYTES;
      }
      byte expected = PatternBytes.at(seed, offset + i);
      byte actual = read.get(read.position() + i);
      if (actual != expected) {
        throw new WrongByteException(offset + i, expected, actual);
      }
    }
  }
}
