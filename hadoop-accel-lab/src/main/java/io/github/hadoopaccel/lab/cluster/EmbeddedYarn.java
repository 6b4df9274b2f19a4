package io.github.hadoopaccel.lab.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.ShuffleHandler;
import org.apache.hadoop.mapreduce.v2.hs.JobHistoryServer;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.apache.hadoop.service.Service;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.nodemanager.NodeManager;
import org.apache.hadoop.yarn.server.resourcemanager.ResourceManager;
import org.apache.hadoop.yarn.util.resource.ResourceUtils;

/**
 * The real ResourceManager, NodeManagers and JobHistoryServer in this JVM, on loopback, on ports
 * the kernel chooses. ApplicationMasters and tasks run as on a cluster: each in a process of its
 * own, with a class path of Hadoop's jars alone.
 *
 * <p>Composed of the daemons themselves and not of {@code MiniYARNCluster}, which puts the whole
 * class path of the test into every task and thereby hides whether a job brings what it needs.
 *
 * <p>Two listeners are out of reach of configuration: the shuffle handler and the
 * ApplicationMaster's servers bind the wildcard address, each on a port the kernel chooses.
 */
public final class EmbeddedYarn implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1:0";

  /** Container heaps fit two maps and an ApplicationMaster beside the daemons in 4 GiB. */
  private static final int CONTAINER_MB = 512;

  private static final String CONTAINER_OPTIONS =
      "-Xmx384m -XX:+UseSerialGC" + " --add-opens=java.base/java.lang=ALL-UNNAMED";

  private final ResourceManager resourceManager;
  private final List<NodeManager> nodeManagers;
  private final JobHistoryServer historyServer;
  private final Configuration conf;
  private final Path folder;
  private final HadoopClassPath classPath;
  private final Set<String> furtherKeys;

  private EmbeddedYarn(
      ResourceManager resourceManager,
      List<NodeManager> nodeManagers,
      JobHistoryServer historyServer,
      Configuration conf,
      Path folder,
      HadoopClassPath classPath,
      Set<String> furtherKeys) {
    this.resourceManager = resourceManager;
    this.nodeManagers = List.copyOf(nodeManagers);
    this.historyServer = historyServer;
    this.conf = conf;
    this.folder = folder;
    this.classPath = classPath;
    this.furtherKeys = Set.copyOf(furtherKeys);
  }

  /**
   * Starts the daemons.
   *
   * @param folder local and log folders of the NodeManager, links to Hadoop's jars
   * @param hdfs configuration of the HDFS that holds the staging and history directories
   * @param concurrentTasks tasks that run at once beside one ApplicationMaster
   */
  public static EmbeddedYarn start(Path folder, Configuration hdfs, int concurrentTasks)
      throws IOException {
    return start(folder, hdfs, concurrentTasks, Map.of());
  }

  /**
   * Starts the daemons with further configuration.
   *
   * @param settings keys that win over the ones set here, also in the client's mapred-site.xml
   */
  public static EmbeddedYarn start(
      Path folder, Configuration hdfs, int concurrentTasks, Map<String, String> settings)
      throws IOException {
    return start(folder, hdfs, concurrentTasks, 1, settings);
  }

  /**
   * Starts the daemons with several NodeManagers, each a host of its own: 127.0.0.1, 127.0.0.2 and
   * so on, which need no setup where the whole of 127.0.0.0/8 is loopback, as on Linux.
   *
   * @param concurrentTasks tasks that run at once on each NodeManager beside one ApplicationMaster
   * @param nodeManagers number of NodeManagers, 1 to 254
   * @param settings keys that win over the ones set here, also in the client's mapred-site.xml
   */
  public static EmbeddedYarn start(
      Path folder,
      Configuration hdfs,
      int concurrentTasks,
      int nodeManagers,
      Map<String, String> settings)
      throws IOException {
    if (nodeManagers < 1 || nodeManagers > 254) {
      throw new IllegalArgumentException("nodeManagers = " + nodeManagers + ": expected 1 to 254");
    }
    DefaultMetricsSystem.setMiniClusterMode(true);
    HadoopClassPath classPath = HadoopClassPath.linkInto(folder.resolve("hadoop-jars"));
    Files.createDirectories(folder.resolve("logs"));
    Configuration conf = new YarnConfiguration(hdfs);
    daemonSettings(folder, concurrentTasks).forEach(conf::set);
    jobSettings(classPath).forEach(conf::set);
    settings.forEach(conf::set);
    // Cached per JVM; an earlier reader may have seen other allocations, or the defaults.
    ResourceUtils.resetResourceTypes(conf);

    ResourceManager resourceManager = new ResourceManager();
    List<NodeManager> managers = Stream.generate(NodeManager::new).limit(nodeManagers).toList();
    JobHistoryServer historyServer = new JobHistoryServer();
    EmbeddedYarn yarn =
        new EmbeddedYarn(
            resourceManager, managers, historyServer, conf, folder, classPath, settings.keySet());
    try {
      // Each daemon writes the addresses it got into the configuration it was given.
      resourceManager.init(conf);
      resourceManager.start();
      for (int i = 0; i < nodeManagers; i++) {
        Files.createDirectories(localFolder(folder, i));
        managers.get(i).init(i == 0 ? conf : anotherHost(conf, folder, i));
        managers.get(i).start();
      }
      historyServer.init(conf);
      historyServer.start();
      for (String key :
          new String[] {"mapreduce.jobhistory.address", "mapreduce.jobhistory.webapp.address"}) {
        conf.set(key, historyServer.getConfig().get(key));
      }
      yarn.awaitNodeManagers(Duration.ofSeconds(60));
      return yarn;
    } catch (IOException | RuntimeException e) {
      yarn.close();
      throw e;
    }
  }

  /**
   * The configuration of a NodeManager beside the first one, which has the address of {@code i}.
   */
  private static Configuration anotherHost(Configuration conf, Path folder, int i) {
    Configuration another = new YarnConfiguration(conf);
    String host = "127.0.0." + (i + 1);
    for (String daemon : new String[] {"", ".localizer", ".collector-service", ".webapp"}) {
      another.set("yarn.nodemanager" + daemon + ".address", host + ":0");
    }
    another.set("yarn.nodemanager.hostname", host);
    another.set("yarn.nodemanager.local-dirs", localFolder(folder, i).toString());
    return another;
  }

  private static Path localFolder(Path folder, int nodeManager) {
    return folder.resolve(nodeManager == 0 ? "local" : "local-" + (nodeManager + 1));
  }

  private static Map<String, String> daemonSettings(Path folder, int concurrentTasks) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String key :
        new String[] {
          "yarn.resourcemanager.address",
          "yarn.resourcemanager.admin.address",
          "yarn.resourcemanager.scheduler.address",
          "yarn.resourcemanager.resource-tracker.address",
          "yarn.resourcemanager.webapp.address",
          "yarn.nodemanager.address",
          "yarn.nodemanager.localizer.address",
          "yarn.nodemanager.collector-service.address",
          "yarn.nodemanager.webapp.address",
          "mapreduce.jobhistory.address",
          "mapreduce.jobhistory.admin.address",
          "mapreduce.jobhistory.webapp.address"
        }) {
      settings.put(key, LOOPBACK);
    }
    settings.put("yarn.resourcemanager.hostname", "127.0.0.1");
    settings.put("yarn.nodemanager.hostname", "127.0.0.1");
    settings.put("yarn.resourcemanager.nodemanagers.heartbeat-interval-ms", "200");
    settings.put("yarn.scheduler.minimum-allocation-mb", String.valueOf(CONTAINER_MB));
    settings.put("yarn.scheduler.maximum-allocation-mb", String.valueOf(CONTAINER_MB));
    settings.put("yarn.scheduler.capacity.root.queues", "default");
    settings.put("yarn.scheduler.capacity.root.default.capacity", "100");
    settings.put("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
    settings.put(
        "yarn.resourcemanager.fs.state-store.uri", folder.resolve("rm-state").toUri().toString());
    settings.put("yarn.node-attribute.fs-store.root-dir", folder.resolve("attributes").toString());
    int memoryMb = CONTAINER_MB * (concurrentTasks + 1);
    settings.put("yarn.nodemanager.resource.memory-mb", String.valueOf(memoryMb));
    settings.put("yarn.nodemanager.resource.cpu-vcores", String.valueOf(concurrentTasks + 1));
    settings.put("yarn.nodemanager.local-dirs", localFolder(folder, 0).toString());
    settings.put("yarn.nodemanager.log-dirs", folder.resolve("logs").toString());
    settings.put("yarn.nodemanager.pmem-check-enabled", "false");
    settings.put("yarn.nodemanager.vmem-check-enabled", "false");
    settings.put("yarn.nodemanager.disk-health-checker.enable", "false");
    settings.put("yarn.nodemanager.admin-env", "JAVA_HOME=" + System.getProperty("java.home"));
    settings.put("yarn.nodemanager.aux-services", ShuffleHandler.MAPREDUCE_SHUFFLE_SERVICEID);
    settings.put(
        "yarn.nodemanager.aux-services." + ShuffleHandler.MAPREDUCE_SHUFFLE_SERVICEID + ".class",
        ShuffleHandler.class.getName());
    settings.put(ShuffleHandler.SHUFFLE_PORT_CONFIG_KEY, "0");
    settings.put("yarn.timeline-service.enabled", "false");
    return settings;
  }

  private static Map<String, String> jobSettings(HadoopClassPath classPath) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("mapreduce.framework.name", "yarn");
    settings.put("yarn.application.classpath", classPath.wildcard());
    settings.put("mapreduce.application.classpath", classPath.wildcard());
    settings.put("yarn.app.mapreduce.am.staging-dir", "/staging");
    settings.put("yarn.app.mapreduce.am.resource.mb", String.valueOf(CONTAINER_MB));
    settings.put("yarn.app.mapreduce.am.command-opts", CONTAINER_OPTIONS);
    settings.put("yarn.app.mapreduce.am.scheduler.heartbeat.interval-ms", "200");
    settings.put("yarn.app.mapreduce.client.job.max-retries", "10");
    settings.put("mapreduce.map.memory.mb", String.valueOf(CONTAINER_MB));
    settings.put("mapreduce.reduce.memory.mb", String.valueOf(CONTAINER_MB));
    settings.put("mapreduce.map.java.opts", CONTAINER_OPTIONS);
    settings.put("mapreduce.reduce.java.opts", CONTAINER_OPTIONS);
    settings.put("mapreduce.task.io.sort.mb", "128");
    settings.put("mapreduce.client.submit.file.replication", "3");
    settings.put("mapreduce.job.ubertask.enable", "false");
    // A reducer that waits would hold a slot that a map needs.
    settings.put("mapreduce.job.reduce.slowstart.completedmaps", "1.0");
    return settings;
  }

  private void awaitNodeManagers(Duration patience) throws IOException {
    long giveUp = System.nanoTime() + patience.toNanos();
    while (resourceManager.getResourceScheduler().getNumClusterNodes() < nodeManagers.size()) {
      if (System.nanoTime() - giveUp > 0) {
        throw new IOException("the NodeManagers did not register within " + patience);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while the NodeManagers register");
      }
    }
  }

  /** The hosts of the NodeManagers as YARN names them, in the order in which they were started. */
  public List<String> hosts() {
    return nodeManagers.stream()
        .map(manager -> manager.getNMContext().getNodeId().getHost())
        .toList();
  }

  /** A copy of the configuration with the daemons' addresses, fit for a client in this JVM. */
  public Configuration configuration() {
    return new Configuration(conf);
  }

  /** Hadoop's jars, as a client's class path holds them. */
  public HadoopClassPath classPath() {
    return classPath;
  }

  /** The folder of the container logs: one folder per application, one per container in it. */
  public Path containerLogs() {
    return folder.resolve("logs");
  }

  /**
   * Writes what an administrator would give a client: {@code core-site.xml}, {@code hdfs-site.xml},
   * {@code yarn-site.xml}, {@code mapred-site.xml} and a {@code log4j.properties} for the console.
   *
   * @return {@code directory}
   */
  public Path writeClientConfiguration(Path directory) throws IOException {
    Files.createDirectories(directory);
    Set<String> core = Set.of("fs.defaultFS", "hadoop.tmp.dir");
    Set<String> hdfs = Set.of("dfs.blocksize", "dfs.replication", "dfs.permissions.enabled");
    Set<String> yarn =
        Set.of(
            "yarn.resourcemanager.address",
            "yarn.resourcemanager.scheduler.address",
            "yarn.resourcemanager.webapp.address",
            "yarn.resourcemanager.hostname",
            "yarn.application.classpath");
    Set<String> mapred = new TreeSet<>(jobSettings(classPath).keySet());
    mapred.remove("yarn.application.classpath");
    mapred.addAll(furtherKeys);
    mapred.add("mapreduce.jobhistory.address");
    mapred.add("mapreduce.jobhistory.webapp.address");
    write(directory.resolve("core-site.xml"), core);
    write(directory.resolve("hdfs-site.xml"), hdfs);
    write(directory.resolve("yarn-site.xml"), yarn);
    write(directory.resolve("mapred-site.xml"), mapred);
    Files.writeString(
        directory.resolve("log4j.properties"),
        """
        log4j.rootLogger=INFO, console
        log4j.appender.console=org.apache.log4j.ConsoleAppender
        log4j.appender.console.target=System.err
        log4j.appender.console.layout=org.apache.log4j.PatternLayout
        log4j.appender.console.layout.ConversionPattern=%d{HH:mm:ss} %p %c{2}: %m%n
        """);
    return directory;
  }

  private void write(Path file, Set<String> keys) throws IOException {
    Configuration site = new Configuration(false);
    for (String key : keys) {
      String value = conf.get(key);
      if (value != null) {
        site.set(key, value);
      }
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      site.writeXml(out);
    }
  }

  @Override
  public void close() {
    historyServer.stop();
    nodeManagers.forEach(Service::stop);
    resourceManager.stop();
  }
}
