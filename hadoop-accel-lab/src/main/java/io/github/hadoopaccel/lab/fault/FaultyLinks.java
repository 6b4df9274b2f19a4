package io.github.hadoopaccel.lab.fault;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.server.datanode.DataNode;

/**
 * A {@link FaultyLink} in front of each DataNode of a cluster, for the clients that ask for it.
 *
 * <pre>
 *   client --127.0.1.i:p--> link i --127.0.0.1:p--> DataNode i     with {@link #configuration}
 *   client --------------------------127.0.0.1:p--> DataNode i     without
 * </pre>
 *
 * <p>The DataNodes talk to each other and to the NameNode without links, so that no fault here
 * makes the NameNode think that a DataNode is dead.
 */
public final class FaultyLinks implements Closeable {
  private final Map<String, FaultyLink> links = new LinkedHashMap<>();

  private FaultyLinks() {}

  /** Host names for {@link EmbeddedHdfs#startWithHostNames}: 127.0.1.1 and so on. */
  public static List<String> hostNames(int dataNodes) {
    return IntStream.rangeClosed(1, dataNodes).mapToObj(i -> "127.0.1." + i).toList();
  }

  /** Opens the links of a cluster that was started with {@link #hostNames}. */
  public static FaultyLinks open(EmbeddedHdfs hdfs) throws IOException {
    FaultyLinks links = new FaultyLinks();
    boolean complete = false;
    try {
      for (DataNode dataNode : hdfs.dataNodes()) {
        InetSocketAddress server = dataNode.getXferAddress();
        String host = dataNode.getDatanodeId().getHostName();
        links.links.put(
            dataNode.getDatanodeUuid(),
            FaultyLink.open(new InetSocketAddress(host, server.getPort()), server));
      }
      complete = true;
      return links;
    } finally {
      if (!complete) {
        links.close();
      }
    }
  }

  /** A copy of {@code conf} whose clients go through the links. */
  public static Configuration configuration(Configuration conf) {
    Configuration through = new Configuration(conf);
    through.setBoolean("dfs.client.use.datanode.hostname", true);
    return through;
  }

  /**
   * The link in front of a DataNode.
   *
   * @throws IllegalArgumentException if it has none
   */
  public FaultyLink to(String dataNodeUuid) {
    FaultyLink link = links.get(dataNodeUuid);
    if (link == null) {
      throw new IllegalArgumentException("no link leads to the DataNode " + dataNodeUuid);
    }
    return link;
  }

  /** Every link, in the order in which the DataNodes were started. */
  public List<FaultyLink> all() {
    return List.copyOf(links.values());
  }

  /** Ends the fault of every link. */
  public void heal() throws IOException {
    for (FaultyLink link : links.values()) {
      if (link.fault() != LinkFault.NONE) {
        link.set(LinkFault.NONE);
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (FaultyLink link : links.values()) {
      link.close();
    }
  }
}
