package io.github.hadoopaccel.straggler.testing;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.straggler.policy.Evidence;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.report.AttemptStatus;
import io.github.hadoopaccel.straggler.report.JobTotals;
import io.github.hadoopaccel.straggler.report.SlowDataNode;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import io.github.hadoopaccel.straggler.report.TimeSaved;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An event of each kind, as a job with one slow DataNode would log them. */
public final class Events {
  public static final String JOB = "job_1700000000000_0001";
  public static final String SLOW = "attempt_1700000000000_0001_m_000007_0";
  public static final String STALLED = "attempt_1700000000000_0001_m_000011_0";

  private static final long TIME = 1_700_000_010_000L;

  private static final Evidence EVIDENCE =
      new Evidence(1.5e6, 4e6, 3e6, 9000, -1, 0.5, 100, List.of("10.0.0.3:9866"), -1, 0.25);

  public static final StragglerEvent.Judged JUDGED =
      new StragglerEvent.Judged(
          TIME,
          10_000,
          SLOW,
          5000,
          new Verdict.Accelerate(1, 2.5, "the job waits for it", EVIDENCE));

  public static final StragglerEvent.Judged KEPT =
      new StragglerEvent.Judged(
          TIME, 10_000, SLOW, 5000, new Verdict.Keep(0.5, "it is fast enough", EVIDENCE));

  public static final StragglerEvent.Flagged FLAGGED =
      new StragglerEvent.Flagged(TIME, 10_000, SLOW, 5000, 1, "the job waits for it", EVIDENCE);

  public static final StragglerEvent.Directed DIRECTED =
      new StragglerEvent.Directed(
          TIME,
          10_100,
          SLOW,
          5100,
          Posture.ACCELERATED,
          1,
          8_388_608,
          1,
          List.of("10.0.0.3:9866"),
          -1,
          10_000);

  public static final StragglerEvent.PostureChanged POSTURE =
      new StragglerEvent.PostureChanged(
          TIME, 11_000, SLOW, 6000, Posture.CAREFUL, Posture.ACCELERATED);

  public static final StragglerEvent.RungChanged RUNG =
      new StragglerEvent.RungChanged(
          TIME,
          13_100,
          SLOW,
          8100,
          "accelerated",
          "grown",
          2,
          "it has not recovered",
          1.5e6,
          1.75e6,
          3000);

  public static final StragglerEvent.Speculated SPECULATED =
      new StragglerEvent.Speculated(
          TIME,
          25_000,
          "task_1700000000000_0001_m_000007",
          SLOW,
          List.of("node12"),
          "a container is asked for");

  public static final StragglerEvent.Lapsed LAPSED =
      new StragglerEvent.Lapsed(TIME, 30_000, SLOW, 25_000, "it is fast enough");

  public static final StragglerEvent.Refused REFUSED =
      new StragglerEvent.Refused(TIME, 31_000, "of another job", 3);

  public static final StragglerEvent.NotActive NOT_ACTIVE =
      new StragglerEvent.NotActive(TIME, 0, "the policy threw IllegalStateException");

  public static final StragglerEvent.Status STATUS =
      new StragglerEvent.Status(
          TIME,
          12_000,
          new JobTotals(
              400,
              123,
              237,
              40,
              38,
              1,
              0,
              12_500_000_000L,
              130_000_000,
              64_000_000,
              512_000_000,
              3),
          List.of(
              new AttemptStatus(
                  SLOW,
                  "node12",
                  7000,
                  0.45,
                  65_000,
                  18.9e6,
                  0.8,
                  Posture.ACCELERATED,
                  1,
                  "accelerated",
                  200),
              new AttemptStatus(
                  STALLED, "", 3000, -1, Long.MAX_VALUE, 0, 1, Posture.CAREFUL, 0, "", 2500)),
          List.of(new SlowDataNode("10.0.0.3:9866", 5e5, 41e6)));

  public static final StragglerEvent.Summary SUMMARY =
      new StragglerEvent.Summary(
          TIME,
          192_000,
          400,
          2,
          1,
          0,
          1L << 40,
          5_000_000,
          64_000_000,
          7000,
          3,
          0,
          Optional.of(new TimeSaved(30_000, 42_000, 55_000)),
          Map.of("RsAccelDecoder", 400L));

  /** One of each kind. */
  public static final List<StragglerEvent> ALL =
      List.of(
          JUDGED,
          FLAGGED,
          DIRECTED,
          POSTURE,
          RUNG,
          SPECULATED,
          LAPSED,
          REFUSED,
          NOT_ACTIVE,
          STATUS,
          SUMMARY);

  private Events() {}
}
