package io.github.hadoopaccel.lab.bench.am;

import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.hadoop.mapreduce.Counters;
import org.apache.hadoop.mapreduce.v2.api.records.Phase;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptReport;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptState;
import org.apache.hadoop.mapreduce.v2.app.job.TaskAttempt;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.NodeId;

/** A running attempt that answers, as Hadoop's does, under a lock of its own. Thread-safe. */
final class StandInAttempt implements TaskAttempt {
  private static final float PROGRESS = 0.4f;

  private final TaskAttemptId id;
  private final NodeId node;
  private final long launchTime;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  StandInAttempt(TaskAttemptId id, NodeId node, long launchTime) {
    this.id = id;
    this.node = node;
    this.launchTime = launchTime;
  }

  @Override
  public TaskAttemptId getID() {
    return id;
  }

  @Override
  public TaskAttemptState getState() {
    lock.readLock().lock();
    try {
      return TaskAttemptState.RUNNING;
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public float getProgress() {
    lock.readLock().lock();
    try {
      return PROGRESS;
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public NodeId getNodeId() {
    lock.readLock().lock();
    try {
      return node;
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public Phase getPhase() {
    return Phase.MAP;
  }

  @Override
  public boolean isFinished() {
    return false;
  }

  @Override
  public long getLaunchTime() {
    return launchTime;
  }

  @Override
  public long getFinishTime() {
    return 0;
  }

  @Override
  public TaskAttemptReport getReport() {
    throw Unasked.question();
  }

  @Override
  public List<String> getDiagnostics() {
    throw Unasked.question();
  }

  @Override
  public Counters getCounters() {
    throw Unasked.question();
  }

  @Override
  public ContainerId getAssignedContainerID() {
    throw Unasked.question();
  }

  @Override
  public String getAssignedContainerMgrAddress() {
    throw Unasked.question();
  }

  @Override
  public String getNodeHttpAddress() {
    throw Unasked.question();
  }

  @Override
  public String getNodeRackName() {
    throw Unasked.question();
  }

  @Override
  public long getShuffleFinishTime() {
    throw Unasked.question();
  }

  @Override
  public long getSortFinishTime() {
    throw Unasked.question();
  }

  @Override
  public int getShufflePort() {
    throw Unasked.question();
  }
}
