package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.config.ReadSettings;
import io.github.hadoopaccel.read.hedge.HedgeBudget;
import io.github.hadoopaccel.read.hedge.HedgePolicies;
import io.github.hadoopaccel.read.hedge.HedgePolicy;
import io.github.hadoopaccel.read.hedge.PostureSwitch;
import io.github.hadoopaccel.read.hedge.UnitRanking;
import io.github.hadoopaccel.read.io.BufferPool;
import io.github.hadoopaccel.read.io.Clock;
import io.github.hadoopaccel.read.io.ReadSession;
import io.github.hadoopaccel.read.io.Scoreboard;
import io.github.hadoopaccel.read.io.UnitQueue;
import io.github.hadoopaccel.read.io.UnitThreads;
import io.github.hadoopaccel.read.io.WakeUps;
import io.github.hadoopaccel.read.metrics.ReadRecorder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.client.HdfsClientConfigKeys;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.TaskAttemptID;

/**
 * The sessions of this JVM: one for each task attempt, whatever number of file systems it opens,
 * and one for each file system outside of tasks. Threads, buffers and the scoreboard of DataNodes
 * are shared by all. Thread-safe.
 */
final class ReadSessions {
  private static final int MAX_ATTEMPTS = 1000;

  private static final Map<List<Integer>, UnitThreads> THREADS = new ConcurrentHashMap<>();
  private static final Map<Integer, UnitThreads> RANGE_THREADS = new ConcurrentHashMap<>();
  private static final Map<List<Integer>, UnitQueue> QUEUES = new ConcurrentHashMap<>();
  private static final Map<List<?>, Scoreboard> SCOREBOARDS = new ConcurrentHashMap<>();
  private static final WakeUps WAKE_UPS = WakeUps.onOneThread();
  private static final Map<Long, BufferPool> BUFFERS = new ConcurrentHashMap<>();
  private static final Map<String, TaskSession> TASKS =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TaskSession> eldest) {
          boolean tooMany = size() > MAX_ATTEMPTS;
          if (tooMany) {
            eldest.getValue().close();
          }
          return tooMany;
        }
      };

  private static volatile boolean outsideOfTasks;

  private ReadSessions() {}

  /** The session for a file system or a record reader that was given {@code conf}. */
  static ReadSession of(Configuration conf, ReadSettings settings) {
    String attemptId = conf.get(MRJobConfig.TASK_ATTEMPT_ID, "");
    if (attemptId.isEmpty()) {
      outsideOfTasks = true;
      return create(conf, settings, 0);
    }
    return task(attemptId, conf, settings).session();
  }

  /**
   * Whether everything that this JVM has read so far was read for one task attempt. It is not so
   * inside an ApplicationMaster that runs an uber job.
   */
  static boolean areOfOneAttempt() {
    synchronized (TASKS) {
      return !outsideOfTasks && TASKS.size() <= 1;
    }
  }

  /** The session of a task attempt. */
  static TaskSession task(String attemptId, Configuration conf, ReadSettings settings) {
    synchronized (TASKS) {
      return TASKS.computeIfAbsent(
          attemptId,
          id -> {
            ReadSession session = create(conf, settings, attemptNumber(id));
            return TaskSession.start(id, session, conf, settings);
          });
    }
  }

  /** The threads that vectored reads wait on; units are read by others. */
  static Executor rangeThreads(ReadSettings settings) {
    return RANGE_THREADS.computeIfAbsent(
        settings.rangeThreads(), bound -> new UnitThreads(bound, "accel-range"));
  }

  /** What is alive now, over all sessions. */
  static LiveReads live() {
    int unitReads = 0;
    int threads = 0;
    int buffers = 0;
    long bufferBytes = 0;
    for (UnitQueue each : QUEUES.values()) {
      unitReads += each.unfinished();
    }
    for (UnitThreads each : THREADS.values()) {
      threads += each.threads();
    }
    for (BufferPool each : BUFFERS.values()) {
      buffers += each.liveLeases();
      bufferBytes += each.leasedBytes();
    }
    return new LiveReads(unitReads, HdfsUnitReader.open(), threads, buffers, bufferBytes);
  }

  /** Which attempt of its task it is; what is no attempt's name is taken for the first. */
  static int attemptNumber(String attemptId) {
    try {
      return TaskAttemptID.forName(attemptId).getId();
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  private static ReadSession create(Configuration conf, ReadSettings settings, int attemptNumber) {
    return new ReadSession(
        Clock.system(),
        units(settings),
        WAKE_UPS,
        BUFFERS.computeIfAbsent(
            Math.min(settings.bufferBytes(), Runtime.getRuntime().maxMemory() / 4),
            BufferPool::new),
        new ReadRecorder(settings.observeWindowNanos()),
        policy(conf, settings),
        new HedgeBudget(
            settings.budgetFraction(),
            settings.budgetBurstBytes(),
            settings.budgetBurstBytes(),
            settings.budgetBytesPerSec(),
            settings.loadKnee()),
        scoreboard(conf, settings),
        new PostureSwitch(settings.posture(), settings.extraUnits()),
        attemptNumber);
  }

  private static HedgePolicy policy(Configuration conf, ReadSettings settings) {
    return Objects.requireNonNull(
        HedgePolicies.find(settings.hedgePolicy(), conf.getClassLoader())
            .orElseThrow()
            .create(settings.hedge(), conf::get),
        () -> "the hedge policy " + settings.hedgePolicy());
  }

  private static UnitQueue units(ReadSettings settings) {
    // A hung DataNode must leave threads to the others, however few there are.
    int perDataNode = Math.min(settings.threadsPerDataNode(), Math.max(1, settings.threads() / 4));
    List<Integer> bounds = List.of(settings.threads(), perDataNode);
    return QUEUES.computeIfAbsent(bounds, key -> new UnitQueue(threads(key), perDataNode));
  }

  private static UnitThreads threads(List<Integer> bounds) {
    return THREADS.computeIfAbsent(bounds, key -> new UnitThreads(key.get(0), "accel-unit"));
  }

  /** Shared by all who share connections too: HDFS's client context says who does. */
  private static Scoreboard scoreboard(Configuration conf, ReadSettings settings) {
    // Whatever is late by the hedge policy is at least so much beyond the median.
    long minExcessNanos = settings.hedge().minDelayNanos() / 2;
    return SCOREBOARDS.computeIfAbsent(
        List.of(
            conf.get(
                HdfsClientConfigKeys.DFS_CLIENT_CONTEXT,
                HdfsClientConfigKeys.DFS_CLIENT_CONTEXT_DEFAULT),
            settings.avoidSlowFactor(),
            minExcessNanos,
            settings.avoidProbeIntervalNanos()),
        rules ->
            new Scoreboard(
                new UnitRanking(
                    settings.avoidSlowFactor(),
                    minExcessNanos,
                    settings.avoidProbeIntervalNanos())));
  }
}
