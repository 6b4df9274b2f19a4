package io.github.hadoopaccel.lab.testing;

import io.github.hadoopaccel.lab.cluster.EmbeddedYarn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * A YARN for tests whose jobs read little: what costs their time is starting processes and waiting
 * for polls, so both are made short. On two cores a job of two maps and a reduce took 7 s instead
 * of 13 s, and starting and stopping the clusters 9 s instead of 25 s.
 *
 * <p>What runs stays the same: an ApplicationMaster and tasks in processes of their own, with
 * Hadoop's jars and what the job brings on their class path. How fast they run does not: only the
 * quick compiler works in them. A figure about speed must not come from here.
 */
public final class ShortTasks {
  /** What {@link EmbeddedYarn} gives a container, then what makes a JVM start soon. */
  private static final String CONTAINER_OPTIONS =
      "-Xmx384m -XX:+UseSerialGC --add-opens=java.base/java.lang=ALL-UNNAMED"
          + " -XX:TieredStopAtLevel=1 ";

  private static final String POLL_MILLIS = "50";

  private ShortTasks() {}

  /**
   * Starts the daemons; the caller closes them. The first call of a build takes some seconds more:
   * it makes the archive of the classes that containers load.
   *
   * @param folder as in {@link EmbeddedYarn#start(Path, Configuration, int)}
   * @param hdfs as there
   * @param concurrentTasks tasks that run at once at least; one more does where no earlier job's
   *     ApplicationMaster is left, which stays for 5 s after its job
   */
  public static EmbeddedYarn startYarn(Path folder, Configuration hdfs, int concurrentTasks)
      throws IOException {
    return startYarn(folder, hdfs, concurrentTasks, 1);
  }

  /**
   * Starts the daemons with several NodeManagers.
   *
   * @param concurrentTasks as above, on each NodeManager
   * @param nodeManagers number of NodeManagers, each a host of its own
   */
  public static EmbeddedYarn startYarn(
      Path folder, Configuration hdfs, int concurrentTasks, int nodeManagers) throws IOException {
    ClassArchive archive = ClassArchive.ofThisBuild();
    EmbeddedYarn yarn =
        EmbeddedYarn.start(
            folder,
            hdfs,
            concurrentTasks + 1,
            nodeManagers,
            settings(CONTAINER_OPTIONS + archive.containerOptions()));
    try {
      // Now, because the daemons in this JVM have loaded much of what containers load.
      archive.makeIfAbsent(CONTAINER_OPTIONS);
      return yarn;
    } catch (IOException | RuntimeException e) {
      yarn.close();
      throw e;
    }
  }

  private static Map<String, String> settings(String containerOptions) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("yarn.app.mapreduce.am.command-opts", containerOptions);
    settings.put("mapreduce.map.java.opts", containerOptions);
    settings.put("mapreduce.reduce.java.opts", containerOptions);
    settings.put("mapreduce.client.completion.pollinterval", POLL_MILLIS);
    settings.put("mapreduce.client.progressmonitor.pollinterval", POLL_MILLIS);
    settings.put("yarn.app.mapreduce.am.scheduler.heartbeat.interval-ms", POLL_MILLIS);
    settings.put("yarn.resourcemanager.nodemanagers.heartbeat-interval-ms", POLL_MILLIS);
    // A NodeManager that stops waits 6 s for applications and 10 s for logs to be deleted, which
    // end only when logs are due. So they are due at once, and nothing is ever deleted.
    settings.put("yarn.nodemanager.log.retain-seconds", "0");
    settings.put("yarn.nodemanager.delete.debug-delay-sec", "-1");
    settings.put("yarn.nodemanager.process-kill-wait.ms", "1000");
    return settings;
  }
}
