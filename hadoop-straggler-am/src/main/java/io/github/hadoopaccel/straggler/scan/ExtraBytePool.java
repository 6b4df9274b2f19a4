package io.github.hadoopaccel.straggler.scan;

import io.github.hadoopaccel.straggler.escalation.LadderStep;
import io.github.hadoopaccel.straggler.escalation.PoolView;
import io.github.hadoopaccel.straggler.escalation.SpeculationCharge;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The extra bytes the whole job may spend on its accelerated attempts and on second attempts.
 *
 * <pre>
 * free = fraction × (known − charged) − extra − charged − outstanding − 0.3 × hedge × remaining
 *   known, remaining   see {@link JobBytes}
 *   charged            splits that second attempts read again; they are no bytes of the job's own
 *   outstanding        Σ max(0, granted − extra bytes of the attempt since its first grant)
 *   hedge              budget fraction of the tasks: what they will go on hedging by themselves
 * need = 0.75 × h ÷ 6 × bytes the attempt reads until its directive lapses − its outstanding ones
 * </pre>
 *
 * <p>Nothing is lent beyond what is free. Every accelerated attempt gets its need for h = 1 before
 * anyone gets one for h = 2, and so on; within a level by weight. A second attempt that was paid
 * for may bring the pool into debt. It does not take the whole pool: the needs for h = 1 are met
 * from what would be free without the charges, so that whoever is accelerated goes on reading one
 * unit more; those for a higher h wait until the debt is earned back. Bytes granted therefore never
 * pass the fraction of the known ones, and with the charges they do by what was charged at most.
 * The 30 % and the ¾ cell per extra unit are simulated (14 scenarios tuned, 14 held out); the 6
 * data units are those of the usual policy, since the ApplicationMaster does not know k.
 *
 * <p>Example: fraction 0.05, hedge 0.08, 1000 MB useful, 4000 MB remaining, 20 MB extra, 30 MB
 * outstanding: free = 250 − 20 − 30 − 96 = 104 MB. An attempt at 80 MB/s whose directive lapses
 * after 10 s needs 100 MB for h = 1.
 *
 * <p>Example of a charge: with 104 MB free a second attempt of a split of 500 MB leaves −396 MB;
 * the attempt's 100 MB for h = 1 are still granted, and nothing for h = 2.
 *
 * <p>It takes each attempt to spend its grant before its own budget. A grant that is lost with its
 * answer stays outstanding until the attempt ends, which errs on the side of fewer bytes. State is
 * kept for accelerated attempts until they end. Not thread-safe.
 */
public final class ExtraBytePool {
  /** Data units where k is not known; that of RS-6-3, the policy HDFS enables. */
  static final int DATA_UNITS = 6;

  /** Cells that an extra unit costs per stripe: a part of them is abandoned in time. */
  static final double CELLS_PER_EXTRA_UNIT = 0.75;

  /** Part of the tasks' nominal budget that they spend. */
  static final double HEDGED_FRACTION = 0.3;

  /** What an attempt is expected to read at least, two stripes of 6 × 1 MiB; a guess. */
  static final long LEAST_EXPECTED_BYTES = 12L << 20;

  private static final int FILTER_BITS = 1 << 16;

  private final double fraction;
  private final double hedgeFraction;
  private final long lapseMillis;
  private final Map<String, Account> accounts = new HashMap<>();
  // Which tasks, of those with the same lowest 16 bits, may have an account: a look passes over
  // the many that have none.
  private final BitSet tasks = new BitSet(FILTER_BITS);
  private long chargedBytes;
  private long grantedBytes;
  private long freeBytes;
  private boolean needsMet = true;

  /**
   * A pool that has granted nothing.
   *
   * @param fraction extra bytes per byte of the job
   * @param hedgeFraction extra bytes per useful byte that each task may spend by itself
   * @param lapseMillis how long a directive holds: the time that a grant is for
   */
  public ExtraBytePool(double fraction, double hedgeFraction, long lapseMillis) {
    this.fraction = fraction;
    this.hedgeFraction = hedgeFraction;
    this.lapseMillis = lapseMillis;
  }

