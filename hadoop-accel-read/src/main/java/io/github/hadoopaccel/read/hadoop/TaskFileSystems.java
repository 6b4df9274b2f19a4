package io.github.hadoopaccel.read.hadoop;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches a wrapped input format over to {@link AcceleratedFileSystem} where the site
 * configuration does not, and to file systems of the task's own where its JVM reads for others too,
 * as in an uber job. The class of a cached file system is fixed at the first {@code get}, long
 * before an input format runs, so the delegate gets a configuration of its own with the cache off,
 * and the file systems it opens are closed with the record reader. Thread-safe.
 */
final class TaskFileSystems {
  private static final Logger LOG = LoggerFactory.getLogger(TaskFileSystems.class);
  private static final String IMPLEMENTATION = "fs.hdfs.impl";
  private static final String CACHE_OFF = "fs.hdfs.impl.disable.cache";
  private static final String SCOPE = "accel.internal.file-system-scope";

  private static final Map<String, List<AcceleratedFileSystem>> OPEN = new ConcurrentHashMap<>();

  private TaskFileSystems() {}

  /**
   * {@code conf} itself if it names our file system already, else a copy that does. In a JVM that
   * reads for others too it is always a copy: the file system in the cache may be theirs.
   */
  static Configuration switchOver(Configuration conf) {
    if (AcceleratedFileSystem.class.getName().equals(conf.get(IMPLEMENTATION))
        && ReadSessions.areOfOneAttempt()) {
      return conf;
    }
    // A JobConf carries the credentials of the job; a plain copy would lose them.
    Configuration own = conf instanceof JobConf job ? new JobConf(job) : new Configuration(conf);
    String scope = UUID.randomUUID().toString();
    own.set(IMPLEMENTATION, AcceleratedFileSystem.class.getName());
    own.setBoolean(CACHE_OFF, true);
    own.set(SCOPE, scope);
    OPEN.put(scope, new CopyOnWriteArrayList<>());
    return own;
  }

  /** Told by each file system that is initialised with {@code conf}. */
  static void opened(AcceleratedFileSystem fileSystem, Configuration conf) {
    List<AcceleratedFileSystem> scope = OPEN.get(conf.get(SCOPE, ""));
    if (scope != null) {
      scope.add(fileSystem);
    }
  }

  /** Closes what was opened with {@code conf}, if that is a copy of ours. */
  static void close(Configuration conf) {
    List<AcceleratedFileSystem> scope = OPEN.remove(conf.get(SCOPE, ""));
    if (scope != null) {
      for (AcceleratedFileSystem fileSystem : scope) {
        try {
          fileSystem.close();
        } catch (IOException | RuntimeException e) {
          LOG.warn("{} was not closed", fileSystem.getUri(), e);
        }
      }
    }
  }
}
