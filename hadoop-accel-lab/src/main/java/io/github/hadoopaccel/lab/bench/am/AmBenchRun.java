package io.github.hadoopaccel.lab.bench.am;

import io.github.hadoopaccel.lab.bench.am.RpcLoad.Kind;
import io.github.hadoopaccel.lab.demo.Progress;
import io.github.hadoopaccel.straggler.config.StragglerKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.TypeConverter;
import org.apache.hadoop.mapreduce.v2.app.speculate.DefaultSpeculator;

/**
 * Runs the hook in this JVM beside a job that grows, lets the tasks of another JVM report to it,
 * and measures. What fails is a fault; what came before it is kept. For one thread.
 */
final class AmBenchRun {
  private static final int WARM_UP_ATTEMPTS = 3000;
  private static final int WARM_UP_REPORTS = 6;
  private static final int WARM_UP_SCANS = 30;
  private static final String WARM_UP_TICK = "100ms";
  private static final int SKIPPED_SCANS = 2;

  /** Fewer attempts would have to hurry, and the hook refuses that. */
  private static final int LEAST_REPORTING = 10_000;

  private static final int ROUNDS_OF_A_LOAD = 100_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final AmOptions options;
  private final Path folder;
  private final Progress progress;
  private final Runnable onFailure;
  private final List<SizeResult> sizes = new ArrayList<>();
  private final List<HandleTimes> handle = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private Optional<RpcResult> rpc = Optional.empty();

  /**
   * A run.
   *
   * @param folder an existing folder for logs
   * @param onFailure called before a failure counts as one
   */
  AmBenchRun(AmOptions options, Path folder, Progress progress, Runnable onFailure) {
    this.options = options;
    this.folder = folder;
    this.progress = progress;
    this.onFailure = onFailure;
  }

  /** Does all of it. */
  AmResults run() throws InterruptedException {
    try (Clients clients = Clients.start(folder)) {
      progress.phase("warming up");
      warmUp(clients);
      measure(clients);
    } catch (IOException | RuntimeException e) {
      onFailure.run();
      faults.add(String.valueOf(e.getMessage()));
    }
    return new AmResults(sizes, handle, rpc, faults);
  }

  /** So that the compiler knows all of it, by another hook than the one that is measured. */
  private void warmUp(Clients clients) throws IOException, InterruptedException {
    StandInApplication application = new StandInApplication();
    application.job().grow(WARM_UP_ATTEMPTS);
    JobConf conf = conf();
    conf.set(StragglerKeys.TICK.name(), WARM_UP_TICK);
    try (Hook hook = Hook.start(conf, application)) {
      connect(clients, ClientMain.HADOOP, application, hook, WARM_UP_ATTEMPTS, 0);
      for (int i = 0; i < WARM_UP_REPORTS; i++) {
        clients.each(0, WARM_UP_ATTEMPTS);
      }
      ScanTimes.ofRunningHook().next(0, WARM_UP_SCANS, PATIENCE);
      clients.disconnect();
    }
  }

  private void measure(Clients clients) throws IOException, InterruptedException {
    StandInApplication application = new StandInApplication();
    JobConf conf = conf();
    try (Hook hook = Hook.start(conf, application)) {
      ScanTimes scans = ScanTimes.ofRunningHook();
      double hookBytes = 0;
      double jobBytes = 0;
      int reported = 0;
      for (int size : options.sizes()) {
        progress.phase("%,d attempts, reports".formatted(size));
        long bare = LiveHeap.bytes();
        application.job().grow(size);
        long before = LiveHeap.bytes();
        jobBytes += before - bare;
        connect(clients, ClientMain.HADOOP, application, hook, size, 0);
        clients.each(reported, size);
        reported = size;
        clients.disconnect();
        awaitClosed(hook.port());
        progress.phase("%,d attempts, scans".formatted(size));
        List<Double> millis = scans.next(SKIPPED_SCANS, options.scans(), PATIENCE);
        hookBytes += LiveHeap.bytes() - before;
        sizes.add(new SizeResult(size, millis, hookBytes, jobBytes));
      }
      if (options.largest() >= LEAST_REPORTING) {
        reports(clients, application, hook);
      }
      events(application, hook, conf);
    }
  }

  private void reports(Clients clients, StandInApplication application, Hook hook)
      throws IOException {
    List<RpcLoad> loads = new ArrayList<>();
    int round = 1;
    for (Kind kind : Kind.values()) {
      progress.phase(
          "reports over %d connections, %s".formatted(options.connections(), kind.label()));
      String client = kind == Kind.HADOOP_CLIENT ? ClientMain.HADOOP : ClientMain.FRUGAL;
      connect(clients, client, application, hook, options.largest(), round);
      // Rounds of an attempt never go back, however many reports the ones before have sent.
      round += ROUNDS_OF_A_LOAD;
      // One report makes a connection; then some, so that the compiler knows them.
      clients.each(0, options.connections());
      send(clients, kind, 1, 1);
      int open = OpenConnections.of(hook.port());
      if (open != options.connections()) {
        faults.add(open + " connections are open, not " + options.connections());
      }
      Duration hookCpu = ownCpu();
      Duration clientCpu = clients.cpu();
      List<RpcWindow> windows = send(clients, kind, options.windowSeconds(), options.windows());
      double count = windows.stream().mapToLong(RpcWindow::reports).sum();
      loads.add(
          new RpcLoad(
              kind,
              open,
              kind == Kind.PACED ? options.perSec() : 0,
              windows,
              micros(ownCpu().minus(hookCpu)) / count,
              micros(clients.cpu().minus(clientCpu)) / count));
      rpc = Optional.of(new RpcResult(options.connections(), loads));
      clients.disconnect();
    }
  }

  private List<RpcWindow> send(Clients clients, Kind kind, double windowSeconds, int windows)
      throws IOException {
    int attempts = options.largest();
    return kind == Kind.PACED
        ? clients.paced(attempts, options.perSec(), windowSeconds, windows)
        : clients.closed(attempts, windowSeconds, windows);
  }

  private void events(StandInApplication application, Hook hook, JobConf conf) {
    progress.phase("events");
    DefaultSpeculator stock = new DefaultSpeculator(conf, application);
    stock.init(conf);
    HandleTiming timing =
        new HandleTiming(application.job(), options.largest(), hook.speculator(), stock);
    timing.introduce();
    for (EventKind kind : EventKind.values()) {
      progress.detail(kind.label());
      handle.addAll(timing.time(kind, options.handleRounds()));
    }
    stock.stop();
  }

  private void connect(
      Clients clients,
      String client,
      StandInApplication application,
      Hook hook,
      int attempts,
      int round)
      throws IOException {
    clients.connect(
        client,
        TypeConverter.fromYarn(application.job().getID()).toString(),
        hook.address(),
        hook.token(),
        options.connections(),
        attempts,
        round);
  }

  /** What a connection holds is no attempt's. */
  private static void awaitClosed(int port) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + CLOSING.toNanos();
    while (OpenConnections.of(port) > 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static Duration ownCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static double micros(Duration time) {
    return time.toNanos() / 1e3;
  }

  /** A job's, with the hook's defaults but for what would leave this machine. */
  private JobConf conf() {
    JobConf conf = new JobConf();
    conf.set("fs.defaultFS", "file:///");
    conf.setBoolean(StragglerKeys.NAME_NODE_REPORT.name(), false);
    conf.set(StragglerKeys.EVENT_LOG_DIR.name(), folder.resolve("events").toUri().toString());
    options.policy().ifPresent(policy -> conf.set(StragglerKeys.POLICY.name(), policy));
    return conf;
  }
}
