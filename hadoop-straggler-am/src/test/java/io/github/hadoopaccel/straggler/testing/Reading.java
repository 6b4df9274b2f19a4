package io.github.hadoopaccel.straggler.testing;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.DataNodeSample;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.DataNodeLedger;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import java.util.ArrayList;
import java.util.List;

/** Reports and snapshots for tests, changed one value at a time. Immutable. */
public record Reading(
    String attempt,
    long ageMillis,
    double rateBytesPerSec,
    long usefulBytes,
    long extraBytes,
    Posture posture,
    double networkLoad,
    String decoders,
    List<DataNodeSample> dataNodes) {

  public static final String JOB = "job_1700000000000_0001";

  /** The map attempt of that number: 5 s old, 100 MB/s, no load known, no DataNode seen. */
  public static Reading map(int number) {
    return new Reading(
        String.format("attempt_1700000000000_0001_m_%06d_0", number),
        5000,
        100e6,
        500_000_000,
        0,
        Posture.CAREFUL,
        -1,
        "",
        List.of());
  }

  public Reading rate(double megabytesPerSec) {
    return new Reading(
        attempt,
        ageMillis,
        megabytesPerSec * 1e6,
        usefulBytes,
        extraBytes,
        posture,
        networkLoad,
        decoders,
        dataNodes);
  }

  public Reading age(long millis) {
    return new Reading(
        attempt,
        millis,
        rateBytesPerSec,
        usefulBytes,
        extraBytes,
        posture,
        networkLoad,
        decoders,
        dataNodes);
  }

  public Reading bytes(long useful, long extra) {
    return new Reading(
        attempt,
        ageMillis,
        rateBytesPerSec,
        useful,
        extra,
        posture,
        networkLoad,
        decoders,
        dataNodes);
  }

  public Reading load(double fraction) {
    return new Reading(
        attempt,
        ageMillis,
        rateBytesPerSec,
        usefulBytes,
        extraBytes,
        posture,
        fraction,
        decoders,
        dataNodes);
  }

  public Reading in(Posture to) {
    return new Reading(
        attempt,
        ageMillis,
        rateBytesPerSec,
        usefulBytes,
        extraBytes,
        to,
        networkLoad,
        decoders,
        dataNodes);
  }

  public Reading decoders(String classes) {
    return new Reading(
        attempt,
        ageMillis,
        rateBytesPerSec,
        usefulBytes,
        extraBytes,
        posture,
        networkLoad,
        classes,
        dataNodes);
  }

  public Reading from(String dataNode, long reads, double megabytesPerSec) {
    List<DataNodeSample> more = new ArrayList<>(dataNodes);
    more.add(new DataNodeSample(dataNode, reads, reads * 1000, megabytesPerSec * 1e6, 10));
    return new Reading(
        attempt,
        ageMillis,
        rateBytesPerSec,
        usefulBytes,
        extraBytes,
        posture,
        networkLoad,
        decoders,
        more);
  }

  public ReadReport report() {
    return new ReadReport(
        attempt,
        ageMillis,
        1000,
        (long) rateBytesPerSec,
        usefulBytes,
        extraBytes,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        posture,
        networkLoad,
        decoders,
        dataNodes);
  }

  public AttemptProgress running() {
    return new AttemptProgress(report(), 0, false);
  }

  public AttemptProgress finished() {
    return new AttemptProgress(report(), 0, true);
  }

  /** A snapshot at time 0 of a job with {@code total} maps, {@code done} of them done. */
  public static JobSnapshot job(
      int total, int done, List<AttemptProgress> running, List<AttemptProgress> finished) {
    return job(0, total, done, running, finished);
  }

  public static JobSnapshot job(
      long now,
      int total,
      int done,
      List<AttemptProgress> running,
      List<AttemptProgress> finished) {
    List<AttemptProgress> all = new ArrayList<>(running);
    all.addAll(finished);
    return new JobSnapshot(
        JOB,
        now,
        total,
        done,
        running,
        finished,
        DataNodeLedger.merge(all),
        all.stream().mapToLong(attempt -> attempt.report().usefulBytes()).sum(),
        all.stream().mapToLong(attempt -> attempt.report().extraBytes()).sum());
  }
}
