package io.github.hadoopaccel.read.hadoop;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedBlocks;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;

/**
 * The block groups of one open file, by file offset. Those that the open brought are there; the
 * others are fetched window by window, as the stock stream does. Thread-safe; guarded by this.
 */
final class LocatedGroups {
  private final HdfsFile file;
  private final long fileLengthBytes;
  private final TreeMap<Long, LocatedStripedBlock> groups = new TreeMap<>();

  LocatedGroups(HdfsFile file, LocatedBlocks opened) throws IOException {
    this.file = file;
    this.fileLengthBytes = opened.getFileLength();
    add(opened.getLocatedBlocks());
  }

  long fileLengthBytes() {
    return fileLengthBytes;
  }

  /**
   * The group that holds the byte at {@code offset}.
   *
   * @throws IOException if the NameNode does not know it, or knows another file by now
   */
  synchronized LocatedStripedBlock at(long offset) throws IOException {
    LocatedStripedBlock group = known(offset);
    if (group == null) {
      LocatedBlocks fetched = file.client().getLocatedBlocks(file.path(), offset);
      if (fetched == null || fetched.getFileLength() != fileLengthBytes) {
        throw new IOException(file.path() + " has changed since it was opened");
      }
      add(fetched.getLocatedBlocks());
      group = known(offset);
    }
    if (group == null) {
      throw new IOException("no block group of " + file.path() + " holds the offset " + offset);
    }
    return group;
  }

  private LocatedStripedBlock known(long offset) {
    var entry = groups.floorEntry(offset);
    boolean holds = entry != null && offset < entry.getKey() + entry.getValue().getBlockSize();
    return holds ? entry.getValue() : null;
  }

  private void add(List<LocatedBlock> blocks) throws IOException {
    for (LocatedBlock block : blocks) {
      if (!(block instanceof LocatedStripedBlock group)) {
        throw new IOException(file.path() + " has a block that is not striped: " + block);
      }
      groups.put(group.getStartOffset(), group);
    }
  }
}
