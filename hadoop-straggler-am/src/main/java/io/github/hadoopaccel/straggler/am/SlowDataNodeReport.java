package io.github.hadoopaccel.straggler.am;

import java.io.IOException;
import java.net.URI;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.client.HdfsClientConfigKeys;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.mapred.FileInputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.security.UserGroupInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The DataNodes that NameNodes hold for slow, asked for at an interval on a thread of its own, as
 * the user who started it.
 *
 * <p>Asked is each HDFS the job reads, or the default one where its input names none. A NameNode
 * knows slow DataNodes only with {@code dfs.datanode.peer.stats.enabled}, learns of them from the
 * write pipelines of other DataNodes, and names the first DataNode of a host that has several. One
 * that refuses is asked no more; one that does not answer counts as naming none until it does.
 * Thread-safe; nothing is thrown.
 */
final class SlowDataNodeReport {
  private static final Logger LOG = LoggerFactory.getLogger(SlowDataNodeReport.class);

  /** More slow ones than this are no outliers. */
  static final int MAX_DATA_NODES = 64;

  static final int MAX_NAME_NODES = 4;

  private final NameNodes nameNodes;
  private final long intervalMillis;
  private final boolean byHostName;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile UserGroupInformation user;
  private volatile Set<String> dataNodes = Set.of();

  /**
   * One that asks for nothing yet.
   *
   * @param conf the job's
   * @param intervalMillis between two questions to a NameNode, at least 1
   */
  SlowDataNodeReport(Configuration conf, long intervalMillis) {
    this(conf, intervalMillis, () -> nameNodes(conf));
  }

  /** As the other one, of NameNodes that are found on the thread that asks them. */
  SlowDataNodeReport(Configuration conf, long intervalMillis, NameNodes nameNodes) {
    this.nameNodes = nameNodes;
    this.intervalMillis = intervalMillis;
    this.byHostName =
        conf.getBoolean(
            HdfsClientConfigKeys.DFS_CLIENT_USE_DN_HOSTNAME,
            HdfsClientConfigKeys.DFS_CLIENT_USE_DN_HOSTNAME_DEFAULT);
    this.thread = new Thread(this::run, "accel-slow-datanodes");
    thread.setDaemon(true);
    thread.setContextClassLoader(conf.getClassLoader());
  }

  /** Who is to be asked. */
  interface NameNodes {
    List<AskedNameNode> find() throws IOException;
  }

  /** Begins to ask, as the user of the calling thread. To be called once. */
  void start() {
    try {
      user = UserGroupInformation.getCurrentUser();
      thread.start();
    } catch (IOException e) {
      LOG.info("Going on without the slow DataNodes that NameNodes know: {}", e.toString());
    }
  }

  /** Ends asking. Idempotent; does not wait for an answer that is under way. */
  void stop() {
    stopping.countDown();
    thread.interrupt();
  }

  /**
   * Transfer addresses, as readers name DataNodes, of those reported slow in the latest round; at
   * most {@value #MAX_DATA_NODES}. Immutable.
   */
  Set<String> dataNodes() {
    return dataNodes;
  }

  /** Whether it still asks; false before {@link #start} and once every NameNode has refused. */
  boolean asking() {
    return thread.isAlive();
  }

  private void run() {
    try {
      user.doAs(
          (PrivilegedExceptionAction<Void>)
              () -> {
                ask(nameNodes.find());
                return null;
              });
    } catch (InterruptedException e) {
      LOG.debug("Interrupted: no further questions.");
    } catch (Throwable e) {
      LOG.info("Going on without the slow DataNodes that NameNodes know: {}", e.toString());
      LOG.debug("Asking for slow DataNodes failed.", e);
    } finally {
      dataNodes = Set.of();
    }
  }

  private void ask(List<AskedNameNode> all) throws InterruptedException {
    List<AskedNameNode> answering = new ArrayList<>(all);
    try {
      do {
        Set<String> slow = new TreeSet<>();
        answering.removeIf(nameNode -> !nameNode.ask(node -> slow.add(address(node))));
        dataNodes = slow.stream().limit(MAX_DATA_NODES).collect(Collectors.toUnmodifiableSet());
      } while (!answering.isEmpty() && !stopping.await(intervalMillis, TimeUnit.MILLISECONDS));
    } finally {
      all.forEach(AskedNameNode::close);
    }
  }

  private String address(DatanodeInfo dataNode) {
    return dataNode.getXferAddr(byHostName);
  }

  private static List<AskedNameNode> nameNodes(Configuration conf) {
    List<AskedNameNode> nameNodes = new ArrayList<>();
    for (URI uri : fileSystems(conf)) {
      try {
        nameNodes.add(new AskedNameNode(uri, conf));
      } catch (IOException | RuntimeException e) {
        LOG.info("Going on without the slow DataNodes of {}: {}", uri, e.toString());
      }
    }
    return nameNodes;
  }

  /** The HDFS file systems the job reads, at most {@value #MAX_NAME_NODES}. */
  static Set<URI> fileSystems(Configuration conf) {
    Set<URI> uris = new LinkedHashSet<>();
    URI byDefault = FileSystem.getDefaultUri(conf);
    for (Path input : FileInputFormat.getInputPaths(new JobConf(conf))) {
      URI uri = input.toUri().getScheme() == null ? byDefault : input.toUri();
      add(uri, byDefault, uris);
    }
    if (uris.isEmpty()) {
      add(byDefault, byDefault, uris);
    }
    return uris;
  }

  private static void add(URI uri, URI byDefault, Set<URI> uris) {
    boolean hdfs = "hdfs".equals(uri.getScheme());
    String authority = uri.getAuthority() == null ? byDefault.getAuthority() : uri.getAuthority();
    if (hdfs && authority != null && uris.size() < MAX_NAME_NODES) {
      uris.add(URI.create("hdfs://" + authority));
    }
  }
}
