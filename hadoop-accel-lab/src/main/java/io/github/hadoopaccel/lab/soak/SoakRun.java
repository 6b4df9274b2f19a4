package io.github.hadoopaccel.lab.soak;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.soak.Tally.Count;
import io.github.hadoopaccel.read.hadoop.LiveReads;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.protocol.AddErasureCodingPolicyResponse;
import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicy;
import org.apache.hadoop.util.VersionInfo;

/**
 * One soak on a cluster: writes the files, lets readers and the saboteur loose, watches them, and
 * counts what is left when all is closed. Used once.
 */
final class SoakRun {
  private static final org.apache.hadoop.fs.Path DIRECTORY = new org.apache.hadoop.fs.Path("/soak");
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final long PROGRESS_SECONDS = 10;
  private static final long HEAP_SECONDS = 60;

  /** No read is asked for so much that it could take this long, also not past a slow DataNode. */
  private static final Duration STUCK = Duration.ofMinutes(3);

  private static final Duration SETTLE = Duration.ofSeconds(30);
  private static final int HELPERS_OF_A_READER = 4;

  private final SoakOptions options;
  private final PrintStream err;
  private final Tally tally;
  private final SoakPlan plan;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<SoakReader> readers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Set<SoakReader.Operation> stuck = new HashSet<>();
  private HeapUse heap;
  private String aborted;

  /**
   * What a soak is to do.
   *
   * @param folder for what the cluster does not store itself
   * @param definitions further settings of all file systems that read
   */
  record SoakOptions(
      long seed, Duration length, int readers, Path folder, Map<String, String> definitions) {}

  SoakRun(SoakOptions options, PrintStream err) {
    this.options = options;
    this.err = err;
    this.tally = new Tally(err);
    this.plan = new SoakPlan(options.seed());
  }

  /** Starts the cluster that a soak needs. */
  static EmbeddedHdfs startCluster(Path folder, int dataNodes) throws IOException {
    return EmbeddedHdfs.start(
        folder, dataNodes, SoakPolicy.RS_3_2.blockBytes(), Saboteur.CLUSTER_SETTINGS);
  }

