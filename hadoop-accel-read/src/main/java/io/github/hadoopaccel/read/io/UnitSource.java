package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.hedge.UnitHolder;
import java.io.IOException;

/** Opens the internal blocks of one block group. Thread-safe. */
public interface UnitSource {
  /** The block group's name, for messages. */
  String blockGroup();

  /** Where {@code unitIndex} is stored, or null where the unit has no location. */
  UnitHolder holder(int unitIndex);

  /** Whether a thread may be interrupted while it opens {@code unitIndex}. */
  boolean isOpenInterruptible(int unitIndex);

  /**
   * Opens a unit; may block for a connection.
   *
   * @param unitIndex 0 to k+m-1
   * @param offsetInUnit first byte wanted
   * @param lengthBytes bytes wanted, at least 1 and inside the internal block
   */
  UnitReader open(int unitIndex, long offsetInUnit, long lengthBytes) throws IOException;

  /**
   * Told when a read of {@code unitIndex} failed; reports corruption where there is any, and may
   * block for that.
   *
   * @param reader what it was read with, closed by now; null if it could not be opened
   */
  void failed(int unitIndex, UnitReader reader, IOException cause);

  /** Finds out where the units are by now; may block. */
  void refresh();
}
