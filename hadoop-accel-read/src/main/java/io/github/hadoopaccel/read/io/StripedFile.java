package io.github.hadoopaccel.read.io;

import java.io.IOException;

/** The block groups of an open file. Thread-safe. */
public interface StripedFile {
  /**
   * The group that holds the byte at {@code offset}; may ask the NameNode.
   *
   * @throws IOException if there is none any more
   */
  BlockGroup groupAt(long offset) throws IOException;

  /** Whether {@link #groupAt} would answer without asking anybody. */
  boolean isAtHand(long offset);

  /** Bytes from the beginning that can be read by this project. */
  long readableBytes();
}