  /** Soaks. */
  SoakResult run(EmbeddedHdfs hdfs) throws IOException, InterruptedException {
    err.printf("writing %,d files%n", plan.files().size());
    List<SoakFile> files = writeFiles(hdfs);
    List<PosedFileSystem> fileSystems =
        PosedFileSystem.openAll(
            hdfs.fileSystem().getUri(), hdfs.configuration(), options.definitions());
    int maxThreads = PosedFileSystem.maxThreads(fileSystems);
    ScheduledExecutorService helpers =
        Executors.newScheduledThreadPool(
            options.readers() * HELPERS_OF_A_READER, work -> daemon(work, "soak-helper"));
    Saboteur saboteur =
        new Saboteur(hdfs, plan, files, tally, options.folder().resolve("originals"));
    saboteur.awaitHealth();
    for (int i = 0; i < options.readers(); i++) {
      SoakReader reader =
          new SoakReader(
              i, plan.reader(i), fileSystems, files, tally, helpers, saboteur::state, stopped::get);
      readers.add(reader);
      threads.add(daemon(reader, "soak-reader-" + i));
    }
    threads.add(daemon(saboteur, "soak-saboteur"));
    long beganNanos = System.nanoTime();
    threads.forEach(Thread::start);
    HeapUse heapQuarter = watch(beganNanos, saboteur);
    double seconds = (System.nanoTime() - beganNanos) / 1e9;
    stopped.set(true);
    saboteur.stop();
    joinAll();
    helpers.shutdownNow();
    if (aborted == null) {
      for (PosedFileSystem each : fileSystems) {
        each.close();
      }
    }
    return new SoakResult(
        options.seed(),
        seconds,
        VersionInfo.getVersion(),
        tally.counts(),
        tally.ways(),
        settled(),
        maxThreads,
        heapQuarter,
        heap,
        aborted);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private List<SoakFile> writeFiles(EmbeddedHdfs hdfs) throws IOException, InterruptedException {
    for (SoakPolicy policy : SoakPolicy.values()) {
      for (AddErasureCodingPolicyResponse response :
          hdfs.fileSystem().addErasureCodingPolicies(new ErasureCodingPolicy[] {policy.policy()})) {
        if (!response.isSucceed()) {
          throw new IOException(response.toString());
        }
      }
      hdfs.makeErasureCodedDirectory(
          new org.apache.hadoop.fs.Path(DIRECTORY, policy.policy().getName()),
          policy.policy().getName());
    }
    List<SoakFile> files = new ArrayList<>();
    for (SoakPlan.FileSpec spec : plan.files()) {
      files.add(write(hdfs, spec));
    }
    return files;
  }

  private static SoakFile write(EmbeddedHdfs hdfs, SoakPlan.FileSpec spec)
      throws IOException, InterruptedException {
    FileSystem fileSystem = hdfs.fileSystem();
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(DIRECTORY, spec.name());
    try (OutputStream out =
        fileSystem.create(path, true, 4096, (short) 1, spec.policy().blockBytes())) {
      byte[] stripe = new byte[spec.policy().stripeBytes()];
      for (long at = 0; at < spec.lengthBytes(); at += stripe.length) {
        PatternBytes.fill(spec.seed(), at, stripe);
        out.write(stripe, 0, (int) Math.min(stripe.length, spec.lengthBytes() - at));
      }
    }
    return new SoakFile(path, spec, groups(hdfs, path, spec.policy()), new ReadGate());
  }

  /** The groups of a file just written; the last DataNodes may not have told the NameNode yet. */
  private static List<Set<String>> groups(
      EmbeddedHdfs hdfs, org.apache.hadoop.fs.Path path, SoakPolicy policy)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + SETTLE.toNanos();
    while (true) {
      var groups = Saboteur.groups(hdfs, path, policy);
      if (groups.isPresent()) {
        return groups.get();
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(path + " was not written to enough DataNodes");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Until the time is over or something is hopeless; returns the heap in use after a quarter. */
  private HeapUse watch(long beganNanos, Saboteur saboteur) throws InterruptedException {
    long end = options.length().toNanos();
    HeapUse heapQuarter = null;
    long lastProgress = 0;
    long lastHeap = 0;
    while (aborted == null) {
      long elapsed = System.nanoTime() - beganNanos;
      if (elapsed >= end) {
        break;
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(TICK.toNanos(), end - elapsed));
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNanos);
      if (heapQuarter == null && System.nanoTime() - beganNanos >= end / 4) {
        heap = heapNow();
        heapQuarter = heap;
      }
      if (seconds / HEAP_SECONDS > lastHeap) {
        lastHeap = seconds / HEAP_SECONDS;
        heap = heapNow();
      }
      if (seconds / PROGRESS_SECONDS > lastProgress) {
        lastProgress = seconds / PROGRESS_SECONDS;
        err.println(progress(seconds));
      }
      findStuck();
      if (saboteur.failure() != null) {
        aborted = "the saboteur failed: " + saboteur.failure();
        tally.note("the saboteur failed", saboteur.failure());
      }
    }
    heap = heapNow();
    return heapQuarter == null ? heap : heapQuarter;
  }

  private HeapUse heapNow() {
    return HeapUse.now(tally.get(Count.STOPPED));
  }

  private String progress(long seconds) {
    return String.format(
        Locale.ROOT,
        "%d:%02d  %,d operations, %,d MB verified; %d rounds, %d stopped, %d slowed, %,d damaged;"
            + " %d wrong bytes, %d broken reads, %d errors; %s; heap %s",
        seconds / 60,
        seconds % 60,
        tally.get(Count.OPERATIONS),
        tally.get(Count.VERIFIED_BYTES) / 1_000_000,
        tally.get(Count.ROUNDS),
        tally.get(Count.STOPPED),
        tally.get(Count.SLOWED),
        tally.get(Count.DAMAGED_BLOCKS),
        tally.get(Count.WRONG_BYTES),
        tally.get(Count.BROKEN_READS),
        tally.get(Count.UNEXPECTED_ERRORS),
        LiveReads.inThisJvm(),
        heap == null ? "not measured yet" : heap);
  }

  /** A read that hangs is a failure, and the end: its thread cannot be stopped. */
  private void findStuck() {
    long now = System.nanoTime();
    for (SoakReader reader : readers) {
      SoakReader.Operation operation = reader.operation();
      if (operation != null
          && now - operation.beganNanos() > STUCK.toNanos()
          && stuck.add(operation)) {
        Throwable where = new IllegalStateException("hangs here");
        where.setStackTrace(operation.thread().getStackTrace());
        tally.failure("for %s: %s".formatted(STUCK, operation.what()), where);
        aborted = "a read hangs";
      }
    }
  }

  private void joinAll() throws InterruptedException {
    long deadline = System.nanoTime() + STUCK.toNanos();
    for (Thread thread : threads) {
      while (thread.isAlive() && aborted == null) {
        thread.join(TICK.toMillis());
        findStuck();
        if (System.nanoTime() > deadline && thread.isAlive()) {
          aborted = thread.getName() + " does not end";
        }
      }
    }
  }

  /** What is held once abandoned reads have had time to stop. */
  private static LiveReads settled() throws InterruptedException {
    long deadline = System.nanoTime() + SETTLE.toNanos();
    LiveReads live = LiveReads.inThisJvm();
    while (!live.isNothing() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(50);
      live = LiveReads.inThisJvm();
    }
    return live;
  }
}
