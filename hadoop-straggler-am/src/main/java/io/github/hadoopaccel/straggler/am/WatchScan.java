package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.straggler.am.SpeculativeAttempts.Outcome;
import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.escalation.EscalationLadder;
import io.github.hadoopaccel.straggler.escalation.LadderStep;
import io.github.hadoopaccel.straggler.escalation.PoolView;
import io.github.hadoopaccel.straggler.escalation.Rung;
import io.github.hadoopaccel.straggler.escalation.RungChange;
import io.github.hadoopaccel.straggler.escalation.SpeculationWish;
import io.github.hadoopaccel.straggler.policy.StragglerPolicy;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptLedger;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.Priority;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import io.github.hadoopaccel.straggler.scan.DirectiveBoard;
import io.github.hadoopaccel.straggler.scan.ExtraBytePool;
import io.github.hadoopaccel.straggler.scan.SavedTime;
import io.github.hadoopaccel.straggler.scan.StragglerScan;
import io.github.hadoopaccel.straggler.scan.TimeSaved;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.v2.api.records.JobId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskType;
import org.apache.hadoop.mapreduce.v2.app.job.Job;
import org.apache.hadoop.mapreduce.v2.util.MRBuilderUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done with a look at the job: verdicts, steps on the ladder, grants, directives, second
 * attempts, and the events that tell of them. Used by one thread; {@link #answer} and the counts by
 * any.
 */
final class WatchScan {
  private static final Logger LOG = LoggerFactory.getLogger(WatchScan.class);

  private final StragglerSettings settings;
  private final StragglerScan scan;
  private final boolean secondsOfMaps;
  private final ExtraBytePool pool;
  private final DirectiveBoard board;
  private final TimeSaved timeSaved = new TimeSaved();
  private final AttemptLedger ledger;
  private final SpeculativeAttempts seconds;
  private final StockSpeculation stock;
  private final ToIntFunction<Job> runningReduces;
  private final JobEvents events;
  private final VerdictEvents verdictEvents;
  private Optional<EscalationLadder> ladder = Optional.empty();
  private volatile long secondAttempts;
  private volatile long acceleratedAttempts;
  private volatile long poolBytes;
  private volatile SavedTime saved = SavedTime.NONE;

  /**
   * A scan by {@code policy}.
   *
   * @param secondsOfMaps whether the user allows second attempts of maps
   * @param hedgeFraction extra bytes per useful byte that each task may spend by itself
   */
  WatchScan(
      StragglerSettings settings,
      StragglerPolicy policy,
      boolean secondsOfMaps,
      double hedgeFraction,
      AttemptLedger ledger,
      SpeculativeAttempts seconds,
      StockSpeculation stock,
      ToIntFunction<Job> runningReduces,
      JobEvents events) {
    this.settings = settings;
    this.scan = new StragglerScan(policy);
    this.secondsOfMaps = secondsOfMaps;
    this.pool =
        new ExtraBytePool(
            settings.jobBudgetFraction(), hedgeFraction, settings.directiveLapseMillis());
    this.board = new DirectiveBoard(settings, pool);
    this.ledger = ledger;
    this.seconds = seconds;
    this.stock = stock;
    this.runningReduces = runningReduces;
    this.events = events;
    this.verdictEvents = new VerdictEvents(events);
  }

  /** One scan. */
  void run(JobSnapshot look, Job job, JobId jobId) {
    EscalationLadder ladder = ladder(job);
    seconds.killOnTheSameNode();
    seconds.forgetEnded().forEach(id -> ladder.notStarted(id.getId(), "the second attempt ended"));
    Map<String, Verdict> verdicts = scan.verdicts(look);
    PoolView view = pool.look(look);
    LadderStep step = ladder.step(look, verdicts, view, stock.besidesLadder());
    board.update(look, step);
    timeSaved.look(look, step);
    saved = timeSaved.saved();
    poolBytes = view.freeBytes();
    acceleratedAttempts = step.accelerated().size();
    events.record(look);
    verdictEvents.judged(look, verdicts);
    step.changes().forEach(change -> report(change, verdicts, look.nowMillis()));
    step.wishes().forEach(wish -> start(wish, jobId));
    int runningTasks = look.maps().running() + runningReduces.applyAsInt(job);
    stock.scanned(job, hurried(look, ladder), runningTasks, seconds.tasks());
  }

  /** Made at the first look: before, nobody knows whether the job runs in this process alone. */
  private EscalationLadder ladder(Job job) {
    if (ladder.isEmpty()) {
      ladder = Optional.of(new EscalationLadder(settings, allowsSecondAttempts(job)));
    }
    return ladder.get();
  }

  private boolean allowsSecondAttempts(Job job) {
    boolean allowed = secondsOfMaps && !job.isUber();
    if (!allowed && settings.ladder().speculates()) {
      LOG.info(
          "There will be no second attempts of maps: {}.",
          secondsOfMaps ? "the job is uber" : MRJobConfig.MAP_SPECULATIVE + " is false");
    }
    return allowed;
  }

  /** The maps that are hurried and may come to a second attempt: those are the ladder's. */
  private static BitSet hurried(JobSnapshot look, EscalationLadder ladder) {
    BitSet hurried = new BitSet();
    for (AttemptProgress attempt : look.running()) {
      Priority priority = attempt.task().priority();
      int task = attempt.name().taskIndex();
      if ((priority == Priority.NORMAL || priority == Priority.CRITICAL)
          && ladder.rung(task) != Rung.CAREFUL) {
        hurried.set(task);
      }
    }
    return hurried;
  }

  private void start(SpeculationWish wish, JobId jobId) {
    TaskId task = MRBuilderUtils.newTaskId(jobId, wish.taskIndex(), TaskType.MAP);
    Outcome outcome =
        stock.claimForLadder(task) ? seconds.start(task, List.of()) : Outcome.NO_PLACE;
    if (outcome == Outcome.STARTED) {
      secondAttempts++;
    } else {
      if (outcome != Outcome.NO_PLACE) {
        stock.giveBack(task);
      }
      ladder.ifPresent(it -> it.notStarted(wish.taskIndex(), outcome.sentence()));
    }
    String original = wish.originalAttemptId();
    events.emit(
        (time, elapsed) ->
            new StragglerEvent.Speculated(
                time,
                elapsed,
                "task" + original.substring("attempt".length(), original.lastIndexOf('_')),
                original,
                List.copyOf(wish.hostsToAvoid()),
                outcome.sentence()));
  }

  private void report(RungChange change, Map<String, Verdict> verdicts, long nowMillis) {
    long ageMillis =
        ledger.find(change.attemptId()).map(attempt -> attempt.ageMillis(nowMillis)).orElse(0L);
    if (change.begins() && verdicts.get(change.attemptId()) != null) {
      Verdict verdict = verdicts.get(change.attemptId());
      events.emit(
          (time, elapsed) ->
              new StragglerEvent.Flagged(
                  time,
                  elapsed,
                  change.attemptId(),
                  ageMillis,
                  change.extraUnits(),
                  verdict.reason(),
                  verdict.evidence()));
    }
    events.emit(
        (time, elapsed) ->
            new StragglerEvent.RungChanged(
                time,
                elapsed,
                change.attemptId(),
                ageMillis,
                change.from().name(),
                change.to().name(),
                change.extraUnits(),
                change.reason(),
                change.rateBeforeBytesPerSec(),
                change.rateAfterBytesPerSec(),
                change.tookMillis()));
    if (change.ends()) {
      events.emit(
          (time, elapsed) ->
              new StragglerEvent.Lapsed(
                  time, elapsed, change.attemptId(), ageMillis, change.reason()));
    }
  }

  /** The answer to a report; never waits for a scan. */
  Directive answer(String attemptId, long nowMillis) {
    return board.answer(attemptId, nowMillis);
  }

  /** Ends every directive, and all steering of second attempts. */
  void clear() {
    board.clear();
    seconds.settleAll();
  }

  /** How often tasks began to be hurried. */
  long flagged() {
    return board.flagged();
  }

  /** Extra bytes granted so far. */
  long grantedBytes() {
    return board.grantedBytes();
  }

  /** Extra bytes that may still be granted, as of the latest scan; negative in debt. */
  long poolBytes() {
    return poolBytes;
  }

  /** Attempts told to read accelerated, as of the latest scan. */
  long acceleratedAttempts() {
    return acceleratedAttempts;
  }

  /** Second attempts started. */
  long secondAttempts() {
    return secondAttempts;
  }

  /** What acceleration saved, as of the latest scan. */
  SavedTime saved() {
    return saved;
  }

  /** Where the tasks are, since the first scan; for the thread that scans. */
  EscalationLadder ladder() {
    return ladder.orElseThrow();
  }
}
