package io.github.hadoopaccel.read.striping;

/**
 * Consecutive file bytes on one data unit, at most one cell.
 *
 * @param unitIndex the data unit
 * @param offsetInUnit where they begin in the internal block
 * @param offsetInGroup where they begin in the block group
 * @param lengthBytes how many they are, at least 1
 */
public record CellSlice(int unitIndex, long offsetInUnit, long offsetInGroup, int lengthBytes) {}
