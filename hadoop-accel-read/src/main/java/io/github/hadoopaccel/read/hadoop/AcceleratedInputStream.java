package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.io.ReadAhead;
import io.github.hadoopaccel.read.striping.EcLayout;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.hdfs.ReadStatistics;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.ExtendedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;

/**
 * What {@code open} returns for a striped file: an {@link HdfsDataInputStream}, since callers cast
 * to it, whose bytes come from an {@link EcInputStream}. The list of all blocks is the stock
 * stream's.
 */
final class AcceleratedInputStream extends HdfsDataInputStream {
  private final EcInputStream accelerated;

  /**
   * A stream for callers.
   *
   * @param readable where bytes are read: {@code accelerated} itself, or what decrypts it
   */
  AcceleratedInputStream(EcInputStream accelerated, InputStream readable) {
    super(accelerated.stock());
    this.accelerated = accelerated;
    this.in = readable;
  }

  /** Reads ahead in another way from the next stripe on. */
  void readAhead(Function<EcLayout, ReadAhead> choice) {
    accelerated.readAhead(choice);
  }

  @Override
  public InputStream getWrappedStream() {
    return in;
  }

  @Override
  public DatanodeInfo getCurrentDatanode() {
    return accelerated.currentDatanode();
  }

  @Override
  public ExtendedBlock getCurrentBlock() {
    return accelerated.currentBlock();
  }

  @Override
  public List<LocatedBlock> getAllBlocks() throws IOException {
    return accelerated.stock().getAllBlocks();
  }

  @Override
  public long getVisibleLength() {
    return accelerated.stock().getFileLength();
  }

  @Override
  public ReadStatistics getReadStatistics() {
    return accelerated.readStatistics();
  }

  @Override
  public void clearReadStatistics() {
    accelerated.readStatistics().clear();
  }
}
