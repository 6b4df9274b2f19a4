package io.github.hadoopaccel.lab.bench.am;

import java.util.Collections;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.hadoop.mapreduce.Counters;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskReport;
import org.apache.hadoop.mapreduce.v2.api.records.TaskState;
import org.apache.hadoop.mapreduce.v2.api.records.TaskType;
import org.apache.hadoop.mapreduce.v2.app.job.Task;
import org.apache.hadoop.mapreduce.v2.app.job.TaskAttempt;

/** A running map with one attempt, which it finds, as Hadoop's does, under a lock. Thread-safe. */
final class StandInTask implements Task {
  private final TaskId id;
  private final Map<TaskAttemptId, TaskAttempt> attempts;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  StandInTask(TaskId id, TaskAttempt attempt) {
    this.id = id;
    this.attempts = Collections.singletonMap(attempt.getID(), attempt);
  }

  @Override
  public TaskId getID() {
    return id;
  }

  @Override
  public TaskType getType() {
    return TaskType.MAP;
  }

  @Override
  public TaskState getState() {
    lock.readLock().lock();
    try {
      return TaskState.RUNNING;
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public Map<TaskAttemptId, TaskAttempt> getAttempts() {
    lock.readLock().lock();
    try {
      return attempts;
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public TaskAttempt getAttempt(TaskAttemptId attempt) {
    lock.readLock().lock();
    try {
      return attempts.get(attempt);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public float getProgress() {
    return attempts.values().iterator().next().getProgress();
  }

  @Override
  public boolean isFinished() {
    return false;
  }

  @Override
  public TaskReport getReport() {
    throw Unasked.question();
  }

  @Override
  public Counters getCounters() {
    throw Unasked.question();
  }

  @Override
  public boolean canCommit(TaskAttemptId attempt) {
    throw Unasked.question();
  }
}
