package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When the maps of a job will end: when its longest running map does, or its last pending one,
 * whichever is later. Not changed once made.
 *
 * <p>Pending maps start as list scheduling would have it, each in the container that is free first,
 * and take the usual time each: they end at the least T for which
 *
 * <pre>
 * Σ over containers ⌊(T − remaining time of its map) / usual time⌋ ≥ pending maps
 * </pre>
 *
 * <p>Example: three containers whose maps have 10, 20 and 60 s to go, and four pending maps of 30 s
 * each: at 80 s the first and the second have run two each, so the job has 80 s to go.
 *
 * <p>A map with several attempts ends with the first of them; one of which an attempt has read all
 * has nothing to go, whatever its other attempts do. A map that has a container and has not
 * reported has the usual time to go.
 */
final class JobOutlook {
  /** After a restart of the ApplicationMaster attempts are counted on from 1000, 2000 and so on. */
  static final int ATTEMPTS_PER_RESTART = 1000;

  /** Rounding must not lose a map that ends just then. */
  private static final double ROUNDING = 1e-9;

  private final long[] taskMillis;
  private final boolean[] repeated;
  private int tasks;
  private int unknown;
  private long longestMillis = -1;
  private long secondMillis = -1;
  private final long laterMillis;

  /**
   * The outlook of {@code job}.
   *
   * @param remainingMillis of each running attempt; negative where unknown
   * @param wholeMillis usual time of a map from its start to its end; 0 where it is not known
   */
  JobOutlook(JobSnapshot job, long[] remainingMillis, double wholeMillis) {
    this.taskMillis = remainingMillis.clone();
    this.repeated = new boolean[taskMillis.length];
    joinAttempts(job.running());
    leaveOutRead(job);
    for (int i = 0; i < taskMillis.length; i++) {
      if (!repeated[i]) {
        count(taskMillis[i]);
      }
    }
    int silent = Math.max(0, job.maps().reading() - tasks);
    this.laterMillis =
        wholeMillis > 0 && (silent > 0 || job.maps().pending() > 0)
            ? later(remainingMillis, silent, job.maps().pending(), wholeMillis)
            : 0;
  }

  private void count(long millis) {
    tasks++;
    if (millis < 0) {
      unknown++;
    } else if (millis > longestMillis) {
      secondMillis = longestMillis;
      longestMillis = millis;
    } else if (millis > secondMillis) {
      secondMillis = millis;
    }
  }

  /** Gives each attempt of a map the time of the one that ends first. */
  private void joinAttempts(List<AttemptProgress> running) {
    Map<Integer, Integer> firsts = new HashMap<>();
    for (AttemptProgress attempt : running) {
      if (attempt.name().attemptNumber() % ATTEMPTS_PER_RESTART > 0) {
        firsts.put(attempt.name().taskIndex(), -1);
      }
    }
    if (firsts.isEmpty()) {
      return;
    }
    for (int i = 0; i < taskMillis.length; i++) {
      Integer first = firsts.get(running.get(i).name().taskIndex());
      if (first == null) {
        continue;
      }
      if (first < 0) {
        firsts.put(running.get(i).name().taskIndex(), i);
      } else {
        repeated[i] = true;
        taskMillis[first] = sooner(taskMillis[first], taskMillis[i]);
      }
    }
    for (int i = 0; i < taskMillis.length; i++) {
      if (repeated[i]) {
        taskMillis[i] = taskMillis[firsts.get(running.get(i).name().taskIndex())];
      }
    }
  }

  /** Maps of which an attempt has read all do not wait for their other attempts. */
  private void leaveOutRead(JobSnapshot job) {
    if (job.finished().isEmpty()) {
      return;
    }
    BitSet read = new BitSet();
    for (AttemptProgress attempt : job.finished()) {
      read.set(attempt.name().taskIndex());
    }
    for (int i = 0; i < taskMillis.length; i++) {
      if (read.get(job.running().get(i).name().taskIndex())) {
        repeated[i] = true;
        taskMillis[i] = 0;
      }
    }
  }

  private static long sooner(long some, long other) {
    if (some < 0 || other < 0) {
      return Math.max(some, other);
    }
    return Math.min(some, other);
  }

  /** When the maps end that have not reported yet. */
  private static long later(long[] remainingMillis, int silent, int pending, double wholeMillis) {
    int containers = Math.max(1, remainingMillis.length + silent);
    long longest = (long) Math.ceil(wholeMillis);
    for (long millis : remainingMillis) {
      longest = Math.max(longest, millis);
    }
    long enough =
        longest + (long) Math.ceil(wholeMillis * Math.ceil((double) pending / containers));
    long tooEarly = silent > 0 ? (long) Math.ceil(wholeMillis) - 1 : 0;
    while (enough - tooEarly > 1) {
      long middle = tooEarly + (enough - tooEarly) / 2;
      if (endedBy(middle, remainingMillis, silent, wholeMillis) >= pending) {
        enough = middle;
      } else {
        tooEarly = middle;
      }
    }
    return enough;
  }

  private static double endedBy(
      long millis, long[] remainingMillis, int silent, double wholeMillis) {
    double perMilli = 1 / wholeMillis;
    double ended = silent * Math.max(0, Math.floor(millis * perMilli - 1 + ROUNDING));
    for (long remaining : remainingMillis) {
      ended += Math.max(0, Math.floor((millis - Math.max(0, remaining)) * perMilli + ROUNDING));
    }
    return ended;
  }

  /** Time to the end of the maps; negative where nothing tells. */
  long jobMillis() {
    return Math.max(longestMillis, laterMillis > 0 ? laterMillis : -1);
  }

  /** Time to the end of the maps that have not reported yet; 0 where there are none. */
  long laterMillis() {
    return laterMillis;
  }

  /**
   * Time to the end of the map of that attempt, by its place in the snapshot; negative: unknown.
   */
  long taskMillis(int index) {
    return taskMillis[index];
  }

  /**
   * Whether the job waits for that attempt's map alone: all others end within {@code fraction} of
   * the time the job has to go. Never where there are no others.
   */
  boolean dominates(int index, double fraction) {
    double most = fraction * longestMillis;
    return unknown == 0
        && tasks > 1
        && longestMillis > 0
        && taskMillis[index] == longestMillis
        && secondMillis <= most
        && laterMillis <= most;
  }
}
