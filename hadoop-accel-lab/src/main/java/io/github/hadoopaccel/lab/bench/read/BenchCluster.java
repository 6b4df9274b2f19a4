package io.github.hadoopaccel.lab.bench.read;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.fault.ReadTraffic;
import io.github.hadoopaccel.lab.fault.StoppedDataNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.hdfs.server.datanode.DataNode;

/**
 * The cluster of a read benchmark, with its file, and what its DataNodes send. Block groups lie on
 * nine of the eleven DataNodes each, so that the DataNodes of one group are not those of the next.
 */
final class BenchCluster implements AutoCloseable {
  static final int DATA_NODES = 11;

  private static final org.apache.hadoop.fs.Path DIRECTORY =
      new org.apache.hadoop.fs.Path("/bench");
  private static final int BUFFER_BYTES = 128 << 10;
  private static final int PATIENCE = 300;
  private static final long SETTLE_MILLIS = 20;
  private static final int SETTLE_ROUNDS = 50;
  private static final int QUIET_ROUNDS = 3;

  private final EmbeddedHdfs hdfs;
  private final BenchFile file;
  private final List<DataNode> dataNodes;
  private final List<ReadTraffic> traffic = new ArrayList<>();
  private long[] healthyBytesPerSec;

  private BenchCluster(EmbeddedHdfs hdfs, BenchFile file) {
    this.hdfs = hdfs;
    this.file = file;
    this.dataNodes = new ArrayList<>(hdfs.dataNodes());
    dataNodes.forEach(dataNode -> traffic.add(ReadTraffic.count(List.of(dataNode))));
  }

  /** Starts it and writes the file. */
  static BenchCluster start(Path folder, long seed, long fileBytes, long blockBytes)
      throws IOException, InterruptedException {
    EmbeddedHdfs hdfs = EmbeddedHdfs.start(folder, DATA_NODES, blockBytes);
    try {
      hdfs.makeErasureCodedDirectory(DIRECTORY, EmbeddedHdfs.RS_6_3);
      BenchFile file =
          new BenchFile(new org.apache.hadoop.fs.Path(DIRECTORY, "file"), seed, fileBytes);
      file.write(hdfs.fileSystem());
      BenchCluster cluster = new BenchCluster(hdfs, file);
      cluster.awaitLocations();
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      hdfs.close();
      throw e;
    }
  }

  /** The last DataNodes may not have told the NameNode yet. */
  private void awaitLocations() throws IOException, InterruptedException {
    for (int i = 0; i < PATIENCE; i++) {
      boolean complete =
          groups().stream()
              .allMatch(group -> group.getLocations().length >= Math.min(9, 3 + dataUnits(group)));
      if (complete) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
    }
    throw new IOException(file.path() + " was not written to enough DataNodes");
  }

  /** Data units of a group that hold anything. */
  private static long dataUnits(LocatedStripedBlock group) {
    return Math.min(6, (group.getBlockSize() + (1 << 20) - 1) >> 20);
  }

  private List<LocatedStripedBlock> groups() throws IOException {
    return hdfs
        .fileSystem()
        .getClient()
        .getLocatedBlocks(file.path().toUri().getPath(), 0, Long.MAX_VALUE)
        .getLocatedBlocks()
        .stream()
        .map(LocatedStripedBlock.class::cast)
        .toList();
  }

  BenchFile file() {
    return file;
  }

  URI uri() {
    return hdfs.fileSystem().getUri();
  }

  Configuration configuration() {
    return hdfs.configuration();
  }

  List<DataNode> dataNodes() {
    return List.copyOf(dataNodes);
  }

  /** The DataNode that holds a data unit of the first block group. */
  DataNode holder(int unit) throws IOException {
    LocatedStripedBlock group = groups().get(0);
    byte[] units = group.getBlockIndices();
    for (int i = 0; i < units.length; i++) {
      if (units[i] == unit) {
        DatanodeInfo holder = group.getLocations()[i];
        return dataNodes.stream()
            .filter(dataNode -> dataNode.getDatanodeUuid().equals(holder.getDatanodeUuid()))
            .findFirst()
            .orElseThrow();
      }
    }
    throw new IOException("no DataNode has unit " + unit + " of " + group);
  }

  /**
   * Stops a DataNode until the result is closed; then one with its blocks is in its place.
   *
   * @return what starts it again
   */
  Closeable stop(DataNode dataNode) {
    int index = dataNodes.indexOf(dataNode);
    StoppedDataNode stopped = StoppedDataNode.stop(hdfs, dataNode);
    return () -> {
      stopped.close();
      List<DataNode> all = hdfs.dataNodes();
      DataNode again = all.get(all.size() - 1);
      dataNodes.set(index, again);
      traffic.set(index, ReadTraffic.count(List.of(again)));
      try {
        awaitLocations();
      } catch (InterruptedException e) {
        throw (IOException) new InterruptedIOException().initCause(e);
      }
    };
  }

  /** Block data that all DataNodes together have sent so far. */
  long sentBytes() {
    return traffic.stream().mapToLong(ReadTraffic::dataBytes).sum();
  }

  /** Waits until nobody sends any more, a second at most; returns {@link #sentBytes}. */
  long settledSentBytes() throws InterruptedException {
    long before = sentBytes();
    int quiet = 0;
    for (int i = 0; i < SETTLE_ROUNDS && quiet < QUIET_ROUNDS; i++) {
      TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
      long now = sentBytes();
      quiet = now == before ? quiet + 1 : 0;
      before = now;
    }
    return before;
  }

  /**
   * Reads the file twice with the stock reader and keeps the pace of each DataNode in the second
   * run.
   */
  void measureHealthyPaces() throws IOException {
    Configuration conf = ReaderKind.STOCK.configure(hdfs.configuration(), "bench-paces", Map.of());
    try (FileSystem stock = FileSystem.newInstance(uri(), conf)) {
      readAll(stock);
      long[] before = sentByDataNode();
      long began = System.nanoTime();
      readAll(stock);
      double seconds = (System.nanoTime() - began) / 1e9;
      long[] after = sentByDataNode();
      healthyBytesPerSec = new long[after.length];
      for (int i = 0; i < after.length; i++) {
        healthyBytesPerSec[i] = Math.round((after[i] - before[i]) / seconds);
      }
    }
  }

  private void readAll(FileSystem fileSystem) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (FSDataInputStream in = fileSystem.open(file.path())) {
      long left = file.lengthBytes();
      while (left > 0) {
        int count = in.read(buffer, 0, buffer.length);
        if (count <= 0) {
          throw new IOException(file.path() + " ends " + left + " bytes too early");
        }
        left -= count;
      }
    }
  }

  private long[] sentByDataNode() {
    return traffic.stream().mapToLong(ReadTraffic::dataBytes).toArray();
  }

  /**
   * The pace of each DataNode that {@link #measureHealthyPaces} saw; of one that sent nothing, as
   * it holds parity alone, the mean of the others.
   */
  long[] healthyBytesPerSec() {
    long mean =
        Math.round(
            Arrays.stream(healthyBytesPerSec).filter(pace -> pace > 0).average().orElseThrow());
    return Arrays.stream(healthyBytesPerSec).map(pace -> pace > 0 ? pace : mean).toArray();
  }

  @Override
  public void close() throws IOException {
    traffic.forEach(ReadTraffic::close);
    hdfs.close();
  }
}
