package io.github.hadoopaccel.straggler.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Cluster;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.TypeConverter;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the cluster tells of a job. Immutable, but for the configuration, which is handed over.
 *
 * @param user short name of its owner
 * @param ended whether it has ended
 * @param conf its own configuration, where the caller may read it
 */
record ClusterJob(String user, boolean ended, Optional<Configuration> conf) {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterJob.class);
  private static final long PATIENCE_SECONDS = 10;

  /**
   * Asks the ResourceManager, the job's ApplicationMaster and the history server, for at most 10 s
   * altogether; empty where they do not know the job or do not answer, or where {@code conf} runs
   * jobs elsewhere than on YARN.
   */
  static Optional<ClusterJob> ask(String jobId, Configuration conf) throws InterruptedException {
    if (!conf.get("mapreduce.framework.name", "local").equals("yarn")) {
      return Optional.empty();
    }
    FutureTask<Optional<ClusterJob>> task =
        new FutureTask<>(() -> answer(JobID.forName(jobId), conf));
    Thread thread = new Thread(task, "top-cluster");
    thread.setDaemon(true);
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.start();
    try {
      return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("The cluster does not tell of {}", jobId, e);
      return Optional.empty();
    }
  }

  private static Optional<ClusterJob> answer(JobID jobId, Configuration conf)
      throws InterruptedException {
    Optional<ClusterJob> application = Optional.empty();
    try {
      application = Optional.of(application(jobId, conf));
    } catch (IOException | YarnException | RuntimeException e) {
      LOG.debug("The ResourceManager does not tell of {}", jobId, e);
    }
    try {
      Optional<ClusterJob> job = job(jobId, conf);
      return job.isPresent() ? job : application;
    } catch (IOException | RuntimeException e) {
      LOG.debug("Neither ApplicationMaster nor history server tell of {}", jobId, e);
      return application;
    }
  }

  private static ClusterJob application(JobID jobId, Configuration conf)
      throws IOException, YarnException {
    try (YarnClient yarn = YarnClient.createYarnClient()) {
      yarn.init(conf);
      yarn.start();
      ApplicationReport report = yarn.getApplicationReport(TypeConverter.toYarn(jobId).getAppId());
      boolean ended = report.getFinalApplicationStatus() != FinalApplicationStatus.UNDEFINED;
      return new ClusterJob(report.getUser(), ended, Optional.empty());
    }
  }

  private static Optional<ClusterJob> job(JobID jobId, Configuration conf)
      throws IOException, InterruptedException {
    Cluster cluster = new Cluster(conf);
    try {
      Job job = cluster.getJob(jobId);
      if (job == null) {
        return Optional.empty();
      }
      JobStatus status = job.getStatus();
      return Optional.of(
          new ClusterJob(
              status.getUsername(), status.isJobComplete(), configuration(status, conf)));
    } finally {
      cluster.close();
    }
  }

  private static Optional<Configuration> configuration(JobStatus status, Configuration conf) {
    try {
      Path file = new Path(status.getJobFile());
      Configuration own = new Configuration(conf);
      try (InputStream in = file.getFileSystem(conf).open(file)) {
        own.addResource(in, file.toString());
        own.size(); // reads the stream
      }
      return Optional.of(own);
    } catch (IOException | RuntimeException e) {
      LOG.debug("Cannot read the configuration of {}", status.getJobID(), e);
      return Optional.empty();
    }
  }
}
