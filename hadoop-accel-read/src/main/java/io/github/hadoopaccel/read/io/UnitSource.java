package io.github.hadoopaccel.read.io;

import io.github.hadoopaccel.read.hedge.UnitHolder;
import java.io.IOException;
import java.util.List;

/** Opens the internal blocks of one block group. Thread-safe. */
public interface UnitSource {
  /** The block group's name, for messages. */
  String blockGroup();

  /**
   * Where {@code unitIndex} is stored by now, on another DataNode each; empty where the unit has no
   * location.
   */
  List<UnitHolder> holders(int unitIndex);

  /** Whether a thread may be interrupted while it opens {@code unitIndex}, wherever. */
  boolean isOpenInterruptible(int unitIndex);

  /**
   * Opens a copy of a unit; may block for a connection.
   *
   * @param unitIndex 0 to k+m-1
   * @param holder where the copy was when the caller asked; one that is not there any more is
   *     opened where the unit is by now
   * @param offsetInUnit first byte wanted
   * @param lengthBytes bytes wanted, at least 1 and inside the internal block
   */
  UnitReader open(int unitIndex, UnitHolder holder, long offsetInUnit, long lengthBytes)
      throws IOException;

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
