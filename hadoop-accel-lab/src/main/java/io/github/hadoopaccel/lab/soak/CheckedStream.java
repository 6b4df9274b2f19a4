package io.github.hadoopaccel.lab.soak;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileRange;

/**
 * A stream whose every answer is compared with what it must be: bytes with the pattern, counts and
 * positions with a model, and the caller's memory around the target, which no read may touch. Any
 * deviation is a {@link BrokenReadException}.
 *
 * <p>Thread rule as for the stream: one thread reads sequentially, any number at positions.
 */
final class CheckedStream {
  /** Bytes of the caller's on both sides of a target. */
  private static final int MARGIN = 16;

  private static final byte UNTOUCHED = (byte) 0xa5;
  private static final long VECTOR_SECONDS = 100;

  private final FSDataInputStream in;
  private final long seed;
  private final long lengthBytes;
  private final LongConsumer verified;
  private long position;

  /**
   * A checked stream.
   *
   * @param in open, at its beginning
   * @param seed of the content
   * @param lengthBytes length of the file
   * @param verified told the number of bytes after each read that was right
   */
  CheckedStream(FSDataInputStream in, long seed, long lengthBytes, LongConsumer verified) {
    this.in = in;
    this.seed = seed;
    this.lengthBytes = lengthBytes;
    this.verified = verified;
  }

  long position() {
    return position;
  }

  long lengthBytes() {
    return lengthBytes;
  }

  boolean atEnd() {
    return position >= lengthBytes;
  }

  /** Reads one byte. */
  void readByte() throws IOException {
    int value = in.read();
    if (atEnd()) {
      expect(value == -1, "read() at the end", -1, value);
    } else {
      expect(value >= 0 && value <= 0xff, "read() before the end", "a byte", value);
      check("read()", position, ByteBuffer.wrap(new byte[] {(byte) value}));
      position++;
    }
    checkPosition("read()");
  }

  /** Reads up to {@code length} bytes into an array. */
  void readArray(int length) throws IOException {
    byte[] target = untouched(length);
    int count = in.read(target, MARGIN, length);
    advance("read(byte[])", count, length, ByteBuffer.wrap(target));
  }

  /** Reads up to {@code length} bytes into a buffer. */
  void readBuffer(int length, boolean direct) throws IOException {
    ByteBuffer target = untouched(length, direct);
    int count = in.read(target);
    checkBufferPosition("read(ByteBuffer)", target, count);
    advance("read(ByteBuffer)", count, length, target);
  }

  private void advance(String what, int count, int length, ByteBuffer target) throws IOException {
    checkRead(what, position, count, length, target);
    position += Math.max(0, count);
    checkPosition(what);
  }

  /** Seeks to an offset from 0 to the length. */
  void seek(long offset) throws IOException {
    in.seek(offset);
    position = offset;
    checkPosition("seek");
  }

  /** Seeks where a stream must refuse to go, and stays where it is. */
  void seekOutside(long offset) throws IOException {
    try {
      in.seek(offset);
    } catch (EOFException expected) {
      checkPosition("refused seek");
      return;
    }
    throw new BrokenReadException(
        "seek(" + offset + ") in a file of " + lengthBytes + " bytes did not fail", 0);
  }

  /** Skips {@code count} bytes, fewer at the end. */
  void skip(long count) throws IOException {
    long skipped = in.skip(count);
    long expected = Math.min(count, lengthBytes - position);
    expect(skipped == expected, "skip(" + count + ")", expected, skipped);
    position += skipped;
    checkPosition("skip");
  }

  /** Gives buffers and connections back; the position stays. */
  void unbuffer() throws IOException {
    in.unbuffer();
    checkPosition("unbuffer");
  }

  /** Reads up to {@code length} bytes at {@code offset} into an array. */
  void readArrayAt(long offset, int length) throws IOException {
    byte[] target = untouched(length);
    int count = in.read(offset, target, MARGIN, length);
    checkRead("read(long, byte[])", offset, count, length, ByteBuffer.wrap(target));
  }

  /** Reads up to {@code length} bytes at {@code offset} into a buffer. */
  void readBufferAt(long offset, int length, boolean direct) throws IOException {
    ByteBuffer target = untouched(length, direct);
    int count = in.read(offset, target);
    checkBufferPosition("read(long, ByteBuffer)", target, count);
    checkRead("read(long, ByteBuffer)", offset, count, length, target);
  }

  /** Reads exactly {@code length} bytes at {@code offset} into an array, or fails at the end. */
  void readArrayFullyAt(long offset, int length) throws IOException {
    byte[] target = untouched(length);
    boolean ended = false;
    try {
      in.readFully(offset, target, MARGIN, length);
    } catch (EOFException e) {
      ended = true;
    }
    checkFull("readFully(long, byte[])", offset, length, ended, ByteBuffer.wrap(target));
  }

