package io.github.hadoopaccel.lab.bench.am;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.DataNodeSample;
import io.github.hadoopaccel.read.signal.ReadInput;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.ReadTotals;
import io.github.hadoopaccel.read.signal.ReadWindows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the attempts of a large job would report, each about {@value #TOUCHED} of {@value
 * #DATA_NODES} DataNodes: most read at 45 to 55 MB/s, one of ten waits for 40 % of its time, and
 * one of {@value #SLOW_EVERY} is slow and waits for the one slow DataNode. The same arguments give
 * the same report. Pure.
 */
final class SampleReports {
  static final int DATA_NODES = 200;
  static final int TOUCHED = 9;
  static final int SLOW_EVERY = 2000;

  private static final int SLOW = 7;
  private static final int SLOW_DATA_NODE = 13;
  private static final long FIRST_AGE_MILLIS = 30_000;
  private static final long BETWEEN_MILLIS = 1000;
  private static final long WINDOW_MILLIS = 10_000;
  private static final long SPLIT_BYTES = 8L << 30;
  private static final long STRIPE_BYTES = 6L << 20;
  private static final int SPLITS_PER_FILE = 8;
  private static final String DECODERS =
      "io.github.hadoopaccel.read.codec.AccelRSRawErasureCoderFactory";

  private final String prefix;
  private final List<String> dataNodes =
      IntStream.range(0, DATA_NODES)
          .mapToObj(i -> "10.20.%d.%d:9866".formatted(i / 100, 1 + i % 100))
          .toList();

  /**
   * Of the maps of a job.
   *
   * @param jobId {@code job_…}
   */
  SampleReports(String jobId) {
    this.prefix = jobId.replaceFirst("^job", "attempt") + "_m_";
  }

  /** Whether an attempt is one of the few slow ones. */
  static boolean isSlow(int attempt) {
    return attempt % SLOW_EVERY == SLOW;
  }

  /**
   * A report.
   *
   * @param attempt number of the map
   * @param round how many reports this attempt has sent before
   */
  ReadReport report(int attempt, int round) {
    boolean slow = isSlow(attempt);
    double waiting = slow ? 0.9 : attempt % 10 == 3 ? 0.4 : 0.1;
    long bytesPerSec = slow ? 8_000_000 : 45_000_000 + attempt * 7919L % 10_000_000;
    long ageMillis = FIRST_AGE_MILLIS + round * BETWEEN_MILLIS;
    long useful = bytesPerSec * (ageMillis / 1000);
    long waited = (long) (waiting * ageMillis);
    long stripes = useful / STRIPE_BYTES;
    ReadWindows windows =
        new ReadWindows(
            WINDOW_MILLIS,
            bytesPerSec * 10,
            (long) (waiting * WINDOW_MILLIS),
            WINDOW_MILLIS / 20,
            bytesPerSec * 5,
            bytesPerSec * 10,
            bytesPerSec * 20);
    ReadTotals totals =
        new ReadTotals(
            useful,
            useful / 100,
            waited,
            waited / 50,
            ageMillis / 20,
            useful / 100,
            stripes / 100,
            stripes / 200,
            0,
            stripes,
            stripes / 100,
            0);
    return new ReadReport(
        prefix + sixDigits(attempt) + "_0",
        0x5eed_0000_0000L + attempt,
        false,
        ageMillis,
        new ReadInput(path(attempt), SPLIT_BYTES, Optional.empty()),
        windows,
        totals,
        slow ? 2500 : 0,
        Posture.CAREFUL,
        0,
        0.05,
        DECODERS,
        dataNodes(attempt, round, slow));
  }

  private static String path(int attempt) {
    return "/warehouse/events.db/clicks/day=2026-11-21/part-"
        + sixDigits(attempt / SPLITS_PER_FILE);
  }

  private List<DataNodeSample> dataNodes(int attempt, int round, boolean slow) {
    List<DataNodeSample> samples = new ArrayList<>(TOUCHED);
    for (int i = 0; i < TOUCHED; i++) {
      boolean stuck = slow && i == 0;
      int dataNode = stuck ? SLOW_DATA_NODE : (attempt * 7 + i * 22) % DATA_NODES;
      long reads = 20 + round;
      double bytesPerSec =
          dataNode == SLOW_DATA_NODE ? 1_000_000 : 20_000_000 + dataNode * 10_000.0;
      samples.add(
          new DataNodeSample(
              dataNodes.get(dataNode),
              reads,
              reads << 20,
              bytesPerSec,
              1e3 * (1 << 20) / bytesPerSec,
              stuck ? 2500 : 0));
    }
    return samples;
  }

  private static String sixDigits(int number) {
    String digits = Integer.toString(number);
    return "000000".substring(Math.min(6, digits.length())) + digits;
  }
}