  /** Takes a look in: what was spent since the last one, and what is free now. */
  public PoolView look(JobSnapshot job) {
    Set<String> living = new HashSet<>();
    JobBytes bytes = JobBytes.of(job, attempt -> settle(attempt, living));
    accounts.keySet().retainAll(living);
    tasks.clear();
    accounts.values().forEach(account -> tasks.set(account.filterBit));
    double outstanding = accounts.values().stream().mapToDouble(Account::outstandingBytes).sum();
    freeBytes =
        (long)
            Math.floor(
                fraction * Math.max(0, bytes.knownBytes() - chargedBytes)
                    - job.extraBytes()
                    - chargedBytes
                    - outstanding
                    - HEDGED_FRACTION * hedgeFraction * bytes.remainingBytes());
    return new PoolView(freeBytes, needsMet);
  }

  private void settle(AttemptProgress attempt, Set<String> living) {
    if (!tasks.get(attempt.name().taskIndex() % FILTER_BITS)) {
      return;
    }
    Account account = accounts.get(attempt.attemptId());
    if (account != null) {
      account.extraBytes = attempt.report().extraBytes();
      living.add(attempt.attemptId());
    }
  }

  /**
   * Pays what second attempts cost and grants the accelerated attempts what is free, after a {@link
   * #look}. Attempts that get nothing are left out.
   */
  public Map<String, Long> grant(LadderStep step) {
    for (SpeculationCharge charge : step.charges()) {
      chargedBytes += charge.bytes();
      freeBytes -= charge.bytes();
    }
    Map<String, Long> grants = new HashMap<>();
    needsMet = true;
    int highest = 0;
    for (AttemptProgress attempt : step.accelerated()) {
      highest = Math.max(highest, units(step, attempt));
    }
    for (int level = 1; level <= highest; level++) {
      grantLevel(step, level, grants);
    }
    return grants;
  }

  private void grantLevel(LadderStep step, int level, Map<String, Long> grants) {
    List<WeightedShares.Claim> claims = new ArrayList<>();
    long wanted = 0;
    for (AttemptProgress attempt : step.accelerated()) {
      long need = units(step, attempt) < level ? 0 : needBytes(attempt, level);
      if (need > 0) {
        double weight = step.orders().get(attempt.attemptId()).weight();
        claims.add(new WeightedShares.Claim(attempt, weight, need));
        wanted += need;
      }
    }
    // A charge leaves alone what keeps accelerated attempts at h = 1.
    long available = level == 1 ? freeBytes + chargedBytes : freeBytes;
    needsMet &= wanted <= available;
    if (available <= 0) {
      return;
    }
    for (WeightedShares.Share share : WeightedShares.divide(available, claims)) {
      AttemptProgress attempt = share.attempt();
      Account account = accounts.computeIfAbsent(attempt.attemptId(), id -> new Account(attempt));
      account.grantedBytes += share.bytes();
      tasks.set(account.filterBit);
      grants.merge(attempt.attemptId(), share.bytes(), Long::sum);
      grantedBytes += share.bytes();
      freeBytes -= share.bytes();
    }
  }

  private static int units(LadderStep step, AttemptProgress attempt) {
    return step.orders().get(attempt.attemptId()).extraUnits();
  }

  /** What the attempt can use for h = {@code level} beyond what it has. */
  private long needBytes(AttemptProgress attempt, int level) {
    double expected =
        Math.max(LEAST_EXPECTED_BYTES, attempt.peakRateBytesPerSec() * lapseMillis / 1000);
    long left = attempt.remainingBytes();
    double read = left < 0 ? expected : Math.min(left, expected);
    Account account = accounts.get(attempt.attemptId());
    long outstanding = account == null ? 0 : account.outstandingBytes();
    return (long) (CELLS_PER_EXTRA_UNIT * level / DATA_UNITS * read) - outstanding;
  }

  /** Takes back bytes that never reached the attempt. */
  void giveBack(String attempt, long bytes) {
    Account account = accounts.get(attempt);
    if (account != null) {
      account.grantedBytes -= bytes;
    }
    grantedBytes -= bytes;
  }

  /** Bytes granted so far, less those given back. */
  public long grantedBytes() {
    return grantedBytes;
  }

  /** Attempts of which state is kept. */
  int size() {
    return accounts.size();
  }

  private static final class Account {
    private final int filterBit;
    private final long extraBefore;
    private long extraBytes;
    private long grantedBytes;

    Account(AttemptProgress attempt) {
      this.filterBit = attempt.name().taskIndex() % FILTER_BITS;
      this.extraBefore = attempt.report().extraBytes();
      this.extraBytes = extraBefore;
    }

    long outstandingBytes() {
      return Math.max(0, grantedBytes - (extraBytes - extraBefore));
    }
  }
}
