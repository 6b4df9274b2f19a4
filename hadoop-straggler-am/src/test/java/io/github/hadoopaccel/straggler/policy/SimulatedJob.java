package io.github.hadoopaccel.straggler.policy;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.signal.DataNodeSample;
import io.github.hadoopaccel.read.signal.ReadInput;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.ReadTotals;
import io.github.hadoopaccel.read.signal.ReadWindows;
import io.github.hadoopaccel.straggler.progress.AttemptLedger;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.MapCounts;
import io.github.hadoopaccel.straggler.progress.TaskFacts;
import io.github.hadoopaccel.straggler.testing.Reading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A job whose maps read RS-6-3 files in steps of 100 ms of virtual time: each reads at six times
 * the rate of the slowest of its DataNodes, then lets user code have what it read. Nobody is ever
 * accelerated, so what it tells is what a policy sees of a job that it does not touch. The same
 * each time.
 */
final class SimulatedJob {
  private static final int STEP_MILLIS = 100;
  private static final int WINDOW_STEPS = 60;
  private static final int UNITS = 6;
  private static final double DATA_NODE_RATE = 20e6;

  private final List<SimulatedMap> maps = new ArrayList<>();
  private final AttemptLedger ledger =
      new AttemptLedger(
          1000, Reading.SLOW_DEVICE_FRACTION, report -> Optional.of(TaskFacts.UNKNOWN));
  private final double[] dataNodeRates;
  private final int containers;
  private long nowMillis;

  /** A job on so many DataNodes, of which none is slow, with a container for each map. */
  SimulatedJob(int dataNodes) {
    this(dataNodes, Integer.MAX_VALUE);
  }

  /** A job on so many DataNodes with so many containers. */
  SimulatedJob(int dataNodes, int containers) {
    this.dataNodeRates = new double[dataNodes];
    Arrays.fill(dataNodeRates, DATA_NODE_RATE);
    this.containers = containers;
  }

  /** Makes a DataNode that many times slower. */
  SimulatedJob slow(int dataNode, double times) {
    dataNodeRates[dataNode] = DATA_NODE_RATE / times;
    return this;
  }

  /**
   * One more map; it reads from the six DataNodes from {@code firstDataNode} on.
   *
   * @param userMillisPerMegabyte time of user code
   */
  SimulatedJob map(int megabytes, int firstDataNode, double userMillisPerMegabyte) {
    maps.add(new SimulatedMap(maps.size(), megabytes * 1e6, firstDataNode, userMillisPerMegabyte));
    return this;
  }

  /** Looks at the job every {@code everyMillis} until all maps are done. */
  List<JobSnapshot> run(int everyMillis) {
    List<JobSnapshot> looks = new ArrayList<>();
    while (maps.stream().anyMatch(map -> !map.done())) {
      maps.stream().filter(map -> !map.done()).limit(containers).forEach(SimulatedMap::step);
      nowMillis += STEP_MILLIS;
      if (nowMillis % everyMillis == 0) {
        looks.add(look());
      }
    }
    return looks;
  }

  private JobSnapshot look() {
    int done = 0;
    int pending = 0;
    for (SimulatedMap map : maps) {
      if (map.steps == 0) {
        pending++;
      } else if (!map.reportedLast) {
        ledger.record(map.report(), nowMillis);
      }
      if (map.done()) {
        ledger.finish(map.attempt);
        done++;
      }
    }
    return new JobSnapshot(
        Reading.JOB,
        nowMillis,
        new MapCounts(maps.size(), done, pending),
        ledger.running(),
        ledger.finished(),
        ledger.dataNodes(Set.of(), nowMillis),
        ledger.usefulBytes(),
        ledger.extraBytes());
  }

  private final class SimulatedMap {
    final int number;
    final String attempt;
    final double splitBytes;
    final int firstDataNode;
    final double userMillisPerByte;
    // Of each step so far.
    final List<Double> bytes = new ArrayList<>();
    final List<Double> waitMillis = new ArrayList<>();
    double read;
    int steps;
    boolean reportedLast;

    SimulatedMap(int number, double splitBytes, int firstDataNode, double userMillisPerMegabyte) {
      this.number = number;
      this.attempt = Reading.map(number).attempt();
      this.splitBytes = splitBytes;
      this.firstDataNode = firstDataNode;
      this.userMillisPerByte = userMillisPerMegabyte / 1e6;
    }

    boolean done() {
      return read >= splitBytes;
    }

    private int dataNode(int unit) {
      return (firstDataNode + unit) % dataNodeRates.length;
    }

    private double readRate() {
      double slowest = Double.MAX_VALUE;
      for (int unit = 0; unit < UNITS; unit++) {
        slowest = Math.min(slowest, dataNodeRates[dataNode(unit)]);
      }
      // Maps that are alike are never quite alike.
      double jitter = 1 + 0.05 * Math.sin(number * 7.0 + steps * 0.3);
      return UNITS * slowest * jitter;
    }

    void step() {
      double waitMillisPerByte = 1000 / readRate();
      double perByte = waitMillisPerByte + userMillisPerByte;
      double amount = Math.min(splitBytes - read, STEP_MILLIS / perByte);
      read += amount;
      bytes.add(amount);
      waitMillis.add(amount * waitMillisPerByte);
      steps++;
    }

    private double last(List<Double> values, int count) {
      return values.subList(Math.max(0, values.size() - count), values.size()).stream()
          .mapToDouble(Double::doubleValue)
          .sum();
    }

    ReadReport report() {
      reportedLast = done();
      int window = Math.min(WINDOW_STEPS, steps);
      long span = (long) window * STEP_MILLIS;
      long wait = Math.min(span, Math.round(last(waitMillis, window)));
      List<DataNodeSample> samples = new ArrayList<>();
      for (int unit = 0; unit < UNITS; unit++) {
        samples.add(
            new DataNodeSample(
                "dn" + dataNode(unit) + ":9866",
                1 + (long) (read / UNITS / 1e6),
                (long) (read / UNITS),
                dataNodeRates[dataNode(unit)],
                1e9 / dataNodeRates[dataNode(unit)],
                0));
      }
      return new ReadReport(
          attempt,
          7,
          done(),
          (long) steps * STEP_MILLIS,
          new ReadInput("/in/" + number, (long) splitBytes, Optional.empty()),
          new ReadWindows(
              span,
              (long) last(bytes, window),
              wait,
              span - wait,
              (long) last(bytes, 50),
              (long) last(bytes, 100),
              (long) last(bytes, 200)),
          new ReadTotals(
              (long) read, 0, Math.round(last(waitMillis, steps)), 0, 0, 0, 0, 0, 0, 0, 0, 0),
          0,
          Posture.CAREFUL,
          0,
          0.05,
          "RsAccelDecoder",
          samples);
    }
  }
}
