package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.hedge.UnitHolder;
import io.github.hadoopaccel.read.striping.EcLayout;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.hdfs.util.StripedBlockUtil;
import org.apache.hadoop.net.NetUtils;

/**
 * The internal blocks of a block group as the NameNode located them once. It may locate one on
 * several DataNodes (after a move, or while one is decommissioned): then its index occurs more than
 * once in the group, and each is a location here, in the NameNode's order. HDFS's own reader keeps
 * the first. Immutable.
 */
final class UnitLocations {
  private final LocatedStripedBlock group;
  private final List<List<Location>> locations = new ArrayList<>();

  /**
   * One internal block on one DataNode.
   *
   * @param internalBlock with this location only
   * @param address of the DataNode
   */
  record Location(UnitHolder holder, LocatedBlock internalBlock, InetSocketAddress address) {
    String dataNode() {
      return holder.dataNode();
    }

    private boolean isOn(String dataNode) {
      return dataNode().equals(dataNode);
    }
  }

  UnitLocations(LocatedStripedBlock group, EcLayout layout, boolean byHostName) {
    this.group = group;
    for (int unit = 0; unit < layout.totalUnits(); unit++) {
      locations.add(new ArrayList<>());
    }
    byte[] indices = group.getBlockIndices();
    for (int i = 0; i < Math.min(indices.length, group.getLocations().length); i++) {
      if (indices[i] < layout.totalUnits()) {
        LocatedBlock block =
            StripedBlockUtil.constructInternalBlock(
                group, i, layout.cellSizeBytes(), layout.dataUnits(), indices[i]);
        add(indices[i], block, byHostName);
      }
    }
  }

  /** Another storage of a DataNode is not another location: a reader could not choose it. */
  private void add(int unit, LocatedBlock block, boolean byHostName) {
    UnitHolder holder = holderOf(block, byHostName);
    List<Location> known = locations.get(unit);
    if (known.stream().noneMatch(each -> each.isOn(holder.dataNode()))) {
      known.add(new Location(holder, block, NetUtils.createSocketAddr(holder.dataNode())));
    }
  }

  private static UnitHolder holderOf(LocatedBlock block, boolean byHostName) {
    String[] storages = block.getStorageIDs();
    String storage = storages == null || storages.length == 0 ? null : storages[0];
    return new UnitHolder(
        block.getLocations()[0].getXferAddr(byHostName), storage == null ? "" : storage);
  }

  LocatedStripedBlock group() {
    return group;
  }

  /** Where the unit is stored, on another DataNode each. */
  List<UnitHolder> holders(int unitIndex) {
    return locations.get(unitIndex).stream().map(Location::holder).toList();
  }

  /** Where the unit is stored. */
  List<Location> all(int unitIndex) {
    return List.copyOf(locations.get(unitIndex));
  }

  /** The location of the unit on {@code dataNode}; where that is none, the first; or null. */
  Location at(int unitIndex, String dataNode) {
    List<Location> known = locations.get(unitIndex);
    Location there = on(unitIndex, dataNode);
    return there != null || known.isEmpty() ? there : known.get(0);
  }

  private Location on(int unitIndex, String dataNode) {
    return locations.get(unitIndex).stream()
        .filter(each -> each.isOn(dataNode))
        .findFirst()
        .orElse(null);
  }

  /**
   * Where a unit can be reached in a way in which {@code other} could not reach it, or null: on
   * another DataNode than any that other knows of, or with another token.
   *
   * @param dataNode that could not be reached
   * @param tokenRefused whether its token is why not; else a new one is no news
   */
  Location newsOf(int unitIndex, String dataNode, UnitLocations other, boolean tokenRefused) {
    Location again = on(unitIndex, dataNode);
    Location before = other.on(unitIndex, dataNode);
    if (tokenRefused
        && again != null
        && before != null
        && !Objects.equals(
            again.internalBlock().getBlockToken(), before.internalBlock().getBlockToken())) {
      return again;
    }
    return locations.get(unitIndex).stream()
        .filter(each -> other.on(unitIndex, each.dataNode()) == null)
        .findFirst()
        .orElse(null);
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
