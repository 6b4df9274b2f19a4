package io.github.hadoopaccel.straggler.cli;

import io.github.hadoopaccel.read.config.Problems;
import io.github.hadoopaccel.straggler.am.AccelPreemptionPolicy;
import io.github.hadoopaccel.straggler.am.AccelSpeculator;
import io.github.hadoopaccel.straggler.config.StragglerKeys;
import io.github.hadoopaccel.straggler.report.EventLogPlace;
import io.github.hadoopaccel.straggler.report.EventLogReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.v2.jobhistory.JHAdminConfig;

/**
 * Where the event log of a job may be: in the directory that was named, else where the job's own
 * configuration says, else where this machine's says. Immutable.
 */
final class LogSearch {
  private static final String PREEMPTION_POLICY = "yarn.app.mapreduce.am.preemption.policy";
  private static final String SPECULATOR = MRJobConfig.MR_AM_JOB_SPECULATOR;

  private final String jobId;
  private final Configuration conf;
  private final List<Path> directories;
  private final Optional<String> withoutLog;

  private LogSearch(
      String jobId, Configuration conf, List<Path> directories, Optional<String> withoutLog) {
    this.jobId = jobId;
    this.conf = conf;
    this.directories = directories;
    this.withoutLog = withoutLog;
  }

  /** In one directory. */
  static LogSearch in(Path directory, String jobId, Configuration conf) {
    return new LogSearch(jobId, conf, List.of(directory), Optional.empty());
  }

  /**
   * By the configurations.
   *
   * @param job what the cluster tells of the job; empty where it tells nothing
   * @param user who looks; taken for the job's owner where that is not known
   * @throws IOException naming a key whose value is no path
   */
  static LogSearch by(Configuration conf, String jobId, Optional<ClusterJob> job, String user)
      throws IOException {
    String owner = job.map(ClusterJob::user).orElse(user);
    Optional<Configuration> own = job.flatMap(ClusterJob::conf);
    Set<Path> directories = new LinkedHashSet<>();
    if (own.isPresent()) {
      place(own.get(), owner).ifPresent(directories::add);
    }
    place(conf, owner).ifPresent(directories::add);
    return new LogSearch(
        jobId, conf, List.copyOf(directories), own.flatMap(LogSearch::whyWithoutLog));
  }

  private static Optional<Path> place(Configuration conf, String owner) throws IOException {
    String setting = StragglerKeys.EVENT_LOG_DIR.read(conf, new Problems());
    return EventLogPlace.resolve(setting, owner, conf).map(EventLogPlace::directory);
  }

  private static Optional<String> whyWithoutLog(Configuration job) {
    String speculator = job.getTrimmed(SPECULATOR, "Hadoop's own");
    boolean fallback =
        AccelPreemptionPolicy.class.getName().equals(job.getTrimmed(PREEMPTION_POLICY));
    if (!fallback && !speculator.equals(AccelSpeculator.class.getName())) {
      return Optional.of(
          SPECULATOR + " is " + speculator + ", not " + AccelSpeculator.class.getName());
    }
    boolean speculation =
        job.getBoolean(MRJobConfig.MAP_SPECULATIVE, true)
            || job.getBoolean(MRJobConfig.REDUCE_SPECULATIVE, true);
    if (!fallback && !speculation) {
      return Optional.of("speculative execution is off for maps and reduces");
    }
    if (!StragglerKeys.ENABLED.read(job, new Problems())) {
      return Optional.of(StragglerKeys.ENABLED + " is false");
    }
    return StragglerKeys.EVENT_LOG_DIR.read(job, new Problems()).equals("none")
        ? Optional.of(StragglerKeys.EVENT_LOG_DIR + " is none")
        : Optional.empty();
  }

  /** Why the job's own configuration makes no event log, if it makes none. */
  Optional<String> withoutLog() {
    return withoutLog;
  }

  /**
   * The log of the newest application attempt in the first directory that has any.
   *
   * @throws IOException when a directory that is there cannot be listed
   */
  Optional<Path> find() throws IOException {
    for (Path directory : directories) {
      try {
        List<Path> logs = EventLogReader.logs(directory, jobId, conf);
        if (!logs.isEmpty()) {
          return Optional.of(logs.get(logs.size() - 1));
        }
      } catch (FileNotFoundException e) {
        continue;
      }
    }
    return Optional.empty();
  }

  /** What to say when nothing is found: where was looked, and what decides of it. */
  String nothingFound() {
    String places =
        directories.isEmpty()
            ? "anywhere, as " + StragglerKeys.EVENT_LOG_DIR + " is none"
            : "in " + directories.stream().map(Path::toString).collect(Collectors.joining(", "));
    return String.join(
        System.lineSeparator(),
        "There is no event log of " + jobId + " " + places + ".",
        "The job's "
            + StragglerKeys.EVENT_LOG_DIR
            + " says where it is; history means its owner's folder below "
            + JHAdminConfig.MR_HISTORY_INTERMEDIATE_DONE_DIR
            + ". --log-dir names a directory.",
        "There is none before a task has reported, and none for a job whose "
            + SPECULATOR
            + " is not "
            + AccelSpeculator.class.getName()
            + ".");
  }
}
