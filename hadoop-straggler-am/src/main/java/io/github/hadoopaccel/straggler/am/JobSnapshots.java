package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.straggler.progress.AttemptLedger;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.DataNodeLedger;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskType;
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
  /** Older words on DataNodes do not count; a guess. */
  private static final long DATA_NODE_MEMORY_MILLIS = 60_000;

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
    for (AttemptProgress attempt : ledger.attempts()) {
      if (!attempt.finished()) {
        settle(job, attempt.attemptId(), ledger);
      }
    }
    List<AttemptProgress> attempts = ledger.attempts();
    List<AttemptProgress> recent =
        attempts.stream()
            .filter(attempt -> attempt.receivedMillis() >= nowMillis - DATA_NODE_MEMORY_MILLIS)
            .toList();
    Map<Boolean, List<AttemptProgress>> maps =
        attempts.stream()
            .filter(attempt -> isMap(attempt.attemptId()))
            .collect(Collectors.partitioningBy(AttemptProgress::finished));
    int totalMaps = job.getTotalMaps();
    return Optional.of(
        new JobSnapshot(
            TypeConverter.fromYarn(jobId).toString(),
            nowMillis,
            totalMaps,
            Math.min(job.getCompletedMaps(), totalMaps),
            maps.get(false),
            maps.get(true),
            DataNodeLedger.merge(recent),
            ledger.usefulBytes(),
            ledger.extraBytes()));
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

  private static boolean isMap(String attemptId) {
    return TaskAttemptID.forName(attemptId).getTaskType() == TaskType.MAP;
  }
}
