package io.github.hadoopaccel.read.hadoop;

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
  private final String[] dataNodes;
  private final InetSocketAddress[] addresses;

  UnitLocations(LocatedStripedBlock group, EcLayout layout, boolean byHostName) {
    this.group = group;
    this.internalBlocks =
        StripedBlockUtil.parseStripedBlockGroup(
            group, layout.cellSizeBytes(), layout.dataUnits(), layout.parityUnits());
    this.dataNodes = new String[internalBlocks.length];
    this.addresses = new InetSocketAddress[internalBlocks.length];
    for (int unit = 0; unit < internalBlocks.length; unit++) {
      if (hasLocation(internalBlocks[unit])) {
        dataNodes[unit] = internalBlocks[unit].getLocations()[0].getXferAddr(byHostName);
        addresses[unit] = NetUtils.createSocketAddr(dataNodes[unit]);
      }
    }
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

  /** Address of the unit's DataNode as text, or null. */
  String dataNode(int unitIndex) {
    return dataNodes[unitIndex];
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
    return dataNodes[unitIndex] != null
        && (!Objects.equals(dataNodes[unitIndex], other.dataNodes[unitIndex])
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
