package io.github.hadoopaccel.read.io;

import java.io.IOException;
import java.util.List;

/** Fewer than k units of a stripe could be read; the failures are the suppressed exceptions. */
public final class InsufficientUnitsException extends IOException {
  private static final long serialVersionUID = 1L;

  InsufficientUnitsException(int needed, int available, List<IOException> failures) {
    super("only " + available + " of the " + needed + " units that are needed could be read");
    failures.forEach(this::addSuppressed);
  }
}
