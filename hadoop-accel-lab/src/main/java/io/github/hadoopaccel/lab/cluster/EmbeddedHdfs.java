package io.github.hadoopaccel.lab.cluster;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedBlocks;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.net.NetUtils;

/**
 * A NameNode and DataNodes in this JVM, on loopback, on ports the kernel chooses, with everything
 * they store below one folder. Reads and writes go over TCP as on a real cluster; short-circuit
 * reads are off.
 *
 * <p>{@link #close} stops the daemons and leaves the folder to its owner.
 */
public final class EmbeddedHdfs implements AutoCloseable {
  private static final int RESTART_TRIES = 150;
  private static final long RESTART_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** The policy of the demonstration and of most tests: six data units, three parity units. */
  public static final String RS_6_3 = "RS-6-3-1024k";

  private final MiniDFSCluster cluster;
  private final DistributedFileSystem fileSystem;

  private EmbeddedHdfs(MiniDFSCluster cluster, DistributedFileSystem fileSystem) {
    this.cluster = cluster;
    this.fileSystem = fileSystem;
  }

  /**
   * Starts a cluster with {@link #RS_6_3} enabled.
   *
   * @param folder where the daemons store everything; made if absent
   * @param dataNodes number of DataNodes, at least 1
   * @param blockSizeBytes size of a block, or of an internal block of a block group
   */
  public static EmbeddedHdfs start(Path folder, int dataNodes, long blockSizeBytes)
      throws IOException {
    return start(folder, dataNodes, blockSizeBytes, Map.of());
  }

  /**
   * Starts a cluster with {@link #RS_6_3} enabled and further configuration.
   *
   * @param settings keys that win over the ones set here
   */
  public static EmbeddedHdfs start(
      Path folder, int dataNodes, long blockSizeBytes, Map<String, String> settings)
      throws IOException {
    return start(folder, dataNodes, null, blockSizeBytes, settings);
  }

  /**
   * Starts a cluster with {@link #RS_6_3} enabled whose DataNodes have host names of their own. All
   * of them listen on 127.0.0.1 nevertheless: a client with {@code
   * dfs.client.use.datanode.hostname} reaches whatever listens on the host name.
   *
   * @param hostNames one literal loopback address for each DataNode, such as 127.0.1.1
   */
  public static EmbeddedHdfs startWithHostNames(
      Path folder, List<String> hostNames, long blockSizeBytes, Map<String, String> settings)
      throws IOException {
    String[] hosts = hostNames.toArray(String[]::new);
    EmbeddedHdfs hdfs = start(folder, hosts.length, hosts, blockSizeBytes, settings);
    // The cluster made them names of localhost for everyone in this JVM.
    hostNames.forEach(host -> NetUtils.addStaticResolution(host, host));
    return hdfs;
  }

  private static EmbeddedHdfs start(
      Path folder, int dataNodes, String[] hosts, long blockSizeBytes, Map<String, String> settings)
      throws IOException {
    Files.createDirectories(folder);
    Configuration conf = new HdfsConfiguration();
    conf.set("hadoop.tmp.dir", folder.resolve("hadoop").toString());
    conf.setLong("dfs.blocksize", blockSizeBytes);
    conf.setInt("dfs.replication", Math.min(3, dataNodes));
    conf.setBoolean("dfs.permissions.enabled", false);
    conf.setBoolean("dfs.client.read.shortcircuit", false);
    // All DataNodes share one disk; their own view of how busy a peer is would only add chance.
    conf.setBoolean("dfs.namenode.redundancy.considerLoad", false);
    settings.forEach(conf::set);
    MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(conf, folder.toFile())
            .numDataNodes(dataNodes)
            .hosts(hosts)
            .build();
    try {
      cluster.waitActive();
      DistributedFileSystem fileSystem =
          (DistributedFileSystem) FileSystem.newInstance(cluster.getURI(), conf);
      fileSystem.enableErasureCodingPolicy(RS_6_3);
      return new EmbeddedHdfs(cluster, fileSystem);
    } catch (IOException | RuntimeException e) {
      cluster.shutdown();
      throw e;
    }
  }

