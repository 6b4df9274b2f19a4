package io.github.hadoopaccel.lab.bench.am;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.TaskCompletionEvent;
import org.apache.hadoop.mapreduce.Counters;
import org.apache.hadoop.mapreduce.JobACL;
import org.apache.hadoop.mapreduce.v2.api.records.AMInfo;
import org.apache.hadoop.mapreduce.v2.api.records.JobId;
import org.apache.hadoop.mapreduce.v2.api.records.JobReport;
import org.apache.hadoop.mapreduce.v2.api.records.JobState;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptCompletionEvent;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskType;
import org.apache.hadoop.mapreduce.v2.app.job.Job;
import org.apache.hadoop.mapreduce.v2.app.job.Task;
import org.apache.hadoop.mapreduce.v2.util.MRBuilderUtils;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.authorize.AccessControlList;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.util.Records;

/**
 * A job whose maps all run, one attempt each, on {@value #NODES} nodes. It keeps them as Hadoop's
 * does, in a map behind a lock, so that looking one up costs as much. Thread-safe.
 */
final class StandInJob implements Job {
  private static final int NODES = 2000;
  private static final int NODE_MANAGER_PORT = 45454;

  private final JobId id;
  private final long startTime;
  private final List<NodeId> nodes =
      IntStream.range(0, NODES)
          .mapToObj(i -> NodeId.newInstance("node%04d.example.org".formatted(i), NODE_MANAGER_PORT))
          .toList();
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  // Guarded by the lock.
  private final Map<TaskId, Task> maps = new LinkedHashMap<>();

  StandInJob(JobId id, long startTime) {
    this.id = id;
    this.startTime = startTime;
  }

  /** Adds running maps until there are {@code size}. */
  void grow(int size) {
    lock.writeLock().lock();
    try {
      for (int i = maps.size(); i < size; i++) {
        TaskAttemptId attempt = attempt(i);
        maps.put(
            attempt.getTaskId(),
            new StandInTask(
                attempt.getTaskId(), new StandInAttempt(attempt, nodes.get(i % NODES), startTime)));
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** The id of the attempt of map {@code index}. */
  TaskAttemptId attempt(int index) {
    return MRBuilderUtils.newTaskAttemptId(MRBuilderUtils.newTaskId(id, index, TaskType.MAP), 0);
  }

  @Override
  public JobId getID() {
    return id;
  }

  @Override
  public String getName() {
    return "bench am";
  }

  @Override
  public JobState getState() {
    return JobState.RUNNING;
  }

  @Override
  public JobReport getReport() {
    JobReport report = Records.newRecord(JobReport.class);
    report.setJobId(id);
    report.setJobState(JobState.RUNNING);
    report.setStartTime(startTime);
    report.setJobPriority(Priority.UNDEFINED);
    return report;
  }

  @Override
  public Map<TaskId, Task> getTasks() {
    lock.readLock().lock();
    try {
      return Collections.unmodifiableMap(maps);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public Map<TaskId, Task> getTasks(TaskType type) {
    return type == TaskType.MAP ? getTasks() : Map.of();
  }

  @Override
  public Task getTask(TaskId task) {
    lock.readLock().lock();
    try {
      return maps.get(task);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public int getTotalMaps() {
    lock.readLock().lock();
    try {
      return maps.size();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public int getTotalReduces() {
    return 0;
  }

  @Override
  public int getCompletedMaps() {
    return 0;
  }

  @Override
  public int getCompletedReduces() {
    return 0;
  }

  @Override
  public int getFailedMaps() {
    return 0;
  }

  @Override
  public int getFailedReduces() {
    return 0;
  }

  @Override
  public int getKilledMaps() {
    return 0;
  }

  @Override
  public int getKilledReduces() {
    return 0;
  }

  @Override
  public boolean isUber() {
    return false;
  }

  @Override
  public String getUserName() {
    return "bench";
  }

  @Override
  public Counters getAllCounters() {
    throw Unasked.question();
  }

  @Override
  public List<String> getDiagnostics() {
    throw Unasked.question();
  }

  @Override
  public float getProgress() {
    throw Unasked.question();
  }

  @Override
  public String getQueueName() {
    throw Unasked.question();
  }

  @Override
  public Path getConfFile() {
    throw Unasked.question();
  }

  @Override
  public Configuration loadConfFile() {
    throw Unasked.question();
  }

  @Override
  public Map<JobACL, AccessControlList> getJobACLs() {
    throw Unasked.question();
  }

  @Override
  public TaskAttemptCompletionEvent[] getTaskAttemptCompletionEvents(int from, int most) {
    throw Unasked.question();
  }

  @Override
  public TaskCompletionEvent[] getMapAttemptCompletionEvents(int from, int most) {
    throw Unasked.question();
  }

  @Override
  public List<AMInfo> getAMInfos() {
    throw Unasked.question();
  }

  @Override
  public boolean checkAccess(UserGroupInformation caller, JobACL operation) {
    throw Unasked.question();
  }

  @Override
  public void setQueueName(String queue) {
    throw Unasked.question();
  }

  @Override
  public void setJobPriority(Priority priority) {
    throw Unasked.question();
  }
}
