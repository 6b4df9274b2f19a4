package io.github.hadoopaccel.read.io;

import java.io.IOException;

/** No buffer to be had within the bound of the JVM; the stream goes on through the stock stream. */
public final class BuffersExhaustedException extends IOException {
  private static final long serialVersionUID = 1L;

  BuffersExhaustedException(int wantedBytes, long leasedBytes, long maxLeasedBytes) {
    super(
        "no unit buffer of "
            + wantedBytes
            + " bytes: "
            + leasedBytes
            + " of "
            + maxLeasedBytes
            + " are leased (accel.read.buffer-bytes)");
  }
}
