package io.github.hadoopaccel.read.io;

/**
 * The readers of one block group that stand where a next band may go on, at most one for each unit.
 * Thread-safe; guarded by this; readers are closed outside of it.
 */
final class OpenReaders {
  /**
   * A reader between two bands.
   *
   * @param offsetInUnit where it stands
   * @param endInUnit where what it asked for ends
   */
  record OpenReader(UnitReader reader, long offsetInUnit, long endInUnit) {}

  private final OpenReader[] readers;
  private boolean closed;

  OpenReaders(int units) {
    readers = new OpenReader[units];
  }

  /**
   * Takes the reader of {@code unitIndex} if it stands at {@code offsetInUnit} and goes on for
   * {@code lengthBytes}; null if there is none that does.
   *
   * @param dataNode that it must read from, or null if any will do
   */
  synchronized OpenReader take(
      int unitIndex, String dataNode, long offsetInUnit, long lengthBytes) {
    OpenReader kept = readers[unitIndex];
    if (kept == null
        || dataNode != null && !dataNode.equals(kept.reader().dataNode())
        || kept.offsetInUnit() != offsetInUnit
        || kept.endInUnit() < offsetInUnit + lengthBytes) {
      return null;
    }
    readers[unitIndex] = null;
    return kept;
  }

  /** Keeps a reader, instead of an earlier one of the unit; closes it where nobody reads on. */
  void keep(int unitIndex, OpenReader reader) {
    OpenReader unwanted;
    synchronized (this) {
      if (closed || reader.offsetInUnit() >= reader.endInUnit()) {
        unwanted = reader;
      } else {
        unwanted = readers[unitIndex];
        readers[unitIndex] = reader;
      }
    }
    if (unwanted != null) {
      unwanted.reader().closeQuietly();
    }
  }

  /** Closes the readers that have been left behind. */
  void closeBefore(long offsetInUnit) {
    for (int unit = 0; unit < readers.length; unit++) {
      OpenReader left = null;
      synchronized (this) {
        if (readers[unit] != null && readers[unit].offsetInUnit() < offsetInUnit) {
          left = readers[unit];
          readers[unit] = null;
        }
      }
      if (left != null) {
        left.reader().closeQuietly();
      }
    }
  }

  /** Closes all, those that are still to come included. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    closeBefore(Long.MAX_VALUE);
  }
}
