package io.github.hadoopaccel.straggler.am;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptState;
import org.apache.hadoop.mapreduce.v2.app.job.Task;
import org.apache.hadoop.mapreduce.v2.app.job.TaskAttempt;
import org.apache.hadoop.yarn.api.records.NodeId;

/**
 * The attempts a task had at one moment. Hadoop's threads add to them, so that a decision needs one
 * look: with two, a replacement made in between would be in neither.
 *
 * @param live those that had not ended, the earliest first
 * @param made how many there were, ended ones included
 */
record LiveAttempts(List<TaskAttempt> live, int made) {
  /** Those of {@code task} now. */
  static LiveAttempts of(Task task) {
    Map<TaskAttemptId, TaskAttempt> all = task.getAttempts();
    List<TaskAttempt> live =
        all.values().stream()
            .filter(attempt -> isLive(attempt.getState()))
            .sorted(Comparator.comparingInt(attempt -> attempt.getID().getId()))
            .toList();
    return new LiveAttempts(live, all.size());
  }

  /** How many wait for a container beside another one that has not ended either. */
  int waitingBeside() {
    long waiting = live.stream().filter(attempt -> attempt.getNodeId() == null).count();
    return (int) Math.max(0, Math.min(waiting, live.size() - 1));
  }

  /**
   * Later attempts that run, or are about to, on the node of an earlier one. One that is done and
   * waits for its turn to commit is none of them.
   */
  List<TaskAttemptId> onTheSameNode() {
    List<TaskAttemptId> same = new ArrayList<>();
    for (int later = 1; later < live.size(); later++) {
      TaskAttempt attempt = live.get(later);
      NodeId node = attempt.getNodeId();
      if (node != null
          && attempt.getState() != TaskAttemptState.COMMIT_PENDING
          && live.subList(0, later).stream().anyMatch(it -> node.equals(it.getNodeId()))) {
        same.add(attempt.getID());
      }
    }
    return same;
  }

  private static boolean isLive(TaskAttemptState state) {
    return switch (state) {
      case NEW, STARTING, RUNNING, COMMIT_PENDING -> true;
      case SUCCEEDED, FAILED, KILLED -> false;
    };
  }
}
