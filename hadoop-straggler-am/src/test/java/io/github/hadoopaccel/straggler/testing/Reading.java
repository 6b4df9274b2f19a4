package io.github.hadoopaccel.straggler.testing;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.hedge.SplitStamp;
import io.github.hadoopaccel.read.signal.DataNodeSample;
import io.github.hadoopaccel.read.signal.ReadInput;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.ReadTotals;
import io.github.hadoopaccel.read.signal.ReadWindows;
import io.github.hadoopaccel.straggler.progress.AttemptName;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.DataNodeLedger;
import io.github.hadoopaccel.straggler.progress.DataNodeTouches;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.MapCounts;
import io.github.hadoopaccel.straggler.progress.Priority;
import io.github.hadoopaccel.straggler.progress.TaskFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Reports and snapshots for tests, changed one value at a time: a fresh one is 5 s old, reads at
 * 100 MB/s and waits for data all the time. Immutable.
 */
public final class Reading {
  public static final String JOB = "job_1700000000000_0001";

  /** The fraction of the median below which snapshots of this class call a DataNode slow. */
  public static final double SLOW_DEVICE_FRACTION = 0.33;

  private static final long WINDOW_MILLIS = 1000;

  private final String attempt;
  private long readerId = 7;
  private boolean last;
  private long ageMillis = 5000;
  private double rateBytesPerSec = 100e6;
  private long usefulBytes;
  private long extraBytes;
  private long splitBytes;
  private String path = "";
  private Optional<SplitStamp> stamp = Optional.empty();
  private double waitFraction = 1;
  private long waitingMillis;
  private Posture posture = Posture.CAREFUL;
  private int extraUnits;
  private double networkLoad = -1;
  private String decoders = "";
  private double peakBytesPerSec;
  private long receivedMillis;
  private TaskFacts facts = TaskFacts.UNKNOWN;
  private List<DataNodeSample> dataNodes = List.of();

  private Reading(String attempt) {
    this.attempt = attempt;
  }

  private Reading with(Consumer<Reading> change) {
    Reading copy = new Reading(attempt);
    copy.readerId = readerId;
    copy.last = last;
    copy.ageMillis = ageMillis;
    copy.rateBytesPerSec = rateBytesPerSec;
    copy.usefulBytes = usefulBytes;
    copy.extraBytes = extraBytes;
    copy.splitBytes = splitBytes;
    copy.path = path;
    copy.stamp = stamp;
    copy.waitFraction = waitFraction;
    copy.waitingMillis = waitingMillis;
    copy.posture = posture;
    copy.extraUnits = extraUnits;
    copy.networkLoad = networkLoad;
    copy.decoders = decoders;
    copy.peakBytesPerSec = peakBytesPerSec;
    copy.receivedMillis = receivedMillis;
    copy.facts = facts;
    copy.dataNodes = dataNodes;
    change.accept(copy);
    return copy;
  }

  /** The first attempt of the map of that number. */
  public static Reading map(int number) {
    return map(number, 0);
  }

  /** An attempt of the map of that number. */
  public static Reading map(int number, int attempt) {
    return of(String.format("attempt_1700000000000_0001_m_%06d_%d", number, attempt));
  }

  /** The attempt of that name. */
  public static Reading of(String attempt) {
    return new Reading(attempt);
  }

  public String attempt() {
    return attempt;
  }

  public Reading by(long reader) {
    return with(copy -> copy.readerId = reader);
  }

  public Reading last() {
    return with(copy -> copy.last = true);
  }

  /** Rate of the window. */
  public Reading rate(double megabytesPerSec) {
    return with(copy -> copy.rateBytesPerSec = megabytesPerSec * 1e6);
  }

  /** Highest rate so far; that of the window unless it is set. */
  public Reading peak(double megabytesPerSec) {
    return with(copy -> copy.peakBytesPerSec = megabytesPerSec * 1e6);
  }

  public Reading age(long millis) {
    return with(copy -> copy.ageMillis = millis);
  }

  public Reading bytes(long useful, long extra) {
    return with(
        copy -> {
          copy.usefulBytes = useful;
          copy.extraBytes = extra;
        });
  }

  public Reading split(long bytes) {
    return with(copy -> copy.splitBytes = bytes);
  }

  public Reading path(String file) {
    return with(copy -> copy.path = file);
  }

  public Reading stamp(SplitStamp planned) {
    return with(copy -> copy.stamp = Optional.of(planned));
  }

  /** The part of the window spent waiting for data; user code had the rest. */
  public Reading waits(double fraction) {
    return with(copy -> copy.waitFraction = fraction);
  }

