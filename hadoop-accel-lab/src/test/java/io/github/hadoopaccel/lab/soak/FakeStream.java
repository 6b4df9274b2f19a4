package io.github.hadoopaccel.lab.soak;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.ByteBufferPositionedReadable;
import org.apache.hadoop.fs.ByteBufferReadable;
import org.apache.hadoop.fs.CanUnbuffer;
import org.apache.hadoop.fs.FSInputStream;

/**
 * A right stream in memory with defects that can be switched on. Sequential state is not shared
 * with positioned reads.
 */
final class FakeStream extends FSInputStream
    implements ByteBufferReadable, ByteBufferPositionedReadable, CanUnbuffer {
  /** Offset of a byte that is delivered wrong; -1 for none. */
  long wrongAt = -1;

  /** Whether a read says that the file ends where it does not. */
  boolean endsEarly;

  /** Whether the position is one too far after a read. */
  boolean losesPosition;

  /** Whether a read into an array writes behind its target. */
  boolean writesBehindTarget;

  /** Whether seeks beyond the end are accepted. */
  boolean seeksAnywhere;

  private final long seed;
  private final long length;
  private long position;

  FakeStream(long seed, long length) {
    this.seed = seed;
    this.length = length;
  }

  private int readAt(long offset, ByteBuffer target) {
    if (offset >= length || endsEarly) {
      return -1;
    }
    int count = (int) Math.min(target.remaining(), length - offset);
    for (int i = 0; i < count; i++) {
      byte right = PatternBytes.at(seed, offset + i);
      target.put(offset + i == wrongAt ? (byte) ~right : right);
    }
    return count;
  }

  private void advance(int count) {
    position += Math.max(0, count) + (losesPosition ? 1 : 0);
  }

  @Override
  public int read() {
    ByteBuffer one = ByteBuffer.allocate(1);
    int count = read(one);
    return count < 0 ? -1 : one.get(0) & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) {
    if (writesBehindTarget) {
      target[offset + count] = 0;
    }
    return read(ByteBuffer.wrap(target, offset, count));
  }

  @Override
  public int read(ByteBuffer target) {
    int count = readAt(position, target);
    advance(count);
    return count;
  }

  @Override
  public int read(long offset, byte[] target, int from, int count) {
    return readAt(offset, ByteBuffer.wrap(target, from, count));
  }

  @Override
  public int read(long offset, ByteBuffer target) {
    return readAt(offset, target);
  }

  @Override
  public void readFully(long offset, ByteBuffer target) throws IOException {
    if (offset + target.remaining() > length) {
      throw new EOFException();
    }
    readAt(offset, target);
  }

  @Override
  public void seek(long offset) throws IOException {
    if (!seeksAnywhere && (offset < 0 || offset > length)) {
      throw new EOFException();
    }
    position = offset;
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public boolean seekToNewSource(long offset) {
    return false;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.min(count, length - position);
    position += skipped;
    return skipped;
  }

  @Override
  public void unbuffer() {
    position += losesPosition ? 1 : 0;
  }
}
