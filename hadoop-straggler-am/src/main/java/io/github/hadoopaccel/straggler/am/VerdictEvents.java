package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import io.github.hadoopaccel.straggler.scan.StragglerScan;
import java.util.HashMap;
import java.util.Map;

/**
 * Notices when the verdict on an attempt changes in kind, h or reason, of which only what is before
 * its first colon counts: behind it are numbers that change with every look. Of a job with more
 * than {@value #MAX_ATTEMPTS} running attempts nothing is said: its log would be full of it. Used
 * by one thread.
 */
final class VerdictEvents {
  static final int MAX_ATTEMPTS = 5_000;

  private final JobEvents events;
  private Map<String, Verdict> last = Map.of();

  VerdictEvents(JobEvents events) {
    this.events = events;
  }

  /** Takes the verdicts of a scan in. */
  void judged(JobSnapshot job, Map<String, Verdict> verdicts) {
    if (job.running().size() > MAX_ATTEMPTS) {
      last = Map.of();
      return;
    }
    Map<String, Verdict> now = new HashMap<>();
    for (AttemptProgress attempt : job.running()) {
      Verdict verdict = StragglerScan.verdict(verdicts, attempt, job);
      now.put(attempt.attemptId(), verdict);
      if (differs(verdict, last.get(attempt.attemptId()))) {
        events.emit(
            (time, elapsed) ->
                new StragglerEvent.Judged(
                    time,
                    elapsed,
                    attempt.attemptId(),
                    attempt.ageMillis(job.nowMillis()),
                    verdict));
      }
    }
    last = now;
  }

  static boolean differs(Verdict verdict, Verdict before) {
    return before == null
        || verdict.getClass() != before.getClass()
        || extraUnits(verdict) != extraUnits(before)
        || !kind(verdict.reason()).equals(kind(before.reason()));
  }

  private static String kind(String reason) {
    int colon = reason.indexOf(':');
    return colon < 0 ? reason : reason.substring(0, colon);
  }

  private static int extraUnits(Verdict verdict) {
    return verdict instanceof Verdict.Accelerate accelerate ? accelerate.extraUnits() : 0;
  }
}
