package io.github.hadoopaccel.lab.bench.am;

import io.github.hadoopaccel.lab.bench.Named;
import java.util.SplittableRandom;
import org.apache.hadoop.mapreduce.v2.api.records.Phase;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptState;
import org.apache.hadoop.mapreduce.v2.app.job.event.TaskAttemptStatusUpdateEvent.TaskAttemptStatus;
import org.apache.hadoop.mapreduce.v2.app.speculate.SpeculatorEvent;

/** Events that an ApplicationMaster sends its speculator. */
enum EventKind implements Named {
  /** What a task says every 3 s. */
  STATUS("status update"),
  /** An attempt starts. */
  START("attempt start"),
  /** A task wants a container, or has one. */
  NEED("container need"),
  /** As of a map of 5 minutes: 97 % status updates, 1 % starts, 2 % container needs. */
  MIXED("mixed");

  private final String label;

  EventKind(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /** Events of attempts picked at random from the first {@code attempts} of the job. */
  SpeculatorEvent[] events(StandInJob job, int attempts, int count, SplittableRandom random) {
    SpeculatorEvent[] events = new SpeculatorEvent[count];
    for (int i = 0; i < count; i++) {
      events[i] = pick(random).event(job.attempt(random.nextInt(attempts)), i, random);
    }
    return events;
  }

  private EventKind pick(SplittableRandom random) {
    if (this != MIXED) {
      return this;
    }
    int percent = random.nextInt(100);
    return percent < 97 ? STATUS : percent < 98 ? START : NEED;
  }

  /** The event of one attempt. */
  SpeculatorEvent event(TaskAttemptId attempt, int number, SplittableRandom random) {
    long now = System.currentTimeMillis();
    return switch (this) {
      case START -> new SpeculatorEvent(attempt, true, now);
      case NEED -> new SpeculatorEvent(attempt.getTaskId(), number % 2 == 0 ? 1 : -1);
      default -> {
        TaskAttemptStatus status = new TaskAttemptStatus();
        status.id = attempt;
        status.progress = (float) random.nextDouble();
        status.stateString = "reading";
        status.phase = Phase.MAP;
        status.taskState = TaskAttemptState.RUNNING;
        yield new SpeculatorEvent(status, now);
      }
    };
  }
}
