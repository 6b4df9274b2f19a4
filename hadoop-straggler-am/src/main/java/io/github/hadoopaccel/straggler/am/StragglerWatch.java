package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.read.config.Problems;
import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.read.signal.LocalSignals;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.SignalProtocol;
import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.escalation.PriorityRules;
import io.github.hadoopaccel.straggler.policy.StragglerPolicies;
import io.github.hadoopaccel.straggler.policy.StragglerPolicyProvider;
import io.github.hadoopaccel.straggler.progress.AttemptLedger;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.Intake;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.MapCounts;
import io.github.hadoopaccel.straggler.report.JobTotals;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import io.github.hadoopaccel.straggler.report.TimeSaved;
import io.github.hadoopaccel.straggler.scan.SavedTime;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.TypeConverter;
import org.apache.hadoop.mapreduce.v2.api.records.JobId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.app.AppContext;
import org.apache.hadoop.mapreduce.v2.app.job.Job;
import org.apache.hadoop.mapreduce.v2.app.job.Task;
import org.apache.hadoop.mapreduce.v2.app.speculate.SpeculatorEvent;
import org.apache.hadoop.mapreduce.v2.util.MRBuilderUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the readers of a job: takes their reports, scans them once a tick on a thread of its own
 * and answers with directives.
 *
 * <p>{@link #publish} before any container is launched, {@link #start} when the job runs, {@link
 * #stop} at the end. A scan that fails ends the scans, with one WARN: from then on every answer is
 * "read carefully", and all speculation is Hadoop's. Thread-safe.
 */
final class StragglerWatch {
  private static final Logger LOG = LoggerFactory.getLogger(StragglerWatch.class);
  private static final Text TOKEN_ALIAS = new Text("hadoop-accel.signal");
  private static final int MAX_ATTEMPTS = 131_072;
  private static final long REPORT_MILLIS_AFTER_FAILURE = 30_000;
  private static final long NAME_NODE_MILLIS = 60_000;

  /** Each costs a container for nothing where the cluster has a single node. */
  private static final int MAX_MOVES = 8;

  private static final long LAST_SCAN_MILLIS = 1_000;

  private final Configuration conf;
  private final AppContext context;
  private final StragglerSettings settings;
  private final JobId jobId;
  private final String jobName;
  private final JobEvents events;
  private final DirectiveEvents directiveEvents;
  private final ContainerNeeds needs = new ContainerNeeds();
  private final StockSpeculation stock;
  private final JobSnapshots snapshots;
  private final AttemptLedger ledger;
  private final WatchScan scan;
  private final SignalServer server;
  private final SlowDataNodeReport nameNodes;
  private final LongAdder attemptsReported = new LongAdder();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private Optional<LocalSignals.Registration> local = Optional.empty();
  private Optional<StragglerMetrics> metrics = Optional.empty();
  private long statusDueMillis = Long.MIN_VALUE;
  private volatile long running;
  private volatile long slowDataNodes;
  private volatile long scans;
  private volatile long lastScanMicros;
  private volatile boolean failed;

  /**
   * Reads the settings, finds the policy and binds the port.
   *
   * @throws IllegalArgumentException naming every wrong key
   * @throws IOException when no port can be bound
   */
  StragglerWatch(Configuration conf, AppContext context) throws IOException {
    this.conf = conf;
    this.context = context;
    Problems problems = new Problems();
    this.settings = StragglerSettings.read(conf, problems);
    Optional<StragglerPolicyProvider> provider =
        StragglerPolicies.find(settings.policy(), conf.getClassLoader(), problems);
    this.stock = new StockSpeculation(settings, StragglerWatch::nowMillis);
    double hedgeFraction = ReadKeys.BUDGET_FRACTION.read(conf, problems);
    problems.throwIfAny();
    this.jobId =
        MRBuilderUtils.newJobId(context.getApplicationID(), context.getApplicationID().getId());
    this.jobName = TypeConverter.fromYarn(jobId).toString();
    this.events = new JobEvents(context);
    this.directiveEvents = new DirectiveEvents(events::emit);
    this.snapshots =
        new JobSnapshots(
            context,
            jobId,
            needs,
            this::waitingSeconds,
            new AttemptPriorities(PriorityRules.parse(settings.priorityRules()), conf));
    this.ledger = new AttemptLedger(MAX_ATTEMPTS, settings.slowDeviceFraction(), snapshots::facts);
    this.scan =
        new WatchScan(
            settings,
            provider.orElseThrow().create(settings, conf::get),
            conf.getBoolean(MRJobConfig.MAP_SPECULATIVE, false),
            hedgeFraction,
            ledger,
            new SpeculativeAttempts(context, conf, MAX_MOVES),
            stock,
            this::runningReduces,
            events);
    this.nameNodes = new SlowDataNodeReport(conf, NAME_NODE_MILLIS);
    this.thread = new Thread(this::run, "accel-straggler-watch");
    thread.setDaemon(true);
    thread.setContextClassLoader(conf.getClassLoader());
    this.server =
        new SignalServer(
            conf,
            jobName,
            context.getNMHostname(),
            settings.rpcHandlers(),
            settings.rpcPorts(),
            answers());
  }

  /**
   * Opens the server and tells the tasks of it: the token through the job's credentials, the
   * address through their environment. Tasks that run in this process, as those of an uber job,
   * find the watch by the job's id.
   *
   * @throws IllegalArgumentException when {@code conf} carries no credentials
   */
  void publish(Configuration conf) {
    if (!(conf instanceof JobConf job)) {
      throw new IllegalArgumentException(conf.getClass().getName() + " carries no credentials");
    }
    server.start();
    job.getCredentials().addToken(TOKEN_ALIAS, server.token());
    job.set("mapreduce.map.env." + SignalProtocol.ADDRESS_VARIABLE, server.address());
    job.set("mapreduce.reduce.env." + SignalProtocol.ADDRESS_VARIABLE, server.address());
    local = Optional.of(LocalSignals.register(jobName, this::answerHere));
    LOG.info("Listening to readers at {}; {}", server.address(), settings);
  }

  /** Starts the scans and the event log. */
  void start() {
    events.open(settings, jobName, conf);
    if (settings.nameNodeReport()) {
      nameNodes.start();
    }
    metrics = Optional.of(StragglerMetrics.register(this::gauges));
    stock.enter();
    thread.start();
  }

  void stop() {
    stopping.countDown();
    thread.interrupt();
    stock.leave();
    local.ifPresent(LocalSignals.Registration::close);
    server.stop();
    nameNodes.stop();
    metrics.ifPresent(StragglerMetrics::unregister);
    awaitLastScan();
    events.emit(
        (time, elapsed) ->
            new StragglerEvent.Summary(
                time,
                elapsed,
                attemptsReported.sum(),
                scan.flagged(),
                scan.secondAttempts(),
                ledger.forgotten(),
                ledger.usefulBytes(),
                ledger.extraBytes(),
                scan.grantedBytes(),
                server.accepted(),
                server.refusals().total(),
                events.dropped(),
                Optional.of(timeSaved(scan.saved())),
                ledger.attemptsByDecoder()));
    events.close();
  }

  /** The summary is to tell of all of it; one that hangs is not worth the job's time. */
  private void awaitLastScan() {
    try {
      thread.join(LAST_SCAN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static TimeSaved timeSaved(SavedTime saved) {
    return new TimeSaved(saved.lowMillis(), saved.estimateMillis(), saved.highMillis());
  }

  /** Takes an event of the ApplicationMaster in; costs an addition. */
  void handle(SpeculatorEvent event) {
    needs.take(event);
  }

  /** What is left to Hadoop's speculation. */
  StockSpeculation stock() {
    return stock;
  }

  /** Whether a scan has failed, so that no attempt is directed any more. */
  boolean failed() {
    return failed;
  }

  private SignalServer.Answers answers() {
    return new SignalServer.Answers() {
      @Override
      public Directive answer(ReadReport report) throws ReportRefusedException {
        return StragglerWatch.this.answer(report);
      }

      @Override
      public void refused(String reason, long count) {
        events.emit((time, elapsed) -> new StragglerEvent.Refused(time, elapsed, reason, count));
      }
    };
  }

  private Directive answerHere(ReadReport report) {
    try {
      return answer(report);
    } catch (ReportRefusedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private Directive answer(ReadReport report) throws ReportRefusedException {
    long now = nowMillis();
    Intake intake = ledger.record(report, now);
    if (intake instanceof Intake.Refused refused) {
      throw new ReportRefusedException(refused.why(), refused.reason());
    }
    Optional<ReadReport> before = ((Intake.Accepted) intake).before();
    if (before.isEmpty()) {
      attemptsReported.increment();
    } else {
      directiveEvents.followed(before.get(), report);
    }
    if (failed) {
      return Directive.careful(REPORT_MILLIS_AFTER_FAILURE);
    }
    Directive directive = scan.answer(report.attemptId(), now);
    directiveEvents.answered(report, directive);
    return directive;
  }

  private void run() {
    try {
      while (!failed && !stopping.await(pauseMillis(), TimeUnit.MILLISECONDS)) {
        tick();
      }
    } catch (InterruptedException e) {
      LOG.debug("Interrupted: no further scans.");
    }
  }

  /** A tick; of a job so large that scans take long, so much that they take a tenth of the time. */
  private long pauseMillis() {
    return Math.max(settings.tickMillis(), 10 * lastScanMicros / 1000);
  }

  private void tick() {
    try {
      long began = System.nanoTime();
      Optional<JobSnapshot> look = snapshots.take(ledger, nameNodes.dataNodes(), nowMillis());
      if (look.isPresent()) {
        scan.run(look.get(), context.getJob(jobId), jobId);
        seen(look.get());
        scans++;
        lastScanMicros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began);
      }
    } catch (Throwable e) {
      if (stopping.getCount() == 0) {
        LOG.debug("The last scan was broken off.", e);
        return;
      }
      failed = true;
      scan.clear();
      stock.leave();
      LOG.warn("Scanning for stragglers failed: tasks are not directed any more.", e);
      events.emit(
          (time, elapsed) -> new StragglerEvent.NotActive(time, elapsed, "a scan failed: " + e));
    }
  }

  /** Attempts that wait for a container beside another one of their map, whoever wanted them. */
  private int waitingSeconds(Job job) {
    int waiting = 0;
    for (TaskId map : stock.maps()) {
      Task task = job.getTask(map);
      waiting += task == null ? 0 : LiveAttempts.of(task).waitingBeside();
    }
    return waiting;
  }

  private int runningReduces(Job job) {
    return Math.max(0, job.getTotalReduces() - job.getCompletedReduces() - needs.waitingReduces());
  }

  private void seen(JobSnapshot look) {
    running = look.running().size();
    slowDataNodes = look.dataNodes().slow().size();
    if (directiveEvents.any()) {
      Set<String> names = new HashSet<>();
      for (AttemptProgress attempt : ledger.running()) {
        names.add(attempt.attemptId());
      }
      directiveEvents.keepOnly(names);
    }
    if (look.nowMillis() >= statusDueMillis) {
      statusDueMillis = look.nowMillis() + settings.statusIntervalMillis();
      events.emit(
          (time, elapsed) ->
              new StragglerEvent.Status(
                  time,
                  elapsed,
                  totals(look),
                  StatusEvents.attempts(look, scan.ladder()),
                  StatusEvents.slow(look.dataNodes())));
    }
  }

  private JobTotals totals(JobSnapshot look) {
    MapCounts maps = look.maps();
    return new JobTotals(
        maps.total(),
        maps.done(),
        maps.pending(),
        maps.running(),
        look.running().size(),
        scan.acceleratedAttempts(),
        scan.secondAttempts(),
        look.usefulBytes(),
        look.extraBytes(),
        scan.grantedBytes(),
        scan.poolBytes(),
        server.refusals().total());
  }

  private StragglerGauges gauges() {
    return new StragglerGauges(
        running,
        scan.acceleratedAttempts(),
        scan.secondAttempts(),
        ledger.usefulBytes(),
        ledger.extraBytes(),
        scan.grantedBytes(),
        server.accepted(),
        server.refusals().total(),
        slowDataNodes,
        scans,
        lastScanMicros);
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
