package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.straggler.progress.AttemptLedger;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.MapCounts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TypeConverter;
import org.apache.hadoop.mapreduce.v2.api.records.JobId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptState;
import org.apache.hadoop.mapreduce.v2.app.AppContext;
import org.apache.hadoop.mapreduce.v2.app.job.Job;
import org.apache.hadoop.mapreduce.v2.app.job.Task;
import org.apache.hadoop.mapreduce.v2.app.job.TaskAttempt;

/**
 * Looks at the job: what the ApplicationMaster knows of the attempts that have reported, and what
 * they reported. Only these are looked up, so a look costs the same however many tasks the job has.
 * Used by one thread.
 */
final class JobSnapshots {
  private final AppContext context;
  private final JobId jobId;

  JobSnapshots(AppContext context, JobId jobId) {
    this.context = context;
    this.jobId = jobId;
  }

  /**
   * A look at {@code nowMillis}; attempts that ended since the last one are marked in {@code
   * ledger}. Empty while the job is not known yet.
   */
  Optional<JobSnapshot> take(AttemptLedger ledger, long nowMillis) {
    Job job = context.getJob(jobId);
    if (job == null) {
      return Optional.empty();
    }
    for (AttemptProgress attempt : ledger.running()) {
      settle(job, attempt.attemptId(), ledger);
    }
    int total = job.getTotalMaps();
    int done = Math.min(job.getCompletedMaps(), total);
    return Optional.of(
        new JobSnapshot(
            TypeConverter.fromYarn(jobId).toString(),
            nowMillis,
            new MapCounts(total, done, 0),
            maps(ledger.running()),
            maps(ledger.finished()),
            ledger.dataNodes(Set.of(), nowMillis),
            ledger.usefulBytes(),
            ledger.extraBytes()));
  }

  private static List<AttemptProgress> maps(List<AttemptProgress> attempts) {
    return attempts.stream().filter(attempt -> attempt.name().map()).toList();
  }

  private static void settle(Job job, String attemptId, AttemptLedger ledger) {
    TaskAttemptState state = state(job, TypeConverter.toYarn(TaskAttemptID.forName(attemptId)));
    switch (state) {
      case SUCCEEDED -> ledger.finish(attemptId);
      case FAILED, KILLED -> ledger.drop(attemptId);
      default -> {}
    }
  }

  /** An attempt the ApplicationMaster does not know counts as killed. */
  private static TaskAttemptState state(Job job, TaskAttemptId id) {
    Task task = job.getTask(id.getTaskId());
    TaskAttempt attempt = task == null ? null : task.getAttempt(id);
    return attempt == null ? TaskAttemptState.KILLED : attempt.getState();
  }
}
