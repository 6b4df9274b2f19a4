package io.github.hadoopaccel.read.io;

import java.io.IOException;

/** The read was ended from outside while somebody waited for it. */
public final class ReadCancelledException extends IOException {
  private static final long serialVersionUID = 1L;

  ReadCancelledException() {
    super("the read was cancelled");
  }
}
