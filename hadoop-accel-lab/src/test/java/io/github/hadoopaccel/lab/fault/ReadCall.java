package io.github.hadoopaccel.lab.fault;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileRange;

/**
 * A way to read a range through the public stream. Sequential ones expect the stream to stand at
 * the range's beginning and leave it at its end.
 */
enum ReadCall {
  ARRAY("read(byte[])") {
    @Override
    void read(FSDataInputStream in, byte[] into, int from, int to) throws IOException {
      for (int at = from; at < to; ) {
        at += checked(in.read(into, at, Math.min(PIECE_BYTES, to - at)), at);
      }
    }
  },
  BUFFER("read(ByteBuffer)") {
    @Override
    void read(FSDataInputStream in, byte[] into, int from, int to) throws IOException {
      ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
      for (int at = from; at < to; ) {
        piece.clear().limit(Math.min(PIECE_BYTES, to - at));
        int count = checked(in.read(piece), at);
        piece.flip().get(into, at, count);
        at += count;
      }
    }
  },
  SEEK("seek and read") {
    @Override
    void read(FSDataInputStream in, byte[] into, int from, int to) throws IOException {
      int middle = from + (to - from) / 2;
      in.seek(middle);
      in.readFully(into, middle, to - middle);
      in.seek(from);
      in.readFully(into, from, middle - from);
      in.seek(to);
    }
  },
  POSITIONED("positioned read") {
    @Override
    void read(FSDataInputStream in, byte[] into, int from, int to) throws IOException {
      for (int at = from; at < to; ) {
        at += checked(in.read(at, into, at, Math.min(LARGE_PIECE_BYTES, to - at)), at);
      }
    }
  },
  POSITIONED_BUFFER("positioned read(ByteBuffer)") {
    @Override
    void read(FSDataInputStream in, byte[] into, int from, int to) throws IOException {
      for (int at = from; at < to; ) {
        ByteBuffer piece = ByteBuffer.wrap(into, at, Math.min(LARGE_PIECE_BYTES, to - at));
        at += checked(in.read(at, piece), at);
      }
    }
  },
  READ_FULLY("readFully") {
    @Override
    void read(FSDataInputStream in, byte[] into, int from, int to) throws IOException {
      in.readFully(from, into, from, to - from);
    }
  },
  VECTORED("readVectored") {
    @Override
    void read(FSDataInputStream in, byte[] into, int from, int to) throws IOException {
      List<FileRange> ranges = new ArrayList<>();
      for (int at = from; at < to; at += LARGE_PIECE_BYTES) {
        ranges.add(FileRange.createFileRange(at, Math.min(LARGE_PIECE_BYTES, to - at)));
      }
      in.readVectored(ranges, ByteBuffer::allocate);
      for (FileRange range : ranges) {
        await(range).get(into, (int) range.getOffset(), range.getLength());
      }
    }
  },
  UNBUFFER("unbuffer in the middle") {
    @Override
    void read(FSDataInputStream in, byte[] into, int from, int to) throws IOException {
      int middle = from + (to - from) / 2;
      ARRAY.read(in, into, from, middle);
      in.unbuffer();
      ARRAY.read(in, into, middle, to);
    }
  };

  /** Odd, so that reads end and begin anywhere in a cell. */
  private static final int PIECE_BYTES = 30_011;

  /** A bit more than a stripe of the test's policy. */
  private static final int LARGE_PIECE_BYTES = 200_003;

  private static final int VECTOR_SECONDS = 60;

  private final String text;

  ReadCall(String text) {
    this.text = text;
  }

  /** Reads the bytes of the file from {@code from} to {@code to} into the same places. */
  abstract void read(FSDataInputStream in, byte[] into, int from, int to) throws IOException;

  private static int checked(int count, int at) throws IOException {
    if (count <= 0) {
      throw new EOFException("read gave " + count + " at " + at);
    }
    return count;
  }

  private static ByteBuffer await(FileRange range) throws IOException {
    try {
      return range.getData().get(VECTOR_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException(e);
    } catch (TimeoutException e) {
      throw new IOException("no bytes for " + range, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
