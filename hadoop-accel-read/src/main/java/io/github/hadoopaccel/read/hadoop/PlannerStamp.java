package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.config.ReadSettings;
import io.github.hadoopaccel.read.hedge.DominantSplit;
import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.hedge.SplitStamp;
import io.github.hadoopaccel.read.io.ReadSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;

/**
 * The planner stamp: at submission the splits of a job that one of them dominates are marked, and
 * in the task the mark becomes a posture and a budget. A job without such a split, or whose
 * dominant split is of a class of its own, keeps the splits it has.
 */
final class PlannerStamp {
  /** A guess: what a task nobody waits for may still hedge with. */
  private static final double SLACK_SHARE_OF_BUDGET = 0.5;

  private PlannerStamp() {}

  /** {@code splits} with a stamp on each plain {@link FileSplit}, or as they are. */
  static List<InputSplit> mark(List<InputSplit> splits, Configuration conf, ReadSettings settings)
      throws IOException, InterruptedException {
    long[] lengthBytes = new long[splits.size()];
    for (int i = 0; i < lengthBytes.length; i++) {
      lengthBytes[i] = splits.get(i).getLength();
    }
    int dominant =
        new DominantSplit(settings.planDominance(), parallelMaps(conf, settings))
            .indexAmong(lengthBytes);
    if (dominant == DominantSplit.NONE || !isPlain(splits.get(dominant))) {
      return splits;
    }
    List<InputSplit> marked = new ArrayList<>(splits.size());
    for (int i = 0; i < lengthBytes.length; i++) {
      InputSplit split = splits.get(i);
      SplitStamp stamp = i == dominant ? SplitStamp.DOMINANT : SplitStamp.SLACK;
      marked.add(isPlain(split) ? new StampedSplit((FileSplit) split, stamp) : split);
    }
    return marked;
  }

  private static boolean isPlain(InputSplit split) {
    return split.getClass() == FileSplit.class;
  }

  private static int parallelMaps(Configuration conf, ReadSettings settings) {
    int limit =
        conf.getInt(MRJobConfig.JOB_RUNNING_MAP_LIMIT, MRJobConfig.DEFAULT_JOB_RUNNING_MAP_LIMIT);
    return limit > 0 ? Math.min(limit, settings.planParallelMaps()) : settings.planParallelMaps();
  }

  /** Has {@code session} read as the stamp of {@code split} says, if it has one. */
  static void follow(InputSplit split, ReadSession session, ReadSettings settings) {
    if (split instanceof StampedSplit stamped) {
      Reading reading = reading(stamped.stamp(), settings);
      session.stamped(reading.posture(), reading.extraUnits(), reading.budgetFraction());
    }
  }

  /** How a task reads without a directive. */
  record Reading(Posture posture, int extraUnits, double budgetFraction) {}

  /**
   * What a stamp means. What the operator allows every task is never taken from the dominant one,
   * and a plain posture stays plain.
   */
  static Reading reading(SplitStamp stamp, ReadSettings settings) {
    return switch (stamp) {
      case DOMINANT ->
          new Reading(
              settings.posture() == Posture.PLAIN ? Posture.PLAIN : Posture.ACCELERATED,
              settings.posture() == Posture.ACCELERATED
                  ? Math.max(settings.extraUnits(), settings.planExtraUnits())
                  : settings.planExtraUnits(),
              Math.max(settings.budgetFraction(), settings.planBudgetFraction()));
      case SLACK ->
          new Reading(
              settings.posture(),
              settings.extraUnits(),
              SLACK_SHARE_OF_BUDGET * settings.budgetFraction());
    };
  }
}
