package io.github.hadoopaccel.straggler.escalation;

import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.Priority;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The running attempts of those tasks that are on a ladder or hold the job back. The many others
 * are passed over.
 */
final class RunningTasks {
  private static final Comparator<Candidate> URGENT_FIRST =
      Comparator.comparing(Candidate::priority)
          .thenComparing(Comparator.comparingDouble(Candidate::weight).reversed())
          .thenComparing(Comparator.comparingLong(Candidate::remainingMillis).reversed())
          .thenComparingInt(Candidate::taskIndex);

  private final Map<Integer, Candidate> byTask;

  private RunningTasks(Map<Integer, Candidate> byTask) {
    this.byTask = byTask;
  }

  /**
   * Those of one look.
   *
   * @param onLadder numbers of the tasks that are on a ladder
   * @param shares counts every Keep
   */
  static RunningTasks of(
      JobSnapshot job,
      Map<String, Verdict> verdicts,
      Set<Integer> onLadder,
      OwnShares.Count shares) {
    Map<Integer, Candidate> byTask = new HashMap<>();
    onLadder.forEach(task -> byTask.put(task, new Candidate(task)));
    Set<Integer> begun = new HashSet<>();
    for (AttemptProgress attempt : job.running()) {
      Verdict verdict = verdicts.get(attempt.attemptId());
      if (verdict instanceof Verdict.Keep keep) {
        shares.add(keep);
      }
      Integer task = attempt.name().taskIndex();
      Candidate candidate = byTask.get(task);
      if (verdict instanceof Verdict.Accelerate accelerate) {
        if (candidate == null) {
          begun.add(task);
        } else {
          candidate.accelerate.put(attempt.attemptId(), accelerate);
        }
      }
      if (candidate != null) {
        candidate.attempts.add(attempt);
      }
    }
    if (!begun.isEmpty()) {
      addBegun(job, verdicts, begun, byTask);
    }
    for (Candidate candidate : byTask.values()) {
      candidate.attempts.sort(Comparator.comparingInt(attempt -> attempt.name().attemptNumber()));
    }
    return new RunningTasks(byTask);
  }

  /** Those that come to a ladder with this look, whose attempts may be anywhere in the list. */
  private static void addBegun(
      JobSnapshot job,
      Map<String, Verdict> verdicts,
      Set<Integer> begun,
      Map<Integer, Candidate> byTask) {
    for (AttemptProgress attempt : job.running()) {
      Integer task = attempt.name().taskIndex();
      if (begun.contains(task)) {
        Candidate candidate = byTask.computeIfAbsent(task, Candidate::new);
        candidate.attempts.add(attempt);
        if (verdicts.get(attempt.attemptId()) instanceof Verdict.Accelerate accelerate) {
          candidate.accelerate.put(attempt.attemptId(), accelerate);
        }
      }
    }
  }

  /** Whether that attempt of the task runs. */
  boolean runs(int taskIndex, String attemptId) {
    return byTask.get(taskIndex).find(attemptId).isPresent();
  }

  /** All, in the order in which they may ask for what is scarce. */
  Collection<Candidate> urgentFirst() {
    List<Candidate> ordered = new ArrayList<>(byTask.values());
    ordered.sort(URGENT_FIRST);
    return ordered;
  }

  /** One of the tasks. */
  static final class Candidate {
    private final int taskIndex;
    private final List<AttemptProgress> attempts = new ArrayList<>(2);
    private final Map<String, Verdict.Accelerate> accelerate = new HashMap<>(2);

    private Candidate(int taskIndex) {
      this.taskIndex = taskIndex;
    }

    int taskIndex() {
      return taskIndex;
    }

    Priority priority() {
      return attempts.isEmpty() ? Priority.NONE : attempts.get(0).task().priority();
    }

    double weight() {
      return accelerate.values().stream().mapToDouble(Verdict.Accelerate::weight).max().orElse(0);
    }

    long remainingMillis() {
      return accelerate.values().stream()
          .mapToLong(verdict -> verdict.evidence().remainingMillis())
          .max()
          .orElse(-1);
    }

    /** Nodes on which attempts of the task run. */
    Set<String> hosts() {
      return attempts.stream()
          .map(attempt -> attempt.task().host())
          .filter(host -> !host.isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What is seen of the task by the ladder of {@code originalId}; without one, by the ladder of
     * its first attempt that holds the job back. Empty where there is none.
     */
    Optional<TaskSight> sight(String originalId) {
      Optional<AttemptProgress> original =
          originalId.isEmpty()
              ? attempts.stream()
                  .filter(attempt -> accelerate.containsKey(attempt.attemptId()))
                  .findFirst()
              : find(originalId);
      return original.map(
          attempt ->
              new TaskSight(
                  attempt,
                  attempts.stream().filter(other -> other != attempt).findFirst(),
                  Optional.ofNullable(accelerate.get(attempt.attemptId()))));
    }

    private Optional<AttemptProgress> find(String attemptId) {
      return attempts.stream().filter(attempt -> attempt.attemptId().equals(attemptId)).findFirst();
    }
  }
}
