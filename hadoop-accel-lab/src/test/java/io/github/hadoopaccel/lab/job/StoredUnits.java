package io.github.hadoopaccel.lab.job;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.LocatedBlocks;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.hdfs.server.datanode.DataNode;

/**
 * Where the units of a file of one block group are: a task that reads the file carefully touches
 * the holders of data units and no others.
 *
 * @param file the file
 * @param data holders of the data units, the first unit first
 * @param parity holders of the parity units
 */
record StoredUnits(Path file, List<DataNode> data, List<DataNode> parity) {

  /**
   * Asks the NameNode.
   *
   * @throws IllegalArgumentException if the file has not exactly one block group
   * @throws NullPointerException if the NameNode does not know the holders of all units yet
   */
  static StoredUnits of(EmbeddedHdfs hdfs, Path file) throws IOException {
    LocatedBlocks blocks =
        hdfs.fileSystem().getClient().getLocatedBlocks(file.toUri().getPath(), 0, Long.MAX_VALUE);
    if (blocks.getErasureCodingPolicy() == null || blocks.locatedBlockCount() != 1) {
      throw new IllegalArgumentException(file + " is not of one block group");
    }
    int dataUnits = blocks.getErasureCodingPolicy().getNumDataUnits();
    LocatedStripedBlock group = (LocatedStripedBlock) blocks.get(0);
    DataNode[] holders =
        new DataNode[dataUnits + blocks.getErasureCodingPolicy().getNumParityUnits()];
    DatanodeInfo[] locations = group.getLocations();
    for (int i = 0; i < locations.length; i++) {
      holders[group.getBlockIndices()[i]] = dataNode(hdfs, locations[i].getDatanodeUuid());
    }
    List<DataNode> all = new ArrayList<>(List.of(holders));
    return new StoredUnits(file, all.subList(0, dataUnits), all.subList(dataUnits, holders.length));
  }

  /** Holders of all units, the data units first. */
  List<DataNode> all() {
    List<DataNode> all = new ArrayList<>(data);
    all.addAll(parity);
    return all;
  }

  private static DataNode dataNode(EmbeddedHdfs hdfs, String uuid) {
    return hdfs.dataNodes().stream()
        .filter(each -> each.getDatanodeUuid().equals(uuid))
        .findFirst()
        .orElseThrow();
  }
}
