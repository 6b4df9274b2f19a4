package io.github.hadoopaccel.lab.bench.read;

import com.sun.management.OperatingSystemMXBean;
import io.github.hadoopaccel.read.hadoop.LiveReads;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsSupport;
import org.apache.hadoop.fs.statistics.StreamStatisticNames;

/**
 * Takes samples, each on a thread and a stream of its own, and ends those that take too long: a
 * sample stops by itself between two calls once the cap has passed; a call that does not end is
 * given a grace, then its stream is closed, then its thread is interrupted. A stock stream heeds
 * neither: its close waits for the lock of the block reader that waits for the DataNode. Such a
 * thread is left behind and ends with the condition that holds it.
 */
final class Sampler {
  /** Longer than a stall; less where the cap itself is less. */
  private static final Duration MAX_GRACE = Duration.ofSeconds(3);

  private static final Duration AFTER_CLOSE = Duration.ofMillis(500);
  private static final Duration AFTER_INTERRUPT = Duration.ofMillis(500);
  private static final int SETTLE_ROUNDS = 100;
  private static final long SETTLE_MILLIS = 10;

  private final BenchCluster cluster;
  private final BenchOptions options;

  /** A sampler of the file of a cluster. */
  Sampler(BenchCluster cluster, BenchOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  /**
   * A sample and all of its latencies.
   *
   * @param failure of a read that nobody had ended, or null
   */
  record Taken(Sample sample, Histogram nanos, IOException failure) {}

  /** Takes one. */
  Taken take(BenchPlan.Step step, FileSystem fileSystem) throws InterruptedException {
    long sentBefore = cluster.settledSentBytes();
    Calls calls = new Calls(step.api(), step.round(), cluster.file(), options);
    long cpuBefore = cpuNanos();
    long began = System.nanoTime();
    Work work = new Work(calls, fileSystem, began);
    Thread thread = daemon(work, "bench-sample");
    thread.start();
    boolean cut = end(thread, work);
    long cpu = cpuNanos() - cpuBefore;
    work.log.close(System.nanoTime());
    awaitStopped();
    long sent = cluster.settledSentBytes() - sentBefore;
    boolean capped = cut || work.failure == null && !work.complete;
    double seconds = Math.max(1, work.log.endNanos() - began) / 1e9;
    return new Taken(
        new Sample(
            step.round(),
            capped,
            work.log.bytes(),
            seconds,
            cpu / 1e9,
            sent,
            work.receivedBytes(),
            Latency.of(work.log.nanos())),
        work.log.nanos(),
        cut ? null : work.failure);
  }

  /** Waits for the end of a sample, or brings it about; returns whether it did. */
  private boolean end(Thread thread, Work work) throws InterruptedException {
    Duration grace = options.cap().compareTo(MAX_GRACE) < 0 ? options.cap() : MAX_GRACE;
    thread.join(options.cap().plus(grace).toMillis());
    if (!thread.isAlive()) {
      return false;
    }
    work.log.close(System.nanoTime());
    work.cut = true;
    FSDataInputStream in = work.in;
    if (in != null) {
      // The stock stream's close waits for the read that holds its lock.
      daemon(() -> closeQuietly(in), "bench-close").start();
      thread.join(AFTER_CLOSE.toMillis());
    }
    if (thread.isAlive()) {
      thread.interrupt();
      thread.join(AFTER_INTERRUPT.toMillis());
    }
    return true;
  }

  private static void closeQuietly(FSDataInputStream in) {
    try {
      in.close();
    } catch (IOException | RuntimeException e) {
      // It was ended from outside; whatever it says about that is no finding.
      return;
    }
  }

  /** Abandoned unit reads of the sample would count for the next one. */
  private static void awaitStopped() throws InterruptedException {
    for (int i = 0; i < SETTLE_ROUNDS && !LiveReads.inThisJvm().isNothing(); i++) {
      TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** The sample's own thread. */
  private final class Work implements Runnable {
    private final Calls calls;
    private final FileSystem fileSystem;
    private final long beganNanos;
    private final CallLog log;
    private volatile FSDataInputStream in;
    private volatile boolean cut;
    private volatile boolean complete;
    private volatile IOException failure;

    Work(Calls calls, FileSystem fileSystem, long beganNanos) {
      this.calls = calls;
      this.fileSystem = fileSystem;
      this.beganNanos = beganNanos;
      this.log = new CallLog(beganNanos);
    }

    @Override
    public void run() {
      try (FSDataInputStream opened = fileSystem.open(cluster.file().path())) {
        in = opened;
        complete = calls.make(opened, log, this::isOver);
      } catch (IOException e) {
        failure = e;
      } catch (RuntimeException e) {
        failure = new IOException(e);
      }
    }

    private boolean isOver() {
      return cut || System.nanoTime() - beganNanos >= options.cap().toNanos();
    }

    /** By the stream's own statistics; negative if it keeps none. */
    long receivedBytes() {
      IOStatistics statistics = in == null ? null : IOStatisticsSupport.retrieveIOStatistics(in);
      return statistics == null
          ? -1
          : statistics.counters().getOrDefault(StreamStatisticNames.STREAM_READ_TOTAL_BYTES, -1L);
    }
  }
}
