package io.github.hadoopaccel.lab.demo;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.demo.RunMeasurement.AttemptEvent;
import io.github.hadoopaccel.lab.fault.ReadTraffic;
import io.github.hadoopaccel.straggler.report.EventLogReader;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Runs jobs over the input one after the other and collects what they gave. Not thread-safe. */
final class JobRuns {
  static final org.apache.hadoop.fs.Path INPUT =
      new org.apache.hadoop.fs.Path("/demo/ec/input.txt");
  static final org.apache.hadoop.fs.Path EVENTS = new org.apache.hadoop.fs.Path("/demo/events");

  private final EmbeddedHdfs hdfs;
  private final JobHistory history;
  private final Path folder;
  private final Progress progress;
  private final List<Path> logs;
  private final List<RunMeasurement> measurements = new ArrayList<>();
  private final List<JobOutput> outputs = new ArrayList<>();

  /**
   * No run yet.
   *
   * @param folder for the clients' logs
   * @param logs gets the log of each run for as long as it may have to be shown
   */
  JobRuns(EmbeddedHdfs hdfs, JobHistory history, Path folder, Progress progress, List<Path> logs) {
    this.hdfs = hdfs;
    this.history = history;
    this.folder = folder;
    this.progress = progress;
    this.logs = logs;
  }

  /**
   * Runs a job.
   *
   * @throws IOException if it fails
   */
  void run(String name, WordCountJob job) throws IOException, InterruptedException {
    int number = measurements.size() + 1;
    progress.phase("run " + number + ": " + name);
    org.apache.hadoop.fs.Path output = new org.apache.hadoop.fs.Path("/demo/out-" + number);
    Path log = folder.resolve("client-" + number + ".log");
    logs.add(log);
    WordCountJob.Outcome outcome;
    long sentBytes;
    try (ReadTraffic traffic = ReadTraffic.count(hdfs.dataNodes())) {
      outcome = job.run(INPUT, output, log, progress::detail);
      sentBytes = traffic.dataBytes();
    }
    if (outcome.exitCode() != 0 || outcome.jobId() == null) {
      throw new IOException(
          "run %d (%s) failed: %s, exit code %d of the client"
              .formatted(
                  number,
                  name,
                  outcome.jobId() == null ? "no job was submitted" : outcome.jobId(),
                  outcome.exitCode()));
    }
    List<AttemptEvent> events = attemptEvents(hdfs.configuration(), outcome.jobId());
    RunMeasurement run = history.read(name, outcome.jobId(), sentBytes, events);
    measurements.add(run);
    outputs.add(JobOutput.read(hdfs.fileSystem(), output));
    logs.remove(log);
    progress.line(
        "run %d: %s: map phase %.1f s".formatted(number, name, run.mapPhaseMillis() / 1000.0));
  }

  /** When attempts were flagged and when their posture changed, by time. */
  private static List<AttemptEvent> attemptEvents(Configuration conf, String jobId)
      throws IOException {
    List<AttemptEvent> events = new ArrayList<>();
    for (org.apache.hadoop.fs.Path log : EventLogReader.logs(EVENTS, jobId, conf)) {
      for (StragglerEvent event : EventLogReader.read(log, conf)) {
        if (event instanceof StragglerEvent.Flagged flagged) {
          events.add(AttemptEvent.flagged(flagged));
        } else if (event instanceof StragglerEvent.PostureChanged changed) {
          events.add(AttemptEvent.postureChanged(changed));
        }
      }
    }
    return events;
  }

  /** One for each run. */
  List<RunMeasurement> measurements() {
    return List.copyOf(measurements);
  }

  /** One for each run. */
  List<JobOutput> outputs() {
    return List.copyOf(outputs);
  }
}
