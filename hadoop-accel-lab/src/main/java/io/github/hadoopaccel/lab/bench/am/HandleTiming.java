package io.github.hadoopaccel.lab.bench.am;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.apache.hadoop.mapreduce.v2.app.speculate.Speculator;
import org.apache.hadoop.mapreduce.v2.app.speculate.SpeculatorEvent;

/**
 * Times what two speculators of one job do with the same events, in turn: whichever was first in a
 * round is second in the next. Calls are timed by the batch, and once more one by one. For one
 * thread.
 */
final class HandleTiming {
  private static final int BATCH = 1000;
  private static final int BATCHES = 20;
  private static final int WARM_UPS = 2;
  private static final long SEED = 1;
  private static final long LONGEST_NANOS = 10_000_000_000L;

  private final StandInJob job;
  private final int attempts;
  private final Subject hook;
  private final Subject stock;

  private static final class Subject {
    final Speculator speculator;
    final List<Double> medianMicros = new ArrayList<>();
    final List<Double> p99Micros = new ArrayList<>();
    final List<Double> meanMicros = new ArrayList<>();

    Subject(Speculator speculator) {
      this.speculator = speculator;
    }

    void round(SpeculatorEvent[] events, boolean counts) {
      List<Double> means = new ArrayList<>();
      for (int from = 0; from < events.length; from += BATCH) {
        long begun = System.nanoTime();
        for (int i = from; i < from + BATCH; i++) {
          speculator.handle(events[i]);
        }
        means.add((System.nanoTime() - begun) / 1e3 / BATCH);
      }
      Histogram nanos = new Histogram(LONGEST_NANOS, 3);
      for (SpeculatorEvent event : events) {
        long begun = System.nanoTime();
        speculator.handle(event);
        nanos.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - begun));
      }
      if (counts) {
        medianMicros.add(nanos.getValueAtPercentile(50) / 1e3);
        p99Micros.add(nanos.getValueAtPercentile(99) / 1e3);
        meanMicros.add(
            means.stream().mapToDouble(Double::doubleValue).sorted().toArray()[BATCHES / 2]);
      }
    }

    HandleTimes times(EventKind kind, boolean isHook) {
      HandleTimes times = new HandleTimes(kind, isHook, medianMicros, p99Micros, meanMicros);
      medianMicros.clear();
      p99Micros.clear();
      meanMicros.clear();
      return times;
    }
  }

  /** Of speculators that have seen nothing yet. */
  HandleTiming(StandInJob job, int attempts, Speculator hook, Speculator stock) {
    this.job = job;
    this.attempts = attempts;
    this.hook = new Subject(hook);
    this.stock = new Subject(stock);
  }

  /** Lets both know of every attempt. */
  void introduce() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < attempts; i++) {
      for (EventKind kind : List.of(EventKind.START, EventKind.STATUS)) {
        SpeculatorEvent event = kind.event(job.attempt(i), i, random);
        hook.speculator.handle(event);
        stock.speculator.handle(event);
      }
    }
  }

  /** What both take for events of a kind, the hook first. */
  List<HandleTimes> time(EventKind kind, int rounds) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = -WARM_UPS; round < rounds; round++) {
      SpeculatorEvent[] events = kind.events(job, attempts, BATCH * BATCHES, random);
      List<Subject> order = round % 2 == 0 ? List.of(hook, stock) : List.of(stock, hook);
      for (Subject subject : order) {
        subject.round(events, round >= 0);
      }
    }
    return List.of(hook.times(kind, true), stock.times(kind, false));
  }
}