  /** A copy of the running cluster's configuration, with its address as default file system. */
  public Configuration configuration() {
    Configuration conf = new Configuration(cluster.getConfiguration(0));
    conf.set("fs.defaultFS", cluster.getURI().toString());
    // The cluster's own is a class of Hadoop's tests, which no container has.
    conf.unset("net.topology.node.switch.mapping.impl");
    return conf;
  }

  /** The stock file system, shared; closed with the cluster. */
  public DistributedFileSystem fileSystem() {
    return fileSystem;
  }

  /** The DataNodes, in the order in which they were started. */
  public List<DataNode> dataNodes() {
    return List.copyOf(cluster.getDataNodes());
  }

  /** The wrapped cluster, for what this class does not offer. */
  public MiniDFSCluster cluster() {
    return cluster;
  }

  /** Makes a directory whose files are erasure coded with {@code policy}, enabling the policy. */
  public void makeErasureCodedDirectory(org.apache.hadoop.fs.Path directory, String policy)
      throws IOException {
    fileSystem.enableErasureCodingPolicy(policy);
    fileSystem.mkdirs(directory);
    fileSystem.setErasureCodingPolicy(directory, policy);
  }

  /**
   * The DataNode that stores the most bytes of data units of a striped file; the first started of
   * several equal ones. Parity units do not count: nobody reads them while all is well.
   *
   * @throws IllegalArgumentException if the file is not striped or has no bytes
   */
  public DataNode holderOfMostDataBytes(org.apache.hadoop.fs.Path file) throws IOException {
    Map<String, Long> dataBytes = new HashMap<>();
    LocatedBlocks blocks =
        fileSystem.getClient().getLocatedBlocks(file.toUri().getPath(), 0, Long.MAX_VALUE);
    if (blocks.getErasureCodingPolicy() == null || blocks.getFileLength() == 0) {
      throw new IllegalArgumentException(
          file + " has no data units: it is empty or not erasure coded");
    }
    int dataUnits = blocks.getErasureCodingPolicy().getNumDataUnits();
    int cellSizeBytes = blocks.getErasureCodingPolicy().getCellSize();
    for (LocatedBlock block : blocks.getLocatedBlocks()) {
      LocatedStripedBlock group = (LocatedStripedBlock) block;
      byte[] indices = group.getBlockIndices();
      DatanodeInfo[] holders = group.getLocations();
      for (int i = 0; i < indices.length; i++) {
        if (indices[i] < dataUnits) {
          long bytes = unitBytes(group.getBlockSize(), indices[i], dataUnits, cellSizeBytes);
          dataBytes.merge(holders[i].getDatanodeUuid(), bytes, Long::sum);
        }
      }
    }
    List<DataNode> candidates = new ArrayList<>(cluster.getDataNodes());
    DataNode most = candidates.get(0);
    for (DataNode candidate : candidates) {
      if (dataBytes.getOrDefault(candidate.getDatanodeUuid(), 0L)
          > dataBytes.getOrDefault(most.getDatanodeUuid(), 0L)) {
        most = candidate;
      }
    }
    return most;
  }

  /** Bytes of one data unit of a block group with {@code groupBytes} bytes of data. */
  private static long unitBytes(long groupBytes, int unit, int dataUnits, int cellSizeBytes) {
    long stripeBytes = (long) dataUnits * cellSizeBytes;
    long fullStripes = groupBytes / stripeBytes;
    long rest = groupBytes % stripeBytes - (long) unit * cellSizeBytes;
    return fullStripes * cellSizeBytes + Math.max(0, Math.min(cellSizeBytes, rest));
  }

  /**
   * Starts a stopped DataNode again, with the ports it had. They are of the range from which
   * outgoing connections take theirs, so one may be in use for a while.
   *
   * @throws IOException if it cannot be started, or a port has not become free in half a minute
   */
  public void restart(DataNodeProperties stopped) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        cluster.restartDataNode(stopped, true);
        return;
      } catch (BindException e) {
        if (tries == RESTART_TRIES) {
          throw e;
        }
        LockSupport.parkNanos(RESTART_PAUSE_NANOS);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (fileSystem) {
      // The file system goes first and even if it fails the daemons stop.
    } finally {
      cluster.shutdown();
    }
  }
}
