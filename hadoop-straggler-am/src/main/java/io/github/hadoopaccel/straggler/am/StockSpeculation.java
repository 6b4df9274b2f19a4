package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskState;
import org.apache.hadoop.mapreduce.v2.api.records.TaskType;
import org.apache.hadoop.mapreduce.v2.app.job.Job;
import org.apache.hadoop.mapreduce.v2.app.job.Task;

/**
 * What is left to Hadoop's own speculation: all but the maps which the ladder hurries and may give
 * a second attempt; under the cap that holds for all second attempts, whoever starts them.
 *
 * <p>Until {@link #enter}, after {@link #leave} and while no scan comes for a directive's lapse, at
 * least {@value #LEAST_LAPSE_MILLIS} ms, everything is Hadoop's, without a cap; but where the mode
 * is accelerate-only there is never a place for anybody. A place is held until its task is over or
 * has a single attempt again. Thread-safe; every field is guarded by this.
 */
final class StockSpeculation implements SpeculationCap {
  static final long LEAST_LAPSE_MILLIS = 10_000;

  /** Until then an attempt that was asked for may not be there yet; a guess. */
  static final long APPEARS_MILLIS = 60_000;

  private final StragglerSettings settings;
  private final LongSupplier clockMillis;
  private final long lapseMillis;
  private final Map<TaskId, Place> places = new HashMap<>();
  private BitSet ours = new BitSet();
  private int limit = Integer.MAX_VALUE;
  private boolean left = true;
  private long scannedMillis;

  /**
   * Everything is Hadoop's.
   *
   * @param clockMillis a steady clock; called by many threads
   */
  StockSpeculation(StragglerSettings settings, LongSupplier clockMillis) {
    this.settings = settings;
    this.clockMillis = clockMillis;
    this.lapseMillis = Math.max(LEAST_LAPSE_MILLIS, settings.directiveLapseMillis());
  }

  /** One that is taken, by the ladder or by Hadoop. */
  private static final class Place {
    private final boolean ladders;
    private final long sinceMillis;
    private boolean seenTwo;

    Place(boolean ladders, long sinceMillis) {
      this.ladders = ladders;
      this.sinceMillis = sinceMillis;
    }
  }

  /** The ladder begins its work. */
  synchronized void enter() {
    left = false;
    scannedMillis = clockMillis.getAsLong();
  }

  /** The ladder has ended: everything is Hadoop's. */
  synchronized void leave() {
    left = true;
    ours = new BitSet();
  }

  /**
   * Takes a scan in.
   *
   * @param hurried numbers of the maps that are the ladder's; handed over
   * @param runningTasks maps and reduces that have a container
   * @param ladderTasks those with a second attempt of the ladder, or one on its way
   */
  synchronized void scanned(Job job, BitSet hurried, int runningTasks, Set<TaskId> ladderTasks) {
    long now = clockMillis.getAsLong();
    scannedMillis = now;
    ours = hurried;
    places
        .entrySet()
        .removeIf(
            each ->
                each.getValue().ladders
                    ? !ladderTasks.contains(each.getKey())
                    : isOver(job, each.getKey(), each.getValue(), now));
    limit = settings.selection().limit(Math.max(1, runningTasks));
  }

  /** Hadoop makes no other attempt for a second one that fails. */
  private static boolean isOver(Job job, TaskId id, Place place, long now) {
    Task task = job.getTask(id);
    if (task == null || task.getState() != TaskState.RUNNING) {
      return true;
    }
    boolean two = LiveAttempts.of(task).live().size() > 1;
    place.seenTwo |= two;
    return !two && (place.seenTwo || now - place.sinceMillis >= APPEARS_MILLIS);
  }

  private boolean isAccelerateOnly() {
    return !settings.ladder().speculates();
  }

  /** A policy that hangs is no reason for a job without speculation. */
  private boolean isHadoops() {
    return left || clockMillis.getAsLong() - scannedMillis > lapseMillis;
  }

  /** Whether the task is the ladder's. */
  synchronized boolean isOurs(TaskId id) {
    return id.getTaskType() == TaskType.MAP && ours.get(id.getId()) && !isHadoops();
  }

  @Override
  public synchronized boolean open() {
    return !isAccelerateOnly() && (places.size() < limit || isHadoops());
  }

  @Override
  public synchronized boolean claim(TaskId task) {
    if (isAccelerateOnly()) {
      return false;
    }
    return isHadoops() || claim(task, false);
  }

  /**
   * Takes the place of a second attempt that the ladder starts at once.
   *
   * @return false when none is left, or Hadoop has taken one for the task
   */
  synchronized boolean claimForLadder(TaskId task) {
    return !isAccelerateOnly() && claim(task, true);
  }

  private boolean claim(TaskId task, boolean ladders) {
    return places.size() < limit
        && places.putIfAbsent(task, new Place(ladders, clockMillis.getAsLong())) == null;
  }

  /** Gives the ladder's place back: nothing was started. */
  synchronized void giveBack(TaskId task) {
    places.remove(task);
  }

  /**
   * What the ladder is to count besides its own second attempts: maps of which Hadoop has started
   * one that is not known to be over; more than there can be when no place is left.
   */
  synchronized int besidesLadder() {
    return places.size() >= limit
        ? Integer.MAX_VALUE / 2
        : (int)
            places.entrySet().stream()
                .filter(each -> !each.getValue().ladders)
                .filter(each -> each.getKey().getTaskType() == TaskType.MAP)
                .count();
  }

  /** The maps with a place, whoever took it. */
  synchronized List<TaskId> maps() {
    return places.keySet().stream().filter(id -> id.getTaskType() == TaskType.MAP).toList();
  }
}
