package io.github.hadoopaccel.straggler.escalation;

import io.github.hadoopaccel.straggler.config.LadderSettings;
import io.github.hadoopaccel.straggler.config.SelectionSettings;
import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * The ladder on which each task that holds the job back is hurried step by step (seed S0-11).
 *
 * <pre>
 *                    step-down-wait of Keep, each
 *            ┌────────────┐  ┌────────────┐  ┌───────────────┐
 *            ▼            │  ▼            │  ▼               │
 *        CAREFUL ────► ACCELERATED ──► SPECULATED ──► SPECULATION_ACCELERATED
 *                verdict   ▲  ▲    speculate-wait   accelerate-speculative-wait
 *                h of it   │  │    and the gate     since the second one reports
 *                          │  └───────────┴──────────────────┘
 *                          │    second attempt refused or ended
 *                  h + 1 each grow-wait with room in the pool (on every rung);
 *                  h − 1 each step-down-wait of Keep, and from h = 1 to CAREFUL
 *
 *        any rung ──► CAREFUL: the attempt ended, an attempt of its task has read all, or its
 *                              priority is NONE
 *        CAREFUL  ──► SPECULATED: a second attempt runs already; or CRITICAL, at once
 * </pre>
 *
 * <p>A wait is without recovery: one Keep in between does not reset it, {@code step-down-wait} of
 * nothing but Keep does. A look moves a task by one step at most. Example with the default waits
 * and a verdict of h = 1 from 0 s on: h = 2 at 3 s, h = 3 at 6 s, a second attempt asked for at 15
 * s; it reports from 20 s on and is accelerated at 25 s.
 *
 * <p>A second attempt is never asked for when the mode is accelerate-only, the priority LOW, or the
 * {@link SpeculationGate} closed, never while one is under way, and at most {@value
 * TaskLadder#MAX_ASKS} times per task. One that is asked for and neither refused nor reporting
 * keeps its place under the cap. The units it prefers are those of its own attempt number, so that
 * two attempts share as few as they can (S0-13). CRITICAL goes to the highest h and asks at once;
 * NONE is left alone.
 *
 * <p>A task of which an attempt has read all is off the ladder until it is done: that attempt only
 * writes out, nothing that reads can end it sooner, and what its other attempts do counts nothing.
 *
 * <p>State is kept for tasks on a rung and for second attempts under way, and a count for each task
 * that ever asked. Used by one thread.
 */
public final class EscalationLadder {

  private final LadderSettings settings;
  private final SelectionSettings selection;
  private final double minWaitFraction;
  private final long tickMillis;
  private final Map<Integer, TaskLadder> ladders = new HashMap<>();
  private final Map<Integer, Integer> asks = new HashMap<>();

  /**
   * Nobody is hurried yet.
   *
   * @param settings the waits, the cap, of the running maps, that bounds the second attempts of the
   *     job, and what the {@link SpeculationGate} goes by
   * @param speculates false where the job may have no second attempts whatever the settings say
   */
  public EscalationLadder(StragglerSettings settings, boolean speculates) {
    this.settings = speculates ? settings.ladder() : settings.ladder().withoutSecondAttempts();
    this.selection = settings.selection();
    this.minWaitFraction = settings.minWaitFraction();
    this.tickMillis = settings.tickMillis();
  }

  /**
   * One look at the job.
   *
   * @param verdicts by attempt; one that is missing counts as Keep, one on an attempt that does not
   *     run counts for nothing
   * @param pool the job's extra bytes
   * @param otherSpeculativeAttempts second attempts that run or were asked for without this ladder,
   *     by Hadoop's own speculation
   */
  public LadderStep step(
      JobSnapshot job, Map<String, Verdict> verdicts, PoolView pool, int otherSpeculativeAttempts) {
    OwnShares.Count count = new OwnShares.Count();
    RunningTasks tasks = RunningTasks.of(job, verdicts, ladders.keySet(), count);
    OwnShares shares = count.shares(job.running().size(), verdicts);
    StepDraft draft = new StepDraft(shares.others(), shares.ofMost());
    SpeculationGate gate =
        new SpeculationGate(
            job,
            minWaitFraction,
            tickMillis,
            places(job, otherSpeculativeAttempts),
            pool.freeBytes());
    closeEnded(job.nowMillis(), tasks, draft);
    for (RunningTasks.Candidate candidate : tasks.urgentFirst()) {
      look(job.nowMillis(), candidate, pool, gate, draft);
    }
    return draft.step();
  }

  private int places(JobSnapshot job, int otherSpeculativeAttempts) {
    long ours = ladders.values().stream().filter(TaskLadder::asked).count();
    return (int)
        (selection.limit(job.maps().running()) - ours - Math.max(0, otherSpeculativeAttempts));
  }

  private void closeEnded(long now, RunningTasks tasks, StepDraft draft) {
    Iterator<Map.Entry<Integer, TaskLadder>> each = ladders.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Integer, TaskLadder> entry = each.next();
      if (!tasks.runs(entry.getKey(), entry.getValue().originalId())) {
        TaskLadder ladder = entry.getValue();
        Desk desk = new Desk(entry.getKey(), null, null, draft);
        boolean secondBegan = tasks.othersBegan(entry.getKey(), ladder.originalId());
        boolean read = tasks.read(entry.getKey());
        ladder
            .close(now, desk, secondBegan, read ? "an attempt has read all" : "the attempt ended")
            .ifPresent(draft::changed);
        each.remove();
      }
    }
  }

  private void look(
      long now,
      RunningTasks.Candidate candidate,
      PoolView pool,
      SpeculationGate gate,
      StepDraft draft) {
    int task = candidate.taskIndex();
    TaskLadder ladder = ladders.get(task);
    Optional<TaskSight> sight = candidate.sight(ladder == null ? "" : ladder.originalId());
    if (sight.isEmpty()) {
      return;
    }
    if (ladder == null) {
      ladder = new TaskLadder(settings, sight.get().original().attemptId());
    }
    Desk desk = new Desk(task, gate, candidate, draft);
    ladder.look(now, sight.get(), pool, desk).ifPresent(draft::changed);
    if (ladder.rung() == Rung.CAREFUL && !ladder.asked()) {
      ladders.remove(task);
    } else {
      ladders.put(task, ladder);
      draft.order(ladder, sight.get());
    }
  }

  /**
   * Notes that the second attempt that was wished for did not start, or was killed before it
   * reported. At the next look its charge is given back and the task falls back to accelerated; it
   * may ask again after the wait, a critical one too, {@value TaskLadder#MAX_ASKS} times in all.
   * Nothing where none was wished for, or it has been seen to report.
   */
  public void notStarted(int taskIndex, String reason) {
    TaskLadder ladder = ladders.get(taskIndex);
    if (ladder != null) {
      ladder.refuse(reason);
    }
  }

  /** Where the task of that number is. */
  public Rung rung(int taskIndex) {
    TaskLadder ladder = ladders.get(taskIndex);
    return ladder == null ? Rung.CAREFUL : ladder.rung();
  }

  /** Tasks of which state is kept. */
  int size() {
    return ladders.size();
  }

  private final class Desk implements TaskLadder.AskingDesk {
    private final int task;
    private final SpeculationGate gate;
    private final RunningTasks.Candidate candidate;
    private final StepDraft draft;

    Desk(int task, SpeculationGate gate, RunningTasks.Candidate candidate, StepDraft draft) {
      this.task = task;
      this.gate = gate;
      this.candidate = candidate;
      this.draft = draft;
    }

    @Override
    public int asks() {
      return asks.getOrDefault(task, 0);
    }

    @Override
    public long ask(AttemptProgress original, Verdict.Accelerate verdict) {
      if (!gate.opens(original, verdict)) {
        return -1;
      }
      long bytes = gate.pass(original);
      asks.merge(task, 1, Integer::sum);
      draft.wished(
          new SpeculationWish(task, original.attemptId(), candidate.hosts()),
          new SpeculationCharge(task, bytes));
      return bytes;
    }

    @Override
    public void giveBack(long bytes) {
      draft.gaveBack(new SpeculationCharge(task, -bytes));
    }
  }
}
