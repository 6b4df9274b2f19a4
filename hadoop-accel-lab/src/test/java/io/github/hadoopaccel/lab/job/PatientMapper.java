package io.github.hadoopaccel.lab.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Mapper;

/**
 * Counts lines, and holds at the first one until the file named by {@link #GATE} exists, if it is
 * named: a test then knows that the attempt runs for as long as it likes. Says so by making the
 * file {@code GATE.started}. After every eighth line it parks for {@link #PARK_MICROS}, until the
 * file named by {@link #PARK_UNTIL} exists, if it is named.
 */
public final class PatientMapper extends Mapper<LongWritable, Text, Text, LongWritable> {
  static final String GATE = "lab.gate";

  /** The only task that holds at the gate, by its number; all do where it is not set. */
  static final String GATE_TASK = "lab.gate-task";

  static final String PARK_MICROS = "lab.park-micros";

  /** The only task that parks, by its number; all do where it is not set. */
  static final String PARK_TASK = "lab.park-task";

  static final String PARK_UNTIL = "lab.park-until";

  /** Tasks that read nothing before the file named by {@link #START} exists, by their numbers. */
  static final String START_TASKS = "lab.start-tasks";

  static final String START = "lab.start";
  private static final int LINES_PER_PARK = 8;

  /** Looking for a file at every park would be user code of its own. */
  private static final int PARKS_PER_LOOK = 16;

  private final Text key = new Text("lines");
  private final LongWritable one = new LongWritable(1);

  @Override
  public void run(Context context) throws IOException, InterruptedException {
    String gate = concerns(GATE_TASK, context) ? context.getConfiguration().get(GATE) : null;
    long parkNanos =
        concerns(PARK_TASK, context)
            ? TimeUnit.MICROSECONDS.toNanos(context.getConfiguration().getLong(PARK_MICROS, 0))
            : 0;
    String until = context.getConfiguration().get(PARK_UNTIL);
    long lines = 0;
    setup(context);
    awaitStart(context);
    while (context.nextKeyValue()) {
      if (gate != null) {
        hold(Path.of(gate), context);
        gate = null;
      }
      if (parkNanos > 0 && lines % LINES_PER_PARK == 0) {
        LockSupport.parkNanos(parkNanos);
        if (until != null
            && lines % (LINES_PER_PARK * PARKS_PER_LOOK) == 0
            && Files.exists(Path.of(until))) {
          parkNanos = 0;
        }
      }
      lines++;
      context.write(key, one);
    }
    cleanup(context);
  }

  /** Whether what the task is to do is this task's to do. */
  private static boolean concerns(String taskKey, Context context) {
    Configuration conf = context.getConfiguration();
    int task = context.getTaskAttemptID().getTaskID().getId();
    return conf.getInt(taskKey, task) == task;
  }

  private static void awaitStart(Context context) {
    Configuration conf = context.getConfiguration();
    int task = context.getTaskAttemptID().getTaskID().getId();
    if (IntStream.of(conf.getInts(START_TASKS)).anyMatch(each -> each == task)) {
      await(Path.of(conf.get(START)), context);
    }
  }

  private static void hold(Path gate, Context context) throws IOException {
    Path started = Path.of(gate + ".started");
    if (!Files.exists(started)) {
      Files.writeString(started, context.getTaskAttemptID().toString());
    }
    await(gate, context);
  }

  private static void await(Path file, Context context) {
    while (!Files.exists(file)) {
      context.progress();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
