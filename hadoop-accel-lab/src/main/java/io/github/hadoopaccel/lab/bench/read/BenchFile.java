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

  /** Between them every so-manieth is: a prime, so that no border of anything is met always. */
  private static final int CHECKED_EVERY = 4093;

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
   * Checks the ends and some bytes between of what was read at {@code offset}: the remaining bytes
   * of {@code read}.
   *
   * @throws WrongByteException if one is wrong
   */
  void check(long offset, ByteBuffer read) throws WrongByteException {
    int count = read.remaining();
    for (int i = 0; i < count; i = next(i, count)) {
      byte expected = PatternBytes.at(seed, offset + i);
      byte actual = read.get(read.position() + i);
      if (actual != expected) {
        throw new WrongByteException(offset + i, expected, actual);
      }
    }
  }

  /** The byte that is looked at after byte {@code i} of {@code count}. */
  private static int next(int i, int count) {
    boolean atAnEnd = i + 1 < CHECKED_BYTES || i >= count - CHECKED_BYTES;
    return atAnEnd ? i + 1 : Math.min(i + CHECKED_EVERY, Math.max(i + 1, count - CHECKED_BYTES));
  }
}
