package io.github.hadoopaccel.straggler.escalation;

import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.Priority;
import java.util.Optional;

/**
 * What one look shows of a task on the ladder. Immutable.
 *
 * @param original the attempt the ladder stands for
 * @param second another running attempt of the task
 * @param accelerate the verdict on the original, where it holds the job back
 */
record TaskSight(
    AttemptProgress original,
    Optional<AttemptProgress> second,
    Optional<Verdict.Accelerate> accelerate) {
  Priority priority() {
    return original.task().priority();
  }
}
