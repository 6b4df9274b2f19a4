package io.github.hadoopaccel.read.hedge;

/**
 * One stored copy of a unit, as one band sees it. HDFS may locate an internal block more than once,
 * such as after it was moved or while its DataNode is decommissioned; any copy will do. Immutable.
 *
 * <p>Copies of a block group are numbered: 0 to k+m-1 are the best copies of the units of the same
 * index, the further ones follow by unit, best first.
 *
 * <p>Example: RS-3-2, unit 1 on a, b and c, of which b is the fastest and c is slow, unit 4 on d
 * and e. Copies 0 to 4 are the best of units 0 to 4, copy 1 on b; copy 5 is unit 1 on a, copy 6
 * unit 1 on c, copy 7 unit 4 on e.
 *
 * <p>A copy may also stand for a second read of one that is being read already: a disk that paused
 * for one read may serve the next at once. Such second reads come last.
 *
 * @param index number of the copy
 * @param unitIndex the unit, 0 to k+m-1
 * @param holder who stores it; null where that is not known
 * @param good whether its holder is not avoided
 * @param again whether it is a second read
 */
public record UnitCopy(int index, int unitIndex, UnitHolder holder, boolean good, boolean again) {
  /** A copy that is read for the first time. */
  public UnitCopy(int index, int unitIndex, UnitHolder holder, boolean good) {
    this(index, unitIndex, holder, good, false);
  }
}
