package io.github.hadoopaccel.read.io;

import java.io.IOException;

/** A unit could not be read. */
public final class UnitReadFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int unitIndex;

  UnitReadFailedException(int unitIndex, String dataNode, Throwable cause) {
    super(
        "unit "
            + unitIndex
            + (dataNode == null ? ", which has no location" : " on " + dataNode)
            + ": "
            + cause,
        cause);
    this.unitIndex = unitIndex;
  }

  /** Index of the unit in its block group. */
  public int unitIndex() {
    return unitIndex;
  }

  /** Whether something other than a DataNode went wrong: a fault of this client. */
  boolean isSurprising() {
    return !(getCause() instanceof IOException);
  }

  IOException cause() {
    return getCause() instanceof IOException io ? io : this;
  }
}
