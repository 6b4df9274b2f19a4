package io.github.hadoopaccel.read.io;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Fewer than k units of a stripe can be read. The message names the block group, the units and why
 * each failed; the failures are the suppressed exceptions too.
 */
public final class InsufficientUnitsException extends IOException {
  private static final long serialVersionUID = 1L;

  InsufficientUnitsException(
      String blockGroup, int needed, int available, List<UnitReadFailedException> failures) {
    super(
        blockGroup
            + ": only "
            + available
            + " of the "
            + needed
            + " units that are needed can be read; "
            + failures.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")));
    failures.forEach(this::addSuppressed);
  }

  /** Whether a unit failed by a fault of this client rather than by one of its DataNode. */
  public boolean isSurprising() {
    return Arrays.stream(getSuppressed())
        .anyMatch(each -> each instanceof UnitReadFailedException unit && unit.isSurprising());
  }

  /** Whether a second try costs little: no unit failed by running into a time-out. */
  boolean isQuick() {
    return Arrays.stream(getSuppressed())
        .noneMatch(each -> each.getCause() instanceof SocketTimeoutException);
  }
}
