package io.github.hadoopaccel.lab.bench.am;

import java.util.Map;
import java.util.Set;
import org.apache.hadoop.mapreduce.v2.api.records.JobId;
import org.apache.hadoop.mapreduce.v2.app.AppContext;
import org.apache.hadoop.mapreduce.v2.app.ClusterInfo;
import org.apache.hadoop.mapreduce.v2.app.TaskAttemptFinishingMonitor;
import org.apache.hadoop.mapreduce.v2.app.job.Job;
import org.apache.hadoop.mapreduce.v2.util.MRBuilderUtils;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.event.Event;
import org.apache.hadoop.yarn.event.EventHandler;
import org.apache.hadoop.yarn.security.client.ClientToAMTokenSecretManager;
import org.apache.hadoop.yarn.util.Clock;
import org.apache.hadoop.yarn.util.SystemClock;

/** An ApplicationMaster of one job, on loopback, in which every event is lost. Thread-safe. */
final class StandInApplication implements AppContext {
  private final long startTime = System.currentTimeMillis();
  private final ApplicationId id = ApplicationId.newInstance(startTime, 1);
  private final JobId jobId = MRBuilderUtils.newJobId(id, id.getId());
  private final StandInJob job = new StandInJob(jobId, startTime);

  /** The job. */
  StandInJob job() {
    return job;
  }

  @Override
  public ApplicationId getApplicationID() {
    return id;
  }

  @Override
  public ApplicationAttemptId getApplicationAttemptId() {
    return ApplicationAttemptId.newInstance(id, 1);
  }

  @Override
  public String getApplicationName() {
    return job.getName();
  }

  @Override
  public long getStartTime() {
    return startTime;
  }

  @Override
  public CharSequence getUser() {
    return job.getUserName();
  }

  @Override
  public Job getJob(JobId asked) {
    return jobId.equals(asked) ? job : null;
  }

  @Override
  public Map<JobId, Job> getAllJobs() {
    return Map.of(jobId, job);
  }

  @Override
  @SuppressWarnings("rawtypes") // as Hadoop has it
  public EventHandler<Event> getEventHandler() {
    return event -> {};
  }

  @Override
  public Clock getClock() {
    return SystemClock.getInstance();
  }

  @Override
  public Set<String> getBlacklistedNodes() {
    return Set.of();
  }

  @Override
  public boolean isLastAMRetry() {
    return true;
  }

  @Override
  public boolean hasSuccessfullyUnregistered() {
    return false;
  }

  @Override
  public String getNMHostname() {
    return "localhost";
  }

  @Override
  public ClusterInfo getClusterInfo() {
    throw Unasked.question();
  }

  @Override
  public ClientToAMTokenSecretManager getClientToAMTokenSecretManager() {
    throw Unasked.question();
  }

  @Override
  public TaskAttemptFinishingMonitor getTaskAttemptFinishingMonitor() {
    throw Unasked.question();
  }

  @Override
  public String getHistoryUrl() {
    throw Unasked.question();
  }

  @Override
  public void setHistoryUrl(String url) {
    throw Unasked.question();
  }
}
