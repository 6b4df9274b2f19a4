package io.github.hadoopaccel.read.hadoop;

import java.io.IOException;

/**
 * The path of an open file leads to another file by now, and what was located of the old one is
 * used up. The stock stream would go on with the bytes of the other file; ours never does.
 */
final class FileChangedException extends IOException {
  private static final long serialVersionUID = 1L;

  FileChangedException(String path, long offset) {
    super(
        path
            + " was replaced, shortened or removed while it was open; offset "
            + offset
            + " cannot be read");
  }
}