  /** Reads exactly {@code length} bytes at {@code offset} into a buffer, or fails at the end. */
  void readBufferFullyAt(long offset, int length, boolean direct) throws IOException {
    ByteBuffer target = untouched(length, direct);
    boolean ended = false;
    try {
      in.readFully(offset, target);
    } catch (EOFException e) {
      ended = true;
    }
    checkFull("readFully(long, ByteBuffer)", offset, length, ended, target);
  }

  private void checkFull(String what, long offset, int length, boolean ended, ByteBuffer target) {
    boolean beyond = offset + length > lengthBytes;
    expect(ended == beyond, what + " at " + offset + " ends early", beyond, ended);
    if (!ended) {
      checkRead(what, offset, length, length, target);
    }
  }

  /**
   * Reads ranges inside the file that do not overlap; afterwards the position is undefined until
   * the next seek.
   */
  void readVectored(List<FileRange> ranges, boolean direct)
      throws IOException, InterruptedException {
    IntFunction<ByteBuffer> allocator = direct ? ByteBuffer::allocateDirect : ByteBuffer::allocate;
    in.readVectored(ranges, allocator);
    List<String> failures = new ArrayList<>();
    IOException failure = null;
    for (FileRange range : ranges) {
      try {
        ByteBuffer data = range.getData().get(VECTOR_SECONDS, TimeUnit.SECONDS);
        expect(
            data.remaining() == range.getLength(),
            "readVectored of " + range,
            range.getLength(),
            data.remaining());
        check("readVectored", range.getOffset(), data);
      } catch (ExecutionException e) {
        failure = new IOException("readVectored of " + range, e.getCause());
      } catch (TimeoutException e) {
        failures.add(range.toString());
      }
    }
    if (!failures.isEmpty()) {
      throw new BrokenReadException("readVectored never ended for " + failures, 0);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static byte[] untouched(int length) {
    byte[] target = new byte[MARGIN + length + MARGIN];
    Arrays.fill(target, UNTOUCHED);
    return target;
  }

  private static ByteBuffer untouched(int length, boolean direct) {
    byte[] bytes = untouched(length);
    ByteBuffer target = ByteBuffer.wrap(bytes);
    if (direct) {
      target = ByteBuffer.allocateDirect(bytes.length).put(bytes);
    }
    return target.limit(MARGIN + length).position(MARGIN);
  }

  private void checkBufferPosition(String what, ByteBuffer target, int count) {
    int expected = MARGIN + Math.max(0, count);
    expect(
        target.position() == expected, what + " moves the buffer to", expected, target.position());
  }

  private void checkRead(String what, long offset, int count, int length, ByteBuffer target) {
    long left = Math.max(0, lengthBytes - offset);
    if (left == 0 && length > 0) {
      expect(count == -1, what + " at the end", -1, count);
    } else {
      long most = Math.min(left, length);
      expect(
          count >= Math.min(1, most) && count <= most,
          what + " at " + offset,
          "1 to " + most,
          count);
    }
    ByteBuffer whole = target.duplicate().clear();
    checkUntouched(what, whole.slice(0, MARGIN), "before");
    checkUntouched(what, whole.slice(MARGIN + length, MARGIN), "behind");
    check(what, offset, whole.slice(MARGIN, Math.max(0, count)));
  }

  /** What is inside the target but was not read is not looked at: a failed attempt may use it. */
  private static void checkUntouched(String what, ByteBuffer margin, String where) {
    for (int i = 0; i < margin.remaining(); i++) {
      if (margin.get(i) != UNTOUCHED) {
        throw new BrokenReadException(what + " wrote into the memory " + where + " its target", 1);
      }
    }
  }

  private void check(String what, long offset, ByteBuffer bytes) {
    PatternBytes.difference(seed, offset, bytes)
        .ifPresent(
            difference -> {
              throw new BrokenReadException(
                  "%s of %d bytes at %d: %s".formatted(what, bytes.remaining(), offset, difference),
                  difference.count());
            });
    verified.accept(bytes.remaining());
  }

  /** Compares the position of the stream with the model's. */
  void checkPosition(String what) throws IOException {
    long actual = in.getPos();
    expect(actual == position, "position after " + what, position, actual);
  }

  private static void expect(boolean right, String what, Object expected, Object actual) {
    if (!right) {
      throw new BrokenReadException(what + ": expected " + expected + ", got " + actual, 0);
    }
  }
}
