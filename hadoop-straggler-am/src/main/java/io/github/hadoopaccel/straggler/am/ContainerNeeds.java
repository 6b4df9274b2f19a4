package io.github.hadoopaccel.straggler.am;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.mapreduce.v2.api.records.TaskType;
import org.apache.hadoop.mapreduce.v2.app.speculate.Speculator;
import org.apache.hadoop.mapreduce.v2.app.speculate.SpeculatorEvent;

/**
 * How many maps wait for a container, as the ApplicationMaster's events tell. Thread-safe; taking
 * an event in costs one addition.
 */
final class ContainerNeeds {
  private final AtomicLong maps = new AtomicLong();
  private volatile boolean told;

  /** Takes an event in; others than changes of a task's need are ignored. */
  void take(SpeculatorEvent event) {
    if (event.getType() == Speculator.EventType.TASK_CONTAINER_NEED_UPDATE
        && event.getTaskID().getTaskType() == TaskType.MAP) {
      maps.addAndGet(event.containersNeededChange());
      told = true;
    }
  }

  /** Maps that wait; {@code otherwise} while no event has come. */
  int waitingMaps(int otherwise) {
    return told ? (int) Math.max(0, Math.min(Integer.MAX_VALUE, maps.get())) : otherwise;
  }
}
