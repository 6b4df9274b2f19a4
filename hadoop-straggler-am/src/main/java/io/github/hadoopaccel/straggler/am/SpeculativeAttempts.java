package io.github.hadoopaccel.straggler.am;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptState;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskState;
import org.apache.hadoop.mapreduce.v2.api.records.TaskType;
import org.apache.hadoop.mapreduce.v2.app.AppContext;
import org.apache.hadoop.mapreduce.v2.app.job.Job;
import org.apache.hadoop.mapreduce.v2.app.job.Task;
import org.apache.hadoop.mapreduce.v2.app.job.TaskAttempt;
import org.apache.hadoop.mapreduce.v2.app.job.event.TaskAttemptKillEvent;
import org.apache.hadoop.mapreduce.v2.app.job.event.TaskEvent;
import org.apache.hadoop.mapreduce.v2.app.job.event.TaskEventType;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second attempts of maps that this ApplicationMaster was asked for.
 *
 * <p>A second attempt asks for other hosts than the first one runs on. YARN takes that for a wish;
 * one that was given a container on the same node is therefore killed, which counts as no failure.
 * Hadoop then makes another attempt of its own accord, so a task has its attempt moved, a bounded
 * number of times. A task with a failed attempt is not steered: Hadoop asks for any host then.
 * Thread-safe.
 */
final class SpeculativeAttempts {
  private static final Logger LOG = LoggerFactory.getLogger(SpeculativeAttempts.class);

  /** Each host costs requests, and its rack may have to be looked up by a script; a guess. */
  private static final int MAX_HOSTS = 10;

  private final AppContext context;
  private final Configuration conf;
  private final int maxMoves;
  private final Map<TaskId, Second> seconds = new HashMap<>();

  /**
   * None yet.
   *
   * @param conf the ApplicationMaster's, for {@code mapreduce.map.speculative}
   * @param maxMoves how often the second attempt of one task is killed for sharing a node, 0 or
   *     more; then it stays where it is
   */
  SpeculativeAttempts(AppContext context, Configuration conf, int maxMoves) {
    this.context = context;
    this.conf = conf;
    this.maxMoves = maxMoves;
  }

  /** What became of the wish for a second attempt. */
  enum Outcome {
    /** Hadoop was told to make one. */
    STARTED,
    /** The user wants no task to run twice: {@code mapreduce.map.speculative} is false. */
    SPECULATION_OFF,
    /** The job has no such map. */
    NO_SUCH_MAP,
    /** The task has not begun or is over: a second attempt would fail the job or be in vain. */
    TASK_NOT_RUNNING,
    /** Its only attempt waits for a container, or is about to end. */
    ATTEMPT_NOT_RUNNING,
    /** It has two, or will have: one was asked for. */
    ALREADY_TWO,
    /** Hadoop's speculation has started one, or as many as may run of the job do. */
    NO_PLACE;

    /** For logs. */
    String sentence() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * Starts a second attempt of a map that has one, running.
   *
   * @param preferredHosts names of hosts to ask for, the best first, without ports; where there are
   *     none, those that store the task's input
   */
  synchronized Outcome start(TaskId id, List<String> preferredHosts) {
    Task task = id.getTaskType() == TaskType.MAP ? task(id) : null;
    if (task == null) {
      return Outcome.NO_SUCH_MAP;
    }
    if (!conf.getBoolean(MRJobConfig.MAP_SPECULATIVE, false)) {
      return Outcome.SPECULATION_OFF;
    }
    if (task.getState() != TaskState.RUNNING) {
      return Outcome.TASK_NOT_RUNNING;
    }
    Second second = seconds.get(id);
    LiveAttempts attempts = LiveAttempts.of(task);
    List<TaskAttempt> live = attempts.live();
    if (live.size() > 1 || (second != null && second.isOnItsWay(attempts))) {
      return Outcome.ALREADY_TWO;
    }
    NodeId node = live.isEmpty() ? null : live.get(0).getNodeId();
    if (node == null || live.get(0).getState() != TaskAttemptState.RUNNING) {
      return Outcome.ATTEMPT_NOT_RUNNING;
    }
    if (second == null) {
      second = new Second(SplitLocations.of(task));
      seconds.put(id, second);
    }
    second.awaited = attempts.made() + 1;
    List<String> hosts = second.steer(node.getHost(), preferredHosts);
    context.getEventHandler().handle(new TaskEvent(id, TaskEventType.T_ADD_SPEC_ATTEMPT));
    LOG.info("Asked for a second attempt of {}, beside {} on {}: {}", id, id(live), node, hosts);
    return Outcome.STARTED;
  }

