package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.straggler.progress.AttemptLedger;
import io.github.hadoopaccel.straggler.progress.AttemptName;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.MapCounts;
import io.github.hadoopaccel.straggler.progress.TaskFacts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.apache.hadoop.mapreduce.TypeConverter;
import org.apache.hadoop.mapreduce.v2.api.records.JobId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptState;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskType;
import org.apache.hadoop.mapreduce.v2.app.AppContext;
import org.apache.hadoop.mapreduce.v2.app.job.Job;
import org.apache.hadoop.mapreduce.v2.app.job.Task;
import org.apache.hadoop.mapreduce.v2.app.job.TaskAttempt;
import org.apache.hadoop.mapreduce.v2.util.MRBuilderUtils;

/**
 * Looks at the job: what the ApplicationMaster knows of the attempts that have reported, and what
 * they reported.
 *
 * <p>The state of an attempt is asked for when it has said that it ends, when it has been silent
 * for {@value #SILENCE_MILLIS} ms, when only its progress tells what remains, and otherwise in
 * turns, at most {@value #LOOKUPS} in one look, so that a look at a hundred thousand attempts does
 * not hold the locks of them all. Used by one thread, {@link #facts} by any.
 */
final class JobSnapshots {
  static final long SILENCE_MILLIS = 3_000;
  static final int LOOKUPS = 1_000;

  private final AppContext context;
  private final JobId jobId;
  private final String jobName;
  private final ContainerNeeds needs;
  private final ToIntFunction<Job> waitingSeconds;
  private final AttemptPriorities priorities;
  private int turn;

  /**
   * Looks at one job.
   *
   * @param waitingSeconds attempts that wait for a container beside another one of their map
   */
  JobSnapshots(
      AppContext context,
      JobId jobId,
      ContainerNeeds needs,
      ToIntFunction<Job> waitingSeconds,
      AttemptPriorities priorities) {
    this.context = context;
    this.jobId = jobId;
    this.jobName = TypeConverter.fromYarn(jobId).toString();
    this.needs = needs;
    this.waitingSeconds = waitingSeconds;
    this.priorities = priorities;
  }

  /** What is known of an attempt that reports for the first time; empty where none such runs. */
  Optional<TaskFacts> facts(ReadReport report) {
    Job job = context.getJob(jobId);
    return job == null
        ? Optional.empty()
        : attempt(job, AttemptName.parse(report.attemptId()))
            .filter(attempt -> !isOver(attempt.getState()))
            .map(attempt -> facts(attempt, report));
  }

  private TaskFacts facts(TaskAttempt attempt, ReadReport report) {
    return new TaskFacts(
        attempt.getNodeId() == null ? "" : attempt.getNodeId().getHost(),
        attempt.getProgress(),
        priorities.of(report));
  }

  /**
   * A look at {@code nowMillis}; attempts that ended since the last one are marked in {@code
   * ledger}. Empty while the job is not known yet.
   *
   * @param slowByNameNode DataNodes the NameNode calls slow
   */
  Optional<JobSnapshot> take(AttemptLedger ledger, Set<String> slowByNameNode, long nowMillis) {
    Job job = context.getJob(jobId);
    if (job == null) {
      return Optional.empty();
    }
    priorities.refresh(job, nowMillis);
    Sorted sorted = new Sorted();
    ledger.finished().forEach(sorted::take);
    settle(job, ledger, nowMillis, sorted::take);
    return Optional.of(
        new JobSnapshot(
            jobName,
            nowMillis,
            counts(job, sorted),
            sorted.running,
            sorted.finished,
            ledger.dataNodes(slowByNameNode, nowMillis),
            ledger.usefulBytes(),
            ledger.extraBytes()));
  }

  private MapCounts counts(Job job, Sorted sorted) {
    int total = job.getTotalMaps();
    int done = Math.min(job.getCompletedMaps(), total);
    int read = Math.min(sorted.readMaps(), total - done);
    int notReporting = Math.max(0, total - done - sorted.reportingMaps());
    int waiting = needs.waitingMaps(waitingSeconds.applyAsInt(job), notReporting);
    return new MapCounts(total, done, Math.min(waiting, total - done - read), read);
  }

