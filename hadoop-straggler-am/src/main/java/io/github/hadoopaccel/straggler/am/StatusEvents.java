package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.straggler.escalation.EscalationLadder;
import io.github.hadoopaccel.straggler.escalation.Rung;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.DataNodeView;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.report.AttemptStatus;
import io.github.hadoopaccel.straggler.report.SlowDataNode;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The running attempts and slow DataNodes of a snapshot as the event log tells them. Stateless. */
final class StatusEvents {
  /** Of a younger attempt that has read nothing nobody says that it stands still; a guess. */
  private static final long NEW_MILLIS = 3_000;

  private static final Comparator<AttemptProgress> LONGEST_LAST =
      Comparator.comparingLong(StatusEvents::remainingMillis);

  private StatusEvents() {}

  /** The attempts with the longest time to their ends. */
  static List<AttemptStatus> attempts(JobSnapshot job, EscalationLadder ladder) {
    PriorityQueue<AttemptProgress> longest = new PriorityQueue<>(LONGEST_LAST);
    for (AttemptProgress attempt : job.running()) {
      longest.add(attempt);
      if (longest.size() > StragglerEvent.Status.MAX_ATTEMPTS) {
        longest.poll();
      }
    }
    return longest.stream().map(attempt -> status(attempt, job.nowMillis(), ladder)).toList();
  }

  private static long remainingMillis(AttemptProgress attempt) {
    boolean begun = attempt.rateBytesPerSec() > 0 || attempt.report().ageMillis() >= NEW_MILLIS;
    return begun
        ? attempt.remainingMillis(attempt.rateBytesPerSec())
        : AttemptProgress.UNKNOWN_MILLIS;
  }

  private static AttemptStatus status(
      AttemptProgress attempt, long nowMillis, EscalationLadder ladder) {
    Rung rung = ladder.rung(attempt.name().taskIndex());
    return new AttemptStatus(
        attempt.attemptId(),
        attempt.task().host(),
        attempt.ageMillis(nowMillis),
        progressFraction(attempt),
        remainingMillis(attempt),
        attempt.rateBytesPerSec(),
        attempt.waitFraction(),
        attempt.report().posture(),
        attempt.report().extraUnits(),
        rung == Rung.CAREFUL ? "" : rung.name(),
        attempt.silentMillis(nowMillis));
  }

  private static double progressFraction(AttemptProgress attempt) {
    long splitBytes = attempt.report().input().splitBytes();
    return splitBytes > 0
        ? Math.min(1.0, (double) attempt.report().usefulBytes() / splitBytes)
        : attempt.task().progressFraction();
  }

  /** The slow DataNodes of {@code view}. */
  static List<SlowDataNode> slow(DataNodeView view) {
    return view.states().entrySet().stream()
        .filter(entry -> entry.getValue().isSlow())
        .map(
            entry ->
                new SlowDataNode(
                    entry.getKey(), entry.getValue().bytesPerSec(), view.medianBytesPerSec()))
        .toList();
  }
}
