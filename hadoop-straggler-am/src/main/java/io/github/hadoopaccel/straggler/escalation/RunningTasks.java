package io.github.hadoopaccel.straggler.escalation;

import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.Priority;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
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
  // 8 KiB, which stay in the processor's cache; a task that meets another's bit costs a look-up.
  private static final int FILTER_BITS = 1 << 16;

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
   * Those of one look. Of the many tasks that are passed over only the number is looked at.
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
    BitSet filter = new BitSet(FILTER_BITS);
    for (int task : onLadder) {
      byTask.put(task, new Candidate(task));
      filter.set(task % FILTER_BITS);
    }
    Map<String, Verdict.Accelerate> flagged = new HashMap<>();
    for (Map.Entry<String, Verdict> entry : verdicts.entrySet()) {
      if (entry.getValue() instanceof Verdict.Keep keep) {
        shares.add(keep);
      } else if (entry.getValue() instanceof Verdict.Accelerate accelerate) {
        flagged.put(entry.getKey(), accelerate);
        filter.set(taskIndex(entry.getKey()) % FILTER_BITS);
      }
    }
    if (filter.isEmpty()) {
      return new RunningTasks(byTask);
    }
    List<AttemptProgress> few = new ArrayList<>();
    for (AttemptProgress attempt : job.running()) {
      if (filter.get(attempt.name().taskIndex() % FILTER_BITS)) {
        few.add(attempt);
      }
    }
    for (AttemptProgress attempt : few) {
      Verdict.Accelerate verdict = flagged.get(attempt.attemptId());
      if (verdict != null) {
        byTask
            .computeIfAbsent(attempt.name().taskIndex(), Candidate::new)
            .accelerate
            .put(attempt.attemptId(), verdict);
      }
    }
    for (AttemptProgress attempt : few) {
      Candidate candidate = byTask.get(attempt.name().taskIndex());
      if (candidate != null) {
        candidate.attempts.add(attempt);
      }
    }
    for (AttemptProgress attempt : job.finished()) {
      if (filter.get(attempt.name().taskIndex() % FILTER_BITS)) {
        Candidate candidate = byTask.get(attempt.name().taskIndex());
        if (candidate != null) {
          candidate.read.add(attempt.attemptId());
        }
      }
    }
    for (Candidate candidate : byTask.values()) {
      candidate.attempts.sort(Comparator.comparingInt(attempt -> attempt.name().attemptNumber()));
    }
    return new RunningTasks(byTask);
  }

  /** The number before the last underscore; any number where there is none. */
  private static int taskIndex(String attemptId) {
    int end = attemptId.lastIndexOf('_');
    int number = 0;
    for (int i = Math.max(0, attemptId.lastIndexOf('_', end - 1) + 1); i < end; i++) {
      number = number * 10 + Character.digit(attemptId.charAt(i), 10);
    }
    return number & Integer.MAX_VALUE;
  }

  /** Whether that attempt of the task runs, and none of them has read all. */
  boolean runs(int taskIndex, String attemptId) {
    return byTask.get(taskIndex).find(attemptId).isPresent() && !read(taskIndex);
  }

  /** Whether an attempt of the task has read all. */
  boolean read(int taskIndex) {
    return !byTask.get(taskIndex).read.isEmpty();
  }

  /** Whether an attempt of the task but that one reads or has read all. */
  boolean othersBegan(int taskIndex, String attemptId) {
    Candidate candidate = byTask.get(taskIndex);
    return candidate.attempts.stream().anyMatch(each -> !each.attemptId().equals(attemptId))
        || candidate.read.stream().anyMatch(each -> !each.equals(attemptId));
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
    // Attempts that have read all.
    private final List<String> read = new ArrayList<>(1);
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
     * its first attempt that holds the job back. Empty where there is none, or an attempt of the
     * task has read all.
     */
    Optional<TaskSight> sight(String originalId) {
      if (!read.isEmpty()) {
        return Optional.empty();
      }
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