  public Reading waitingNow(long millis) {
    return with(copy -> copy.waitingMillis = millis);
  }

  public Reading load(double fraction) {
    return with(copy -> copy.networkLoad = fraction);
  }

  public Reading in(Posture to) {
    return with(copy -> copy.posture = to);
  }

  public Reading extraUnits(int units) {
    return with(copy -> copy.extraUnits = units);
  }

  public Reading decoders(String classes) {
    return with(copy -> copy.decoders = classes);
  }

  public Reading on(String host) {
    return with(
        copy -> copy.facts = new TaskFacts(host, facts.progressFraction(), facts.priority()));
  }

  public Reading progress(double fraction) {
    return with(copy -> copy.facts = new TaskFacts(facts.host(), fraction, facts.priority()));
  }

  public Reading priority(Priority priority) {
    return with(
        copy -> copy.facts = new TaskFacts(facts.host(), facts.progressFraction(), priority));
  }

  /** When the report came in; 0 unless it is set. */
  public Reading at(long millis) {
    return with(copy -> copy.receivedMillis = millis);
  }

  public Reading from(String dataNode, long reads, double megabytesPerSec) {
    return from(new DataNodeSample(dataNode, reads, reads, megabytesPerSec * 1e6, 10, 0));
  }

  /** A read of that DataNode has been under way for so long, and none has ended. */
  public Reading stuckAt(String dataNode, long pendingMillis) {
    return from(new DataNodeSample(dataNode, 0, 0, 0, 0, pendingMillis));
  }

  private Reading from(DataNodeSample sample) {
    List<DataNodeSample> more = new ArrayList<>(dataNodes);
    more.add(sample);
    return with(copy -> copy.dataNodes = List.copyOf(more));
  }

  public ReadReport report() {
    long windowBytes = (long) (rateBytesPerSec * WINDOW_MILLIS / 1000);
    long waitMillis = (long) (waitFraction * WINDOW_MILLIS);
    return new ReadReport(
        attempt,
        readerId,
        last,
        ageMillis,
        new ReadInput(path, splitBytes, stamp),
        new ReadWindows(
            WINDOW_MILLIS,
            windowBytes,
            waitMillis,
            WINDOW_MILLIS - waitMillis,
            windowBytes * 5,
            windowBytes * 10,
            windowBytes * 20),
        new ReadTotals(usefulBytes, extraBytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        waitingMillis,
        posture,
        extraUnits,
        networkLoad,
        decoders,
        dataNodes);
  }

  public AttemptProgress running() {
    return progress(false);
  }

  public AttemptProgress finished() {
    return progress(true);
  }

  private AttemptProgress progress(boolean finished) {
    return new AttemptProgress(
        AttemptName.parse(attempt),
        report().withoutDataNodes(),
        DataNodeTouches.of(dataNodes, UnaryOperator.identity()),
        receivedMillis,
        Math.max(peakBytesPerSec, rateBytesPerSec),
        facts,
        finished);
  }

  /** A snapshot at time 0 of a job with {@code total} maps, {@code done} of them done. */
  public static JobSnapshot job(
      int total, int done, List<AttemptProgress> running, List<AttemptProgress> finished) {
    return job(0, total, done, running, finished);
  }

  /** A snapshot of a job whose other maps all wait for a container. */
  public static JobSnapshot job(
      long now,
      int total,
      int done,
      List<AttemptProgress> running,
      List<AttemptProgress> finished) {
    int started = (int) running.stream().map(each -> each.name().taskIndex()).distinct().count();
    return job(
        now, new MapCounts(total, done, Math.max(0, total - done - started)), running, finished);
  }

  public static JobSnapshot job(
      long now, MapCounts maps, List<AttemptProgress> running, List<AttemptProgress> finished) {
    List<AttemptProgress> all = new ArrayList<>(running);
    all.addAll(finished);
    DataNodeLedger ledger = new DataNodeLedger(SLOW_DEVICE_FRACTION);
    for (AttemptProgress attempt : all) {
      DataNodeTouches touches = attempt.dataNodes();
      for (int i = 0; i < touches.size(); i++) {
        ledger.add(
            new DataNodeSample(
                touches.name(i),
                touches.reads(i),
                0,
                touches.bytesPerSec(i),
                0,
                touches.pendingMillis(i)),
            0,
            now);
      }
    }
    return new JobSnapshot(
        JOB,
        now,
        maps,
        running,
        finished,
        ledger.view(Set.of(), now),
        all.stream().mapToLong(attempt -> attempt.report().usefulBytes()).sum(),
        all.stream().mapToLong(attempt -> attempt.report().extraBytes()).sum());
  }
}
