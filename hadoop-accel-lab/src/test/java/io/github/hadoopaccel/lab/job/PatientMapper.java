package io.github.hadoopaccel.lab.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Mapper;

/**
 * Counts lines, and holds at the first one until the file named by {@link #GATE} exists, if it is
 * named: a test then knows that the attempt runs for as long as it likes. Says so by making the
 * file {@code GATE.started}. After every eighth line it parks for {@link #PARK_MICROS}.
 */
public final class PatientMapper extends Mapper<LongWritable, Text, Text, LongWritable> {
  static final String GATE = "lab.gate";
  static final String PARK_MICROS = "lab.park-micros";
  private static final int LINES_PER_PARK = 8;

  private final Text key = new Text("lines");
  private final LongWritable one = new LongWritable(1);

  @Override
  public void run(Context context) throws IOException, InterruptedException {
    String gate = context.getConfiguration().get(GATE);
    long parkNanos =
        TimeUnit.MICROSECONDS.toNanos(context.getConfiguration().getLong(PARK_MICROS, 0));
    long lines = 0;
    setup(context);
    while (context.nextKeyValue()) {
      if (gate != null) {
        hold(Path.of(gate), context);
        gate = null;
      }
      if (parkNanos > 0 && lines++ % LINES_PER_PARK == 0) {
        LockSupport.parkNanos(parkNanos);
      }
      context.write(key, one);
    }
    cleanup(context);
  }

  private static void hold(Path gate, Context context) throws IOException {
    Path started = Path.of(gate + ".started");
    if (!Files.exists(started)) {
      Files.writeString(started, context.getTaskAttemptID().toString());
    }
    while (!Files.exists(gate)) {
      context.progress();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
