package io.github.hadoopaccel.read.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads one internal block forward, from the offset at which it was opened. Confined to one thread
 * at a time; {@link #isInterruptible} may be asked from any.
 */
public interface UnitReader extends Closeable {
  /**
   * Reads at least one byte into {@code buffer}, blocking until there is one; bytes are verified
   * against the internal block's checksum before they are returned.
   *
   * @param buffer with at least one byte remaining; nothing before its position is touched
   * @return bytes read, or -1 at the end of what was asked for
   * @throws IOException if the DataNode cannot deliver, or the bytes are corrupt; the buffer's
   *     position and what follows the one it had are undefined then
   */
  int read(ByteBuffer buffer) throws IOException;

  /**
   * Whether interrupting a thread inside {@link #read} is safe for others that share the source.
   */
  boolean isInterruptible();

  /** The DataNode that this reader was opened on. */
  String dataNode();

  /** Ends the reading; the connection is kept only if everything asked for has been read. */
  @Override
  void close() throws IOException;

  /** Closes; a failure to close a reader that nobody needs any more concerns nobody. */
  default void closeQuietly() {
    try {
      close();
    } catch (IOException | RuntimeException ignored) {
      // What was read has been verified; the connection is gone either way.
    }
  }
}