  /** The attempts of maps by what they do; one that has read all is not to be judged. */
  private static final class Sorted {
    private final List<AttemptProgress> running = new ArrayList<>();
    private final List<AttemptProgress> finished = new ArrayList<>();
    private final BitSet reading = new BitSet();
    private final BitSet read = new BitSet();
    private final BitSet done = new BitSet();

    void take(AttemptProgress attempt) {
      if (!attempt.name().map()) {
        return;
      }
      int map = attempt.name().taskIndex();
      if (attempt.finished() || attempt.report().last()) {
        finished.add(attempt.finish());
        (attempt.finished() ? done : read).set(map);
      } else {
        running.add(attempt);
        reading.set(map);
      }
    }

    /** Maps of which an attempt has read all and none has succeeded. */
    int readMaps() {
      BitSet maps = (BitSet) read.clone();
      maps.andNot(done);
      return maps.cardinality();
    }

    /** Maps of which an attempt reports or has read all, and none has succeeded. */
    int reportingMaps() {
      BitSet maps = (BitSet) read.clone();
      maps.or(reading);
      maps.andNot(done);
      return maps.cardinality();
    }
  }

  /** Gives each attempt that is not over in vain to {@code each}, as it is now. */
  private void settle(
      Job job, AttemptLedger ledger, long nowMillis, Consumer<AttemptProgress> each) {
    List<AttemptProgress> attempts = ledger.running();
    int inTurn = Math.min(LOOKUPS, attempts.size());
    int from = attempts.isEmpty() ? 0 : turn % attempts.size();
    turn = from + inTurn;
    int asked = 0;
    for (int i = 0; i < attempts.size(); i++) {
      AttemptProgress attempt = attempts.get(i);
      boolean itsTurn = Math.floorMod(i - from, attempts.size()) < inTurn;
      boolean wanted =
          attempt.report().last()
              || attempt.silentMillis(nowMillis) >= SILENCE_MILLIS
              || attempt.report().input().splitBytes() == 0;
      if (itsTurn || wanted && asked++ < LOOKUPS) {
        settled(job, attempt, ledger).ifPresent(each);
      } else {
        each.accept(attempt);
      }
    }
  }

  /** The attempt as the ApplicationMaster knows it now; empty where it failed or was killed. */
  private Optional<AttemptProgress> settled(
      Job job, AttemptProgress progress, AttemptLedger ledger) {
    String id = progress.attemptId();
    Optional<TaskAttempt> attempt = attempt(job, progress.name());
    TaskAttemptState state = attempt.map(TaskAttempt::getState).orElse(TaskAttemptState.KILLED);
    if (state == TaskAttemptState.SUCCEEDED) {
      ledger.finish(id);
      return Optional.of(progress.finish());
    }
    if (isOver(state)) {
      ledger.drop(id);
      return Optional.empty();
    }
    TaskFacts facts = facts(attempt.orElseThrow(), progress.report());
    if (!facts.equals(progress.task())) {
      ledger.learn(id, facts);
    }
    return Optional.of(progress.with(facts));
  }

  private static boolean isOver(TaskAttemptState state) {
    return state == TaskAttemptState.SUCCEEDED
        || state == TaskAttemptState.FAILED
        || state == TaskAttemptState.KILLED;
  }

  private Optional<TaskAttempt> attempt(Job job, AttemptName name) {
    TaskId taskId =
        MRBuilderUtils.newTaskId(
            jobId, name.taskIndex(), name.map() ? TaskType.MAP : TaskType.REDUCE);
    Task task = job.getTask(taskId);
    return Optional.ofNullable(
        task == null
            ? null
            : task.getAttempt(MRBuilderUtils.newTaskAttemptId(taskId, name.attemptNumber())));
  }
}
