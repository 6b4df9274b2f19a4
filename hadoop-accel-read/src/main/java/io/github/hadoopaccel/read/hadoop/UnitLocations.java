package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.hedge.UnitHolder;
import io.github.hadoopaccel.read.striping.EcLayout;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.hdfs.util.StripedBlockUtil;
import org.apache.hadoop.net.NetUtils;

/** The internal blocks of a block group as the NameNode located them once. Immutable. */
final class UnitLocations {
  private final LocatedStripedBlock group;
  private final LocatedBlock[] internalBlocks;
  private final UnitHolder[] holders;
  private final InetSocketAddress[] addresses;

  UnitLocations(LocatedStripedBlock group, EcLayout layout, boolean byHostName) {
    this.group = group;
    this.internalBlocks =
        StripedBlockUtil.parseStripedBlockGroup(
            group, layout.cellSizeBytes(), layout.dataUnits(), layout.parityUnits());
    this.holders = new UnitHolder[internalBlocks.length];
    this.addresses = new InetSocketAddress[internalBlocks.length];
    for (int unit = 0; unit < internalBlocks.length; unit++) {
      if (hasLocation(internalBlocks[unit])) {
        holders[unit] = holderOf(internalBlocks[unit], byHostName);
        addresses[unit] = NetUtils.createSocketAddr(holders[unit].dataNode());
      }
    }
  }

  private static UnitHolder holderOf(LocatedBlock block, boolean byHostName) {
    String[] storages = block.getStorageIDs();
    String storage = storages == null || storages.length == 0 ? null : storages[0];
    return new UnitHolder(
        block.getLocations()[0].getXferAddr(byHostName), storage == null ? "" : storage);
  }

  private static boolean hasLocation(LocatedBlock block) {
    return block != null && block.getLocations() != null && block.getLocations().length > 0;
  }

  LocatedStripedBlock group() {
    return group;
  }

  /** The internal block of a unit, with one location at most; null where it is not known. */
  LocatedBlock internalBlock(int unitIndex) {
    return internalBlocks[unitIndex];
  }

  /** Where the unit is stored, or null. */
  UnitHolder holder(int unitIndex) {
    return holders[unitIndex];
  }

  /** Address of the unit's DataNode as text, or null. */
  String dataNode(int unitIndex) {
    return holders[unitIndex] == null ? null : holders[unitIndex].dataNode();
  }

  /** Address of the unit's DataNode, or null. */
  InetSocketAddress address(int unitIndex) {
    return addresses[unitIndex];
  }

  /**
   * Whether a unit can be reached in a way in which {@code other} could not reach it.
   *
   * @param tokenRefused whether its token is why not; else a new one is no news
   */
  boolean isNewsOf(int unitIndex, UnitLocations other, boolean tokenRefused) {
    return holders[unitIndex] != null
        && (!Objects.equals(dataNode(unitIndex), other.dataNode(unitIndex))
            || tokenRefused
                && !Objects.equals(
                    internalBlocks[unitIndex].getBlockToken(),
                    other.internalBlocks[unitIndex].getBlockToken()));
  }

  /** The DataNode that holds the data unit with the byte at {@code offsetInGroup}, or null. */
  static DatanodeInfo holderOf(LocatedStripedBlock group, EcLayout layout, long offsetInGroup) {
    int unit = (int) (offsetInGroup % layout.stripeSizeBytes() / layout.cellSizeBytes());
    byte[] units = group.getBlockIndices();
    for (int i = 0; i < units.length; i++) {
      if (units[i] == unit) {
        return group.getLocations()[i];
      }
    }
    return null;
  }
}
