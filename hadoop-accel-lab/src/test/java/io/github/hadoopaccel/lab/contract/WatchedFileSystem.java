package io.github.hadoopaccel.lab.contract;

import io.github.hadoopaccel.read.hadoop.AcceleratedFileSystem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathHandle;
import org.apache.hadoop.util.Progressable;

/**
 * The accelerated file system that the contract suites are run on. It remembers the streams that it
 * opened; and it appends to a block group of its own, since HDFS appends to a striped file in no
 * other way and the suites ask for a plain append.
 */
final class WatchedFileSystem extends AcceleratedFileSystem {
  private final Queue<FSDataInputStream> opened = new ConcurrentLinkedQueue<>();

  /** Every stream opened so far, closed ones included. */
  List<FSDataInputStream> opened() {
    return List.copyOf(opened);
  }

  /** Bytes that callers wrote through file systems of this class. */
  long bytesWritten() {
    return statistics.getBytesWritten();
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return remember(super.open(path, bufferSize));
  }

  @Override
  public FSDataInputStream open(PathHandle handle, int bufferSize) throws IOException {
    return remember(super.open(handle, bufferSize));
  }

  private FSDataInputStream remember(FSDataInputStream stream) {
    opened.add(stream);
    return stream;
  }

  @Override
  public FSDataOutputStream append(
      Path path,
      EnumSet<CreateFlag> flags,
      int bufferSize,
      Progressable progress,
      InetSocketAddress[] favoredNodes)
      throws IOException {
    EnumSet<CreateFlag> toNewGroup = EnumSet.copyOf(flags);
    toNewGroup.add(CreateFlag.NEW_BLOCK);
    return super.append(path, toNewGroup, bufferSize, progress, favoredNodes);
  }
}
