package io.github.hadoopaccel.straggler.am;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.mapreduce.v2.api.records.TaskType;
import org.apache.hadoop.mapreduce.v2.app.speculate.Speculator;
import org.apache.hadoop.mapreduce.v2.app.speculate.SpeculatorEvent;

/**
 * How many maps and reduces wait for a container, as the ApplicationMaster's events tell.
 * Thread-safe; taking an event in costs one addition.
 */
final class ContainerNeeds {
  private final AtomicLong maps = new AtomicLong();
  private final AtomicLong reduces = new AtomicLong();
  private volatile boolean told;

  /** Takes an event in; others than changes of a task's need are ignored. */
  void take(SpeculatorEvent event) {
    if (event.getType() == Speculator.EventType.TASK_CONTAINER_NEED_UPDATE) {
      boolean map = event.getTaskID().getTaskType() == TaskType.MAP;
      (map ? maps : reduces).addAndGet(event.containersNeededChange());
      if (map) {
        told = true;
      }
    }
  }

  /**
   * Maps that wait; {@code otherwise} while no event has come.
   *
   * @param secondAttempts attempts that wait beside another one of their map: such a map runs
   */
  int waitingMaps(int secondAttempts, int otherwise) {
    return told ? bounded(maps.get() - secondAttempts) : otherwise;
  }

  /** Reduces that wait, as far as events have come; also those of which too few maps are done. */
  int waitingReduces() {
    return bounded(reduces.get());
  }

  private static int bounded(long count) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, count));
  }
}
