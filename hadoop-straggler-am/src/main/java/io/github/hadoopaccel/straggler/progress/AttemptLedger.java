package io.github.hadoopaccel.straggler.progress;

import io.github.hadoopaccel.read.signal.DataNodeSample;
import io.github.hadoopaccel.read.signal.ReadInput;
import io.github.hadoopaccel.read.signal.ReadReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The latest report of each attempt, what all say of the DataNodes, and the job's totals, in which
 * every byte counts once however often it is reported.
 *
 * <p>Refuses reports that cannot be ({@link Succession}), and those of attempts that do not run.
 *
 * <p>Bounded: beyond {@code maxAttempts} the attempt that has been silent longest is forgotten, and
 * counted; of the finished ones at most {@value #MAX_FINISHED}, the latest, are kept. The bytes of
 * a finished one stay in the totals, those of a running one leave them, to come back with its next
 * report.
 *
 * <p>Thread-safe; every field is guarded by this. {@code firstFacts} is called without the lock,
 * since it may wait for others.
 */
public final class AttemptLedger {
  static final int MAX_FINISHED = 8192;
  private static final int MAX_TEXTS = 20_000;

  private final int maxAttempts;
  private final Function<ReadReport, Optional<TaskFacts>> firstFacts;
  private final DataNodeLedger dataNodes;
  // In the order of the latest report, the most silent attempt first.
  private final LinkedHashMap<String, AttemptProgress> running = new LinkedHashMap<>();
  // In the order in which they finished.
  private final LinkedHashMap<String, AttemptProgress> finished = new LinkedHashMap<>();
  // Dropped attempts, which may go on reporting for a while.
  private final LinkedHashMap<String, ReadReport> dropped = new LinkedHashMap<>();
  private final SortedMap<String, Long> attemptsByDecoder = new TreeMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private long usefulBytes;
  private long extraBytes;
  private long forgotten;

  /**
   * An empty ledger.
   *
   * @param maxAttempts most running attempts kept, at least 1
   * @param slowDeviceFraction see {@link DataNodeLedger}
   * @param firstFacts what is known of an attempt that reports for the first time; empty where no
   *     such attempt runs; called by any thread
   */
  public AttemptLedger(
      int maxAttempts,
      double slowDeviceFraction,
      Function<ReadReport, Optional<TaskFacts>> firstFacts) {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts = " + maxAttempts + " is less than 1");
    }
    this.maxAttempts = maxAttempts;
    this.firstFacts = firstFacts;
    this.dataNodes = new DataNodeLedger(slowDeviceFraction);
  }

  /**
   * Takes a report in.
   *
   * @throws IllegalArgumentException if it names no attempt of a map or a reduce
   */
  public Intake record(ReadReport report, long nowMillis) {
    Optional<Intake> known = recordKnown(report, nowMillis);
    if (known.isPresent()) {
      return known.get();
    }
    Optional<TaskFacts> facts = firstFacts.apply(report);
    if (facts.isEmpty()) {
      return new Intake.Refused(Refusal.UNKNOWN_ATTEMPT, report.attemptId() + " is not running");
    }
    return recordFirst(report, facts.get(), nowMillis);
  }

  /** Takes the report of an attempt in that has reported before; empty where none such is known. */
  private synchronized Optional<Intake> recordKnown(ReadReport report, long nowMillis) {
    String id = report.attemptId();
    AttemptProgress previous = progress(id);
    ReadReport before = previous == null ? dropped.get(id) : previous.report();
    if (before == null) {
      return Optional.empty();
    }
    Optional<Intake> refusal = Succession.refusal(report, before, previous, nowMillis);
    if (refusal.isPresent()) {
      return refusal;
    }
    usefulBytes += report.usefulBytes() - before.usefulBytes();
    extraBytes += report.extraBytes() - before.extraBytes();
    countDecoders(report, before);
    if (previous == null) {
      dropped.put(id, report.withoutDataNodes());
    } else {
      put(next(previous, report, nowMillis));
    }
    return Optional.of(new Intake.Accepted(Optional.of(before)));
  }

  private synchronized Intake recordFirst(ReadReport report, TaskFacts facts, long nowMillis) {
    // Another report of the attempt may have come in while the facts were looked up.
    Optional<Intake> known = recordKnown(report, nowMillis);
    if (known.isPresent()) {
      return known.get();
    }
    AttemptProgress first = first(report, facts, nowMillis);
    usefulBytes += report.usefulBytes();
    extraBytes += report.extraBytes();
    countDecoders(report, null);
    put(first);
    return new Intake.Accepted(Optional.empty());
  }

  /** What is known of an attempt that runs or has succeeded. */
  public synchronized Optional<AttemptProgress> find(String attemptId) {
    return Optional.ofNullable(progress(attemptId));
  }

  private AttemptProgress progress(String id) {
    AttemptProgress known = running.get(id);
    return known == null ? finished.get(id) : known;
  }

  private AttemptProgress first(ReadReport report, TaskFacts facts, long nowMillis) {
    return new AttemptProgress(
        AttemptName.parse(report.attemptId()),
        kept(report, null),
        touches(report, DataNodeTouches.NONE, nowMillis),
        nowMillis,
        report.rateBytesPerSec(),
        facts,
        false);
  }

  private AttemptProgress next(AttemptProgress previous, ReadReport report, long nowMillis) {
    return new AttemptProgress(
        previous.name(),
        kept(report, previous.report()),
        touches(report, previous.dataNodes(), nowMillis),
        nowMillis,
        Math.max(previous.peakRateBytesPerSec(), report.rateBytesPerSec()),
        previous.task(),
        previous.finished());
  }

  /**
   * A report with one instance of the texts that many attempts, or all reports of one attempt, have
   * in common.
   *
   * @param before null for a first report
   */
  private ReadReport kept(ReadReport report, ReadReport before) {
    ReadInput input = report.input();
    boolean same = before != null && input.equals(before.input());
    return report.kept(
        before == null ? report.attemptId() : before.attemptId(),
        same ? before.input() : input.at(shared(input.path())),
        shared(report.decoders()));
  }

  private String shared(String text) {
    if (texts.size() > MAX_TEXTS) {
      texts.clear();
    }
    return texts.computeIfAbsent(text, same -> same);
  }

  private DataNodeTouches touches(ReadReport report, DataNodeTouches before, long nowMillis) {
    for (DataNodeSample sample : report.dataNodes()) {
      dataNodes.add(sample, before.readsOf(sample.dataNode()), nowMillis);
    }
    return DataNodeTouches.of(report.dataNodes(), dataNodes::intern);
  }

  private void put(AttemptProgress attempt) {
    String id = attempt.attemptId();
    if (attempt.finished()) {
      finished.put(id, attempt);
      return;
    }
    running.remove(id);
    running.put(id, attempt);
    if (running.size() > maxAttempts) {
      AttemptProgress silent = running.remove(running.keySet().iterator().next());
      forgotten++;
      usefulBytes -= silent.report().usefulBytes();
      extraBytes -= silent.report().extraBytes();
    }
  }

  private void countDecoders(ReadReport report, ReadReport before) {
    String was = before == null ? "" : before.decoders();
    if (!was.equals(report.decoders())) {
      attemptsByDecoder.computeIfPresent(was, (name, count) -> count > 1 ? count - 1 : null);
      attemptsByDecoder.merge(report.decoders(), 1L, Long::sum);
    }
  }

  /** Notes what the ApplicationMaster knows of an attempt; nothing where it is not running. */
  public synchronized void learn(String attemptId, TaskFacts facts) {
    running.computeIfPresent(attemptId, (id, attempt) -> attempt.with(facts));
  }

  /** Notes that the attempt has succeeded: its rate still counts, it is not judged any more. */
  public synchronized void finish(String attemptId) {
    AttemptProgress attempt = running.remove(attemptId);
    if (attempt != null) {
      finished.put(attemptId, attempt.finish());
      removeEldestBeyond(MAX_FINISHED, finished);
    }
  }

  /**
   * Drops an attempt that failed, was killed or never was, whatever it reports from now on. Its
   * bytes were read all the same: they stay in the totals.
   */
  public synchronized void drop(String attemptId) {
    AttemptProgress attempt = running.remove(attemptId);
    if (attempt != null) {
      dropped.put(attemptId, attempt.report());
      removeEldestBeyond(MAX_FINISHED, dropped);
    }
  }

  private static void removeEldestBeyond(int bound, LinkedHashMap<String, ?> map) {
    if (map.size() > bound) {
      map.remove(map.keySet().iterator().next());
    }
  }

  /** Every running attempt, the most silent first. */
  public synchronized List<AttemptProgress> running() {
    return copy(running.values());
  }

  /** The latest attempts that succeeded, in the order in which they did. */
  public synchronized List<AttemptProgress> finished() {
    return copy(finished.values());
  }

  private static List<AttemptProgress> copy(Collection<AttemptProgress> attempts) {
    return new ArrayList<>(attempts);
  }

  /** The DataNodes at this moment. */
  public synchronized DataNodeView dataNodes(Set<String> slowByNameNode, long nowMillis) {
    return dataNodes.view(slowByNameNode, nowMillis);
  }

  /**
   * The attempts that ever reported, by the class that rebuilds units for them, if one is known.
   */
  public synchronized SortedMap<String, Long> attemptsByDecoder() {
    SortedMap<String, Long> known = new TreeMap<>(attemptsByDecoder);
    known.remove("");
    return known;
  }

  /** Useful bytes of all attempts that ever reported. */
  public synchronized long usefulBytes() {
    return usefulBytes;
  }

  /** Extra bytes of all attempts that ever reported. */
  public synchronized long extraBytes() {
    return extraBytes;
  }

  /** Attempts forgotten because the ledger was full. */
  public synchronized long forgotten() {
    return forgotten;
  }
}
