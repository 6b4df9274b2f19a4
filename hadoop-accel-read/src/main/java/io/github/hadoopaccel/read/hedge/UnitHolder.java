package io.github.hadoopaccel.read.hedge;

import java.util.Objects;

/**
 * Where a unit is stored: what is ranked. Immutable.
 *
 * @param dataNode transfer address of the DataNode, {@code host:port}
 * @param storage id of its storage, such as a disk; empty where it is not known
 */
public record UnitHolder(String dataNode, String storage) {
  /** Both are needed. */
  public UnitHolder {
    Objects.requireNonNull(dataNode, "dataNode");
    Objects.requireNonNull(storage, "storage");
  }

  /** The DataNode as a whole. */
  UnitHolder wholeDataNode() {
    return storage.isEmpty() ? this : new UnitHolder(dataNode, "");
  }
}
