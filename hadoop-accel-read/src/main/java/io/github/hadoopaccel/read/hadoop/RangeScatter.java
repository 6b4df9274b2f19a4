package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.io.PositionedRead;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.hadoop.fs.FileRange;

/**
 * Takes the bytes of a stretch of a file and hands each to the range that wants it; a range is
 * complete as soon as its last byte has come. Confined to one thread.
 */
final class RangeScatter implements PositionedRead.Sink {
  private final ArrayDeque<FileRange> waiting;
  private final IntFunction<ByteBuffer> allocate;
  private final Consumer<ByteBuffer> release;
  private ByteBuffer buffer;
  private int filled;

  /**
   * A scatter that has got nothing.
   *
   * @param ranges disjoint, by ascending offset, each with a future
   * @param release told of a buffer that will not be handed over
   */
  RangeScatter(
      List<? extends FileRange> ranges,
      IntFunction<ByteBuffer> allocate,
      Consumer<ByteBuffer> release) {
    this.waiting = new ArrayDeque<>(ranges);
    this.allocate = allocate;
    this.release = release;
  }

  @Override
  public void accept(long offset, ByteBuffer bytes) {
    int base = bytes.position();
    long end = offset + bytes.remaining();
    while (!waiting.isEmpty() && waiting.peek().getOffset() < end) {
      FileRange range = waiting.peek();
      allocateFor(range);
      long from = range.getOffset() + filled;
      int length = (int) Math.min(range.getLength() - filled, end - from);
      buffer.put(
          bytes
              .duplicate()
              .limit(base + (int) (from - offset) + length)
              .position(base + (int) (from - offset)));
      filled += length;
      if (filled < range.getLength()) {
        return;
      }
      complete();
    }
  }

  /** How many of the next {@code length} bytes at {@code offset} ranges want. */
  long wantedBytes(long offset, int length) {
    long wanted = 0;
    for (FileRange range : waiting) {
      if (range.getOffset() >= offset + length) {
        break;
      }
      long end = Math.min(range.getOffset() + range.getLength(), offset + length);
      wanted += Math.max(0, end - Math.max(range.getOffset(), offset));
    }
    return wanted;
  }

  /** All bytes have come: what is left is empty ranges at the end. */
  void finish() {
    while (!waiting.isEmpty()) {
      FileRange range = waiting.peek();
      if (range.getLength() > filled) {
        fail(new EOFException("the file ended inside of " + range));
        return;
      }
      allocateFor(range);
      complete();
    }
  }

  private void allocateFor(FileRange range) {
    if (buffer == null) {
      buffer = allocate.apply(range.getLength());
      buffer.limit(buffer.position() + range.getLength());
    }
  }

  private void complete() {
    ByteBuffer full = buffer;
    buffer = null;
    filled = 0;
    full.flip();
    waiting.poll().getData().complete(full);
  }

  /** The ranges that are not complete fail; a buffer that was begun is given back. */
  void fail(Throwable cause) {
    if (buffer != null) {
      release.accept(buffer);
      buffer = null;
    }
    for (FileRange range = waiting.poll(); range != null; range = waiting.poll()) {
      range.getData().completeExceptionally(cause);
    }
  }
}
