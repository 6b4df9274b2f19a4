package io.github.hadoopaccel.straggler.doctor;

import io.github.hadoopaccel.straggler.doctor.ClusterFacts.DataNodes;
import io.github.hadoopaccel.straggler.doctor.ClusterFacts.Policy;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DFSUtilClient;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.ClientDatanodeProtocol;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.ECTopologyVerifierResult;
import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicy;
import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicyInfo;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.DatanodeReportType;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;

/** Asks the NameNode and some DataNodes; every call that a release of Hadoop may change is here. */
final class RunningCluster {
  /** Enough to notice most upgrades under way, and soon over when each of them hangs. */
  private static final int ASKED_DATA_NODES = 4;

  private static final int DATA_NODE_MILLIS = 2000;

  private final DistributedFileSystem hdfs;
  private final Configuration conf;

  private RunningCluster(DistributedFileSystem hdfs, Configuration conf) {
    this.hdfs = hdfs;
    this.conf = conf;
  }

  /**
   * The facts of the cluster at {@code uri}.
   *
   * @param conf with {@link ShortPatience}
   * @throws IOException if the NameNode does not answer
   */
  static ClusterFacts facts(URI uri, Configuration conf) throws IOException {
    try (FileSystem opened = FileSystem.newInstance(uri, conf)) {
      return new RunningCluster((DistributedFileSystem) opened, conf).facts();
    }
  }

  private ClusterFacts facts() throws IOException {
    List<ErasureCodingPolicy> enabled =
        hdfs.getAllErasureCodingPolicies().stream()
            .filter(ErasureCodingPolicyInfo::isEnabled)
            .map(ErasureCodingPolicyInfo::getPolicy)
            .filter(policy -> !policy.isReplicationPolicy())
            .toList();
    DataNodes dataNodes = null;
    String refusal = null;
    try {
      dataNodes = dataNodes();
    } catch (IOException e) {
      refusal = refusal(e);
    }
    boolean askNameNode = dataNodes != null;
    List<Policy> policies = enabled.stream().map(policy -> policy(policy, askNameNode)).toList();
    return new ClusterFacts(hdfs.getUri().toString(), dataNodes, refusal, policies);
  }

  /** Only the superuser of HDFS may ask this. */
  private DataNodes dataNodes() throws IOException {
    DatanodeInfo[] live = hdfs.getDataNodeStats(DatanodeReportType.LIVE);
    int dead = hdfs.getDataNodeStats(DatanodeReportType.DEAD).length;
    int racks = (int) Arrays.stream(live).map(DatanodeInfo::getNetworkLocation).distinct().count();
    Map<String, Integer> versions = new TreeMap<>();
    Arrays.stream(live)
        .limit(ASKED_DATA_NODES)
        .map(this::version)
        .filter(version -> version != null)
        .forEach(version -> versions.merge(version, 1, Integer::sum));
    return new DataNodes(live.length, dead, racks, versions);
  }

  /** The NameNode knows it and does not pass it on; {@code null} if the DataNode does not tell. */
  private String version(DatanodeInfo dataNode) {
    boolean byName = conf.getBoolean("dfs.client.use.datanode.hostname", false);
    ClientDatanodeProtocol proxy = null;
    try {
      proxy =
          DFSUtilClient.createClientDatanodeProtocolProxy(dataNode, conf, DATA_NODE_MILLIS, byName);
      return proxy.getDatanodeInfo().getSoftwareVersion();
    } catch (IOException e) {
      return null;
    } finally {
      if (proxy != null) {
        RPC.stopProxy(proxy);
      }
    }
  }

  private Policy policy(ErasureCodingPolicy policy, boolean askNameNode) {
    return new Policy(
        policy.getName(),
        policy.getCodecName(),
        policy.getNumDataUnits(),
        policy.getNumParityUnits(),
        RegisteredCoders.decodes(
            conf, policy.getCodecName(), policy.getNumDataUnits(), policy.getNumParityUnits()),
        askNameNode ? complaint(policy.getName()) : null);
  }

  private String complaint(String policy) {
    try {
      ECTopologyVerifierResult result = hdfs.getECTopologyResultForPolicies(policy);
      return result.isSupported() ? null : result.getResultMessage();
    } catch (IOException e) {
      return null;
    }
  }

  private static String refusal(IOException e) throws IOException {
    boolean denied =
        e instanceof AccessControlException
            || e instanceof RemoteException remote
                && remote.unwrapRemoteException() instanceof AccessControlException;
    if (!denied) {
      throw e;
    }
    return Reason.of(e);
  }
}
