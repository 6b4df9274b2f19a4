package io.github.hadoopaccel.lab.demo;

import io.github.hadoopaccel.lab.demo.RunMeasurement.Accelerated;
import io.github.hadoopaccel.lab.demo.RunMeasurement.AttemptEvent;
import io.github.hadoopaccel.read.metrics.AccelCounter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.Cluster;
import org.apache.hadoop.mapreduce.CounterGroup;
import org.apache.hadoop.mapreduce.Counters;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.TaskReport;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.YarnException;

/** Reads the measurements of a finished job from the history server and the ResourceManager. */
final class JobHistory {
  /** The enum's class name is the group's name on the wire. */
  private static final String ACCEL_GROUP = AccelCounter.class.getName();

  private final Configuration conf;

  JobHistory(Configuration conf) {
    this.conf = conf;
  }

  /**
   * The measurements of a job that has ended.
   *
   * @throws IOException if the job is not known, did not succeed, or has no maps
   */
  RunMeasurement read(String name, String jobId, long sentBytes, List<AttemptEvent> events)
      throws IOException, InterruptedException {
    Cluster cluster = new Cluster(conf);
    try {
      Job job = cluster.getJob(JobID.forName(jobId));
      if (job == null) {
        throw new IOException("the history server does not know " + jobId);
      }
      if (!job.isSuccessful()) {
        throw new IOException(jobId + " ended in state " + job.getJobState());
      }
      TaskReport[] maps = job.getTaskReports(TaskType.MAP);
      if (maps.length == 0) {
        throw new IOException(jobId + " has no maps");
      }
      long firstStart = Arrays.stream(maps).mapToLong(TaskReport::getStartTime).min().orElseThrow();
      long lastEnd = Arrays.stream(maps).mapToLong(TaskReport::getFinishTime).max().orElseThrow();
      long slowest =
          Arrays.stream(maps)
              .mapToLong(m -> m.getFinishTime() - m.getStartTime())
              .max()
              .orElseThrow();
      long readMillis = 0;
      List<Double> bytesPerSec = new ArrayList<>();
      for (TaskReport map : maps) {
        long millis = timed(map, TimedTextInputFormat.READ_MILLIS);
        long bytes = timed(map, TimedTextInputFormat.SPLIT_BYTES);
        readMillis += millis;
        bytesPerSec.add(bytes * 1000.0 / Math.max(1, millis));
      }
      return new RunMeasurement(
          name,
          jobId,
          jobMillis(job.getJobID()),
          lastEnd - firstStart,
          slowest,
          readMillis,
          maps.length,
          median(bytesPerSec),
          sentBytes,
          accelerated(job.getCounters()),
          events);
    } finally {
      cluster.close();
    }
  }

  private static long timed(TaskReport map, String counter) {
    return map.getTaskCounters()
        .findCounter(TimedTextInputFormat.COUNTER_GROUP, counter)
        .getValue();
  }

  private long jobMillis(JobID id) throws IOException {
    ApplicationId application =
        ApplicationId.newInstance(Long.parseLong(id.getJtIdentifier()), id.getId());
    try (YarnClient yarn = YarnClient.createYarnClient()) {
      yarn.init(conf);
      yarn.start();
      ApplicationReport report = yarn.getApplicationReport(application);
      return report.getFinishTime() - report.getStartTime();
    } catch (YarnException e) {
      throw new IOException("the ResourceManager does not know " + application, e);
    }
  }

  private static Optional<Accelerated> accelerated(Counters counters) {
    CounterGroup group = counters.getGroup(ACCEL_GROUP);
    if (group.size() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Accelerated(
            value(group, AccelCounter.BYTES_USEFUL),
            value(group, AccelCounter.BYTES_EXTRA),
            value(group, AccelCounter.HEDGES_STARTED),
            value(group, AccelCounter.HEDGES_WON),
            value(group, AccelCounter.STRIPES_READ),
            value(group, AccelCounter.STRIPES_DECODED),
            value(group, AccelCounter.TIMES_ACCELERATED),
            value(group, AccelCounter.STOCK_FALLBACKS)));
  }

  private static long value(CounterGroup group, AccelCounter counter) {
    return group.findCounter(counter.name()).getValue();
  }

  /** The middle value, or the mean of the two middle ones. */
  static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
