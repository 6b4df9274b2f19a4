package io.github.hadoopaccel.straggler.report;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.hedge.SplitStamp;
import io.github.hadoopaccel.read.signal.DataNodeSample;
import io.github.hadoopaccel.read.signal.ReadInput;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.ReadTotals;
import io.github.hadoopaccel.read.signal.ReadWindows;
import io.github.hadoopaccel.straggler.progress.AttemptName;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.DataNodeState;
import io.github.hadoopaccel.straggler.progress.DataNodeTouches;
import io.github.hadoopaccel.straggler.progress.DataNodeView;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.MapCounts;
import io.github.hadoopaccel.straggler.progress.Priority;
import io.github.hadoopaccel.straggler.progress.TaskFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes a snapshot of the fields of a line that {@link SnapshotJson} wrote. Stateless. */
final class SnapshotFields {
  private SnapshotFields() {}

  static JobSnapshot snapshot(String line) throws IOException {
    JsonFields job = JsonFields.parse(line);
    Map<String, String> names = new HashMap<>();
    try {
      return new JobSnapshot(
          job.string("job"),
          job.integer("nowMillis"),
          new MapCounts(
              job.count("mapsTotal"),
              job.count("mapsDone"),
              job.count("mapsPending"),
              job.countOr("mapsRead", 0)),
          attempts(job.objects("running"), names),
          attempts(job.objects("finished"), names),
          new DataNodeView(
              states(job.objects("dataNodes"), names),
              job.number("medianBytesPerSec"),
              job.number("madBytesPerSec")),
          job.integer("usefulBytes"),
          job.integer("extraBytes"));
    } catch (IllegalArgumentException e) {
      throw new IOException("not a snapshot: " + e.getMessage(), e);
    }
  }

  private static List<AttemptProgress> attempts(List<JsonFields> all, Map<String, String> names)
      throws IOException {
    if (all.size() > SnapshotJson.MAX_ATTEMPTS) {
      throw new IOException(
          all.size() + " attempts, at most " + SnapshotJson.MAX_ATTEMPTS + " are read");
    }
    List<AttemptProgress> attempts = new ArrayList<>(all.size());
    for (JsonFields each : all) {
      attempts.add(
          new AttemptProgress(
              AttemptName.parse(each.string("attempt")),
              report(each),
              touches(each.objects("touches"), names),
              each.integer("receivedMillis"),
              each.number("peakRateBytesPerSec"),
              new TaskFacts(
                  each.string("host"),
                  each.numberOr("progressFraction", -1),
                  Priority.valueOf(each.string("priority"))),
              each.flag("finished")));
    }
    return attempts;
  }

  private static ReadReport report(JsonFields each) throws IOException {
    return new ReadReport(
        each.string("attempt"),
        each.integer("readerId"),
        each.flag("last"),
        each.integer("ageMillis"),
        new ReadInput(
            each.string("path"),
            each.integer("splitBytes"),
            each.isNull("stamp")
                ? Optional.empty()
                : Optional.of(SplitStamp.valueOf(each.string("stamp")))),
        windows(each.object("windows")),
        totals(each.object("totals")),
        each.integer("waitingMillis"),
        Posture.valueOf(each.string("posture")),
        each.count("extraUnits"),
        each.numberOr("networkLoadFraction", -1),
        each.string("decoders"),
        List.of());
  }

  private static ReadWindows windows(JsonFields windows) throws IOException {
    return new ReadWindows(
        windows.integer("spanMillis"),
        windows.integer("bytes"),
        windows.integer("waitMillis"),
        windows.integer("userMillis"),
        windows.integer("bytesIn5Sec"),
        windows.integer("bytesIn10Sec"),
        windows.integer("bytesIn20Sec"));
  }

  private static ReadTotals totals(JsonFields totals) throws IOException {
    return new ReadTotals(
        totals.integer("usefulBytes"),
        totals.integer("extraBytes"),
        totals.integer("waitMillis"),
        totals.integer("decodeMillis"),
        totals.integer("userMillis"),
        totals.integer("budgetSpentBytes"),
        totals.integer("hedgesStarted"),
        totals.integer("hedgesWon"),
        totals.integer("hedgesRefused"),
        totals.integer("stripesRead"),
        totals.integer("stripesDecoded"),
        totals.integer("timesAccelerated"));
  }

  private static DataNodeTouches touches(List<JsonFields> all, Map<String, String> names)
      throws IOException {
    List<DataNodeSample> samples = new ArrayList<>(all.size());
    for (JsonFields each : all) {
      samples.add(
          new DataNodeSample(
              name(each, names),
              each.integer("reads"),
              0,
              each.number("bytesPerSec"),
              0,
              each.integer("pendingMillis")));
    }
    return DataNodeTouches.of(samples, UnaryOperator.identity());
  }

  private static Map<String, DataNodeState> states(List<JsonFields> all, Map<String, String> names)
      throws IOException {
    Map<String, DataNodeState> states = new HashMap<>();
    for (JsonFields each : all) {
      states.put(
          name(each, names),
          new DataNodeState(
              each.number("bytesPerSec"),
              each.number("latencyMillis"),
              each.flag("slow"),
              each.flag("slowByNameNode")));
    }
    return states;
  }

  private static String name(JsonFields each, Map<String, String> names) throws IOException {
    return names.computeIfAbsent(each.string("dataNode"), UnaryOperator.identity());
  }
}
