package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.read.hedge.SplitStamp;
import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.Priority;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Hurries the attempts that decide when the job's maps end, where a second saved on the attempt is
 * a second saved on the job.
 *
 * <p>An attempt is accelerated when
 *
 * <ol>
 *   <li>it is critical: its remaining time ({@link ReadPace}) is at least {@code critical-fraction}
 *       of the job's ({@link JobOutlook}, maps still to be started included); one of which nothing
 *       tells how much remains is taken to be, once no map is pending, and
 *   <li>it waits for data at least {@code min-wait-fraction} of its time: nothing else can be
 *       saved, and an attempt whose time goes into user code is never accelerated, and
 *   <li>something holds it up that more reads can help ({@link HoldUp}): in a healthy job, whose
 *       attempts run alike and end together, all are critical and nobody is accelerated.
 * </ol>
 *
 * <p>Further: one that the planner stamped as dominant starts with the highest h; beyond {@code
 * finish-fraction} all that wait are accelerated; priority critical does without being critical,
 * and none is left alone. Where the job waits for one accelerated attempt alone, all others ending
 * within {@value #DOMINANT_FRACTION} of the job's remaining time, they keep {@value #SLACK_SHARE}
 * of their own budget.
 *
 * <p>The weight is the part of the job's remaining time that hurrying the attempt can save: its
 * waiting, down to when the others end. Example: the job has 60 s to go; one accelerated attempt
 * has 60 s and waits 80 % of its time, another 45 s and 50 %, the longest other attempt 20 s. The
 * first can save min(48, 40) s and weighs 40/60 = 0.67, the second min(22.5, 25) s and 0.375.
 *
 * <p>The fractions held over simulated jobs. Stateless.
 */
final class CriticalPathPolicy implements StragglerPolicy {
  static final double DOMINANT_FRACTION = 0.35;
  static final double SLACK_SHARE = 0.5;
  static final double MIN_WEIGHT = 0.05;

  /** From so many running attempts on those that are kept go without a word, to save memory. */
  static final int MANY = 5_000;

  /** An attempt this many times as long as another one of its map is not the one to hurry. */
  private static final int OUTRUN = 2;

  private static final Optional<SplitStamp> DOMINANT_STAMP = Optional.of(SplitStamp.DOMINANT);
  private static final String SLACK = "gives way to the attempt that the job waits for";

  private final StragglerSettings settings;

  CriticalPathPolicy(StragglerSettings settings) {
    this.settings = settings;
  }

  @Override
  public Map<String, Verdict> judge(JobSnapshot job) {
    return new Look(job).verdicts();
  }

  /** What is worked out about one snapshot. */
  private final class Look {
    private final JobSnapshot job;
    private final List<AttemptProgress> running;
    private final double[] rates;
    private final long[] ages;
    private final long[] remaining;
    private final Peers peers;
    private final JobOutlook outlook;
    private final HoldUp holdUp;
    private final boolean finishing;
    private final int[] causes;
    private final String[] reasons;
    // h of those that are accelerated, -1 for the others.
    private final int[] extraUnits;

    Look(JobSnapshot job) {
      this.job = job;
      this.running = job.running();
      this.rates = new double[running.size()];
      this.ages = new long[running.size()];
      this.remaining = new long[running.size()];
      this.causes = new int[running.size()];
      this.reasons = new String[running.size()];
      this.extraUnits = new int[running.size()];
      ReadPace pace = new ReadPace(job, settings.tickMillis());
      long[] stops = new long[rates.length];
      long[] bytes = new long[rates.length];
      double[] totalBytes = new double[rates.length];
      // One walk over the attempts, which are far apart in memory; what follows is in arrays.
      for (int i = 0; i < rates.length; i++) {
        AttemptProgress attempt = running.get(i);
        rates[i] = pace.rateBytesPerSec(attempt);
        stops[i] = pace.stopMillis(attempt);
        ages[i] = attempt.ageMillis(job.nowMillis());
        bytes[i] = attempt.remainingBytes();
        totalBytes[i] = Peers.totalBytes(attempt);
      }
      this.peers = Peers.of(job, settings, rates, ages, totalBytes);
      for (int i = 0; i < rates.length; i++) {
        // A second attempt that has read nothing yet has not overtaken anybody.
        boolean promising = rates[i] > 0 || isFirst(running.get(i));
        remaining[i] =
            promising
                ? ReadPace.remainingMillis(
                    bytes[i], rates[i], peers.rateBytesPerSec(), stops[i], ages[i])
                : AttemptProgress.UNKNOWN_MILLIS;
      }
      this.outlook = new JobOutlook(job, remaining, wholeMillis());
      this.holdUp = new HoldUp(settings, job, peers);
      this.finishing = job.doneFraction() > settings.finishFraction();
    }

    private static boolean isFirst(AttemptProgress attempt) {
      return attempt.name().attemptNumber() % JobOutlook.ATTEMPTS_PER_RESTART == 0;
    }

    /** Usual time of a map: of those that finished, else of those running by their rates. */
    private double wholeMillis() {
      if (peers.wholeMillis() > 0 || job.maps().pending() == 0) {
        return peers.wholeMillis();
      }
      double[] expected = new double[remaining.length];
      int count = 0;
      for (int i = 0; i < remaining.length; i++) {
        if (remaining[i] >= 0) {
          expected[count++] = (double) ages[i] + remaining[i];
        }
      }
      return Percentile.lowerMedian(Arrays.copyOf(expected, count));
    }

    Map<String, Verdict> verdicts() {
      // Looked up for every DataNode of every attempt: a hash set is faster than an immutable one.
      Set<String> slow = new HashSet<>(job.dataNodes().slow());
      int accelerated = 0;
      for (int i = 0; i < rates.length; i++) {
        judge(i, slow);
        accelerated += extraUnits[i] >= 0 ? 1 : 0;
      }
      boolean dominated = dominant() >= 0;
      long level = level();
      boolean all = dominated || rates.length <= MANY;
      Map<String, Verdict> verdicts = new HashMap<>((all ? rates.length : accelerated) * 4 / 3 + 1);
      for (int i = 0; i < rates.length; i++) {
        if (extraUnits[i] >= 0) {
          verdicts.put(running.get(i).attemptId(), accelerate(i, level, evidence(i, slow)));
        } else if (all) {
          verdicts.put(running.get(i).attemptId(), keep(i, dominated, evidence(i, slow)));
        }
      }
      return verdicts;
    }

    private Evidence evidence(int i, Set<String> slow) {
      AttemptProgress attempt = running.get(i);
      return new Evidence(
          rates[i],
          peers.rateBytesPerSec(),
          holdUp.thresholdBytesPerSec(),
          remaining[i],
          outlook.jobMillis(),
          attempt.waitFraction(),
          attempt.silentMillis(job.nowMillis()),
          attempt.dataNodes().among(slow),
          attempt.report().networkLoadFraction(),
          job.doneFraction());
    }

    private void judge(int i, Set<String> slow) {
      AttemptProgress attempt = running.get(i);
      Priority priority = attempt.task().priority();
      extraUnits[i] = -1;
      if (priority == Priority.NONE) {
        reasons[i] = "its priority is none";
        return;
      }
      boolean young = ages[i] < settings.minAgeMillis();
      boolean stamped = attempt.report().input().stamp().equals(DOMINANT_STAMP);
      if (young && !stamped && !finishing) {
        reasons[i] = "too young";
        return;
      }
      if (attempt.waitFraction() < settings.minWaitFraction()) {
        reasons[i] = "its time goes into user code";
        return;
      }
      boolean touched = !attempt.dataNodes().among(slow).isEmpty();
      causes[i] = holdUp.causes(attempt, rates[i], touched);
      boolean critical = critical(i);
      if (stamped && (young || critical || remaining[i] < 0)) {
        causes[i] |= HoldUp.SIZE;
        hurry(i, settings.ladder().maxExtraUnits(), "planned as the dominant split");
      } else if (finishing) {
        hurry(i, settings.extraUnits(), "finish line");
      } else if (outrun(i)) {
        reasons[i] = "another attempt of its map ends earlier";
      } else if (priority == Priority.CRITICAL && (causes[i] & ~HoldUp.SIZE) != 0) {
        hurry(i, settings.extraUnits(), "of critical priority");
      } else if (!critical) {
        reasons[i] = "not critical: the job has longer to go";
      } else if (causes[i] == 0) {
        reasons[i] = "critical, but held up by nothing that more reads help";
      } else {
        hurry(i, settings.extraUnits(), "critical");
      }
    }

    private void hurry(int i, int h, String reason) {
      extraUnits[i] = h;
      reasons[i] = causes[i] == 0 ? reason : reason + ": " + HoldUp.text(causes[i]);
    }

    private boolean critical(int i) {
      long millis = outlook.taskMillis(i);
      if (millis < 0) {
        return job.maps().pending() == 0;
      }
      return millis >= settings.criticalFraction() * outlook.jobMillis();
    }

    private boolean outrun(int i) {
      return remaining[i] > OUTRUN * outlook.taskMillis(i) && outlook.taskMillis(i) >= 0;
    }

    /** The accelerated attempt that the job waits for alone; -1 where there is none. */
    private int dominant() {
      for (int i = 0; i < rates.length; i++) {
        if (extraUnits[i] >= 0 && outlook.dominates(i, DOMINANT_FRACTION)) {
          return i;
        }
      }
      return -1;
    }

    /** When those end that are not accelerated. */
    private long level() {
      long level = outlook.laterMillis();
      for (int i = 0; i < rates.length; i++) {
        if (extraUnits[i] < 0 && !outrun(i)) {
          level = Math.max(level, outlook.taskMillis(i));
        }
      }
      return level;
    }

    private Verdict accelerate(int i, long level, Evidence evidence) {
      return new Verdict.Accelerate(
          extraUnits[i],
          weight(i, level, evidence.waitFraction()),
          reasons[i],
          evidence,
          HoldUp.explainedBySize(causes[i]));
    }

    private double weight(int i, long level, double waitFraction) {
      if (running.get(i).task().priority() == Priority.CRITICAL) {
        return 1;
      }
      long millis = outlook.taskMillis(i);
      long jobMillis = outlook.jobMillis();
      if (millis < 0 || jobMillis <= 0) {
        return Math.max(MIN_WEIGHT, waitFraction);
      }
      double saved = Math.min(waitFraction * millis, millis - level);
      return Math.max(MIN_WEIGHT, Math.min(1, saved / jobMillis));
    }

    private Verdict keep(int i, boolean dominated, Evidence evidence) {
      Priority priority = running.get(i).task().priority();
      return dominated && (priority == Priority.NORMAL || priority == Priority.LOW)
          ? new Verdict.Keep(SLACK_SHARE, SLACK, evidence)
          : new Verdict.Keep(reasons[i], evidence);
    }
  }
}
