package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskState;
import org.apache.hadoop.mapreduce.v2.api.records.TaskType;
import org.apache.hadoop.mapreduce.v2.app.job.Job;
import org.apache.hadoop.mapreduce.v2.app.job.Task;

/**
 * What is left to Hadoop's own speculation: reduces, maps that do not report, and maps whose time
 * goes into something else than waiting for data; under the cap that holds for all second attempts.
 * Maps that wait for data are the ladder's.
 *
 * <p>Until {@link #open} and after {@link #leave} everything is Hadoop's, without a cap.
 * Thread-safe; every field is guarded by this.
 */
final class StockSpeculation implements SpeculationCap {
  private final Set<TaskId> speculated = new HashSet<>();
  private BitSet ours = new BitSet();
  private int limit = Integer.MAX_VALUE;
  private boolean left = true;

  /** The ladder begins its work. */
  synchronized void enter() {
    left = false;
  }

  /** The ladder has ended: everything is Hadoop's. */
  synchronized void leave() {
    left = true;
    ours = new BitSet();
  }

  /**
   * Takes a scan in.
   *
   * @param waiting numbers of the maps that are the ladder's; handed over
   * @param ladderAttempts second attempts the ladder has under way
   */
  synchronized void scanned(
      Job job, StragglerSettings settings, BitSet waiting, int ladderAttempts) {
    ours = waiting;
    speculated.removeIf(id -> !isRunning(job, id));
    int running =
        job.getTotalMaps()
            - job.getCompletedMaps()
            + job.getTotalReduces()
            - job.getCompletedReduces();
    limit =
        settings.ladder().speculates()
            ? settings.selection().limit(Math.max(1, running)) - ladderAttempts
            : 0;
  }

  private static boolean isRunning(Job job, TaskId id) {
    Task task = job.getTask(id);
    return task != null && task.getState() == TaskState.RUNNING;
  }

  /** Whether the task is the ladder's. */
  synchronized boolean isOurs(TaskId id) {
    return !left && id.getTaskType() == TaskType.MAP && ours.get(id.getId());
  }

  @Override
  public synchronized boolean open() {
    return left || speculated.size() < limit;
  }

  @Override
  public synchronized boolean claim(TaskId task) {
    if (left) {
      return true;
    }
    if (speculated.size() >= limit) {
      return false;
    }
    speculated.add(task);
    return true;
  }

  /** Maps of which Hadoop has started a second attempt that is not known to be over. */
  synchronized int speculatedMaps() {
    return (int) speculated.stream().filter(id -> id.getTaskType() == TaskType.MAP).count();
  }
}