  /**
   * Kills second attempts that were given a container on the node of the first, and forgets tasks
   * that are over. To be called every now and then, the more often the less is done in vain.
   *
   * @return those killed by this call; Hadoop replaces each
   */
  synchronized List<TaskAttemptId> killOnTheSameNode() {
    List<TaskAttemptId> killed = new ArrayList<>();
    Iterator<Map.Entry<TaskId, Second>> all = seconds.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<TaskId, Second> entry = all.next();
      Task task = task(entry.getKey());
      Second second = entry.getValue();
      if (task == null || task.getState() != TaskState.RUNNING) {
        second.settle();
        all.remove();
      } else {
        killed.addAll(look(LiveAttempts.of(task), second));
      }
    }
    return killed;
  }

  /**
   * Forgets the tasks that have a single attempt again and none on its way: of two attempts one has
   * failed, which Hadoop does not replace.
   *
   * @return those tasks
   */
  synchronized List<TaskId> forgetEnded() {
    List<TaskId> ended = new ArrayList<>();
    seconds.forEach(
        (id, second) -> {
          Task task = task(id);
          LiveAttempts attempts = task == null ? null : LiveAttempts.of(task);
          if (attempts != null && attempts.live().size() < 2 && !second.isOnItsWay(attempts)) {
            second.settle();
            ended.add(id);
          }
        });
    ended.forEach(seconds::remove);
    return ended;
  }

  /** Lets every split have its own hosts again and forgets all tasks: nobody looks any more. */
  synchronized void settleAll() {
    seconds.values().forEach(Second::settle);
    seconds.clear();
  }

  /** Tasks whose second attempt was asked for and is not known to be over. */
  synchronized Set<TaskId> tasks() {
    return Set.copyOf(seconds.keySet());
  }

  private List<TaskAttemptId> look(LiveAttempts attempts, Second second) {
    if (second.isOnItsWay(attempts)) {
      return List.of();
    }
    List<TaskAttemptId> same = attempts.onTheSameNode();
    if (same.isEmpty() || second.moves >= maxMoves) {
      if (attempts.live().stream().allMatch(attempt -> attempt.getNodeId() != null)) {
        second.settle();
      }
      return List.of();
    }
    second.moves++;
    second.awaited = attempts.made() + same.size();
    same.forEach(
        attempt ->
            context
                .getEventHandler()
                .handle(
                    new TaskAttemptKillEvent(
                        attempt, "on the same node as another attempt of its task")));
    LOG.info("Killed {}: on the same node as another attempt of its task.", same);
    return same;
  }

  private Task task(TaskId id) {
    Job job = context.getJob(id.getJobId());
    return job == null ? null : job.getTask(id);
  }

  private static TaskAttemptId id(List<TaskAttempt> live) {
    return live.get(0).getID();
  }

  /** The second attempt of one task, from the wish for it to its container. */
  private static final class Second {
    private final Optional<SplitLocations> locations;

    /** The attempts the task has once those asked for are made. */
    private int awaited;

    private int moves;

    Second(Optional<SplitLocations> locations) {
      this.locations = locations;
    }

    boolean isOnItsWay(LiveAttempts attempts) {
      return attempts.made() < awaited;
    }

    List<String> steer(String taken, List<String> preferred) {
      return locations.map(split -> steer(split, taken, preferred)).orElse(List.of());
    }

    private static List<String> steer(SplitLocations split, String taken, List<String> preferred) {
      List<String> wanted = others(taken, preferred);
      List<String> hosts = wanted.isEmpty() ? others(taken, split.original()) : wanted;
      return split.replace(hosts) ? hosts : List.of();
    }

    private static List<String> others(String taken, List<String> hosts) {
      return hosts.stream()
          .filter(host -> !host.equalsIgnoreCase(taken))
          .distinct()
          .limit(MAX_HOSTS)
          .toList();
    }

    /** An attempt that Hadoop makes for another reason asks for the hosts it would ask for. */
    void settle() {
      locations.ifPresent(SplitLocations::restore);
    }
  }
}
