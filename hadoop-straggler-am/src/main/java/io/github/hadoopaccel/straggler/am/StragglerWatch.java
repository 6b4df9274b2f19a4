package io.github.hadoopaccel.straggler.am;

import io.github.hadoopaccel.read.config.Problems;
import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.read.signal.Directive;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.SignalProtocol;
import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.escalation.EscalationLadder;
import io.github.hadoopaccel.straggler.escalation.LadderStep;
import io.github.hadoopaccel.straggler.escalation.RungChange;
import io.github.hadoopaccel.straggler.policy.StragglerPolicies;
import io.github.hadoopaccel.straggler.policy.StragglerPolicyProvider;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptLedger;
import io.github.hadoopaccel.straggler.progress.Intake;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.TaskFacts;
import io.github.hadoopaccel.straggler.report.EventLog;
import io.github.hadoopaccel.straggler.report.EventLogReader;
import io.github.hadoopaccel.straggler.report.EventText;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import io.github.hadoopaccel.straggler.scan.DirectiveBoard;
import io.github.hadoopaccel.straggler.scan.ExtraBytePool;
import io.github.hadoopaccel.straggler.scan.StragglerScan;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.TypeConverter;
import org.apache.hadoop.mapreduce.v2.api.records.JobId;
import org.apache.hadoop.mapreduce.v2.app.AppContext;
import org.apache.hadoop.mapreduce.v2.util.MRBuilderUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the readers of a job: takes their reports, scans them once a tick on a thread of its own
 * and answers with directives.
 *
 * <p>{@link #publish} before any container is launched, {@link #start} when the job runs, {@link
 * #stop} at the end. A scan that fails ends the scans, with one WARN: from then on every answer is
 * "read carefully". Thread-safe.
 */
final class StragglerWatch {
  private static final Logger LOG = LoggerFactory.getLogger(StragglerWatch.class);
  private static final Text TOKEN_ALIAS = new Text("hadoop-accel.signal");
  private static final int MAX_ATTEMPTS = 131_072;
  private static final long REPORT_MILLIS_AFTER_FAILURE = 30_000;

  private final Configuration conf;
  private final AppContext context;
  private final StragglerSettings settings;
  private final StragglerScan scan;
  private final JobSnapshots snapshots;
  private final AttemptLedger ledger;
  private final EscalationLadder ladder;
  private final ExtraBytePool pool;
  private final DirectiveBoard board;
  private final SignalServer server;
  private final String jobName;
  private final AtomicLong attemptsReported = new AtomicLong();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile Optional<EventLog> log = Optional.empty();
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
    double hedgeFraction = ReadKeys.BUDGET_FRACTION.read(conf, problems);
    problems.throwIfAny();
    this.scan = new StragglerScan(provider.orElseThrow().create(settings, conf::get));
    JobId jobId =
        MRBuilderUtils.newJobId(context.getApplicationID(), context.getApplicationID().getId());
    this.jobName = TypeConverter.fromYarn(jobId).toString();
    this.snapshots = new JobSnapshots(context, jobId);
    this.ladder = new EscalationLadder(settings.ladder(), settings.selection());
    this.pool =
        new ExtraBytePool(
            settings.jobBudgetFraction(), hedgeFraction, settings.directiveLapseMillis());
    this.board = new DirectiveBoard(settings, pool);
    this.ledger =
        new AttemptLedger(MAX_ATTEMPTS, settings.slowDeviceFraction(), report -> TaskFacts.UNKNOWN);
    this.thread = new Thread(this::run, "accel-straggler-watch");
    thread.setDaemon(true);
    thread.setContextClassLoader(conf.getClassLoader());
    this.server =
        new SignalServer(
            conf, jobName, context.getNMHostname(), settings.rpcHandlers(), this::answer);
  }

  /**
   * Opens the server and tells the tasks of it: the token through the job's credentials, the
   * address through their environment.
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
    LOG.info("Listening to readers at {}; {}", server.address(), settings);
  }

  /**
   * Starts the scans and the event log.
   *
   * @throws IOException when it cannot be told who the current user is
   */
  void start() throws IOException {
    if (!settings.eventLogDir().equals("none") && !settings.eventLogDir().equals("history")) {
      String name =
          jobName + "_" + context.getApplicationAttemptId().getAttemptId() + EventLogReader.SUFFIX;
      Path file = new Path(settings.eventLogDir(), name);
      log = Optional.of(EventLog.start(file, conf, settings.tickMillis()));
    }
    thread.start();
  }

  void stop() {
    stopping.countDown();
    thread.interrupt();
    server.stop();
    emit(
        new StragglerEvent.Summary(
            System.currentTimeMillis(),
            jobElapsedMillis(),
            attemptsReported.get(),
            board.flagged(),
            ledger.usefulBytes(),
            ledger.extraBytes(),
            board.grantedBytes(),
            server.accepted(),
            server.refused(),
            log.map(EventLog::dropped).orElse(0L),
            ledger.attemptsByDecoder()));
    log.ifPresent(EventLog::close);
  }

  /** Whether a scan has failed, so that no attempt is directed any more. */
  boolean failed() {
    return failed;
  }

  long refusedReports() {
    return server.refused();
  }

  private Directive answer(ReadReport report) {
    long now = nowMillis();
    if (ledger.record(report, now) instanceof Intake.Accepted accepted) {
      noticed(accepted.before(), report);
    }
    return failed
        ? Directive.careful(REPORT_MILLIS_AFTER_FAILURE)
        : board.answer(report.attemptId(), now);
  }

  private void noticed(Optional<ReadReport> before, ReadReport report) {
    if (before.isEmpty()) {
      attemptsReported.incrementAndGet();
    } else if (before.get().posture() != report.posture()) {
      emit(
          new StragglerEvent.PostureChanged(
              System.currentTimeMillis(),
              jobElapsedMillis(),
              report.attemptId(),
              report.ageMillis(),
              before.get().posture(),
              report.posture()));
    }
  }

  private void run() {
    try {
      while (!failed && !stopping.await(settings.tickMillis(), TimeUnit.MILLISECONDS)) {
        tick();
      }
    } catch (InterruptedException e) {
      LOG.debug("Interrupted: no further scans.");
    }
  }

  private void tick() {
    try {
      snapshots.take(ledger, nowMillis()).ifPresent(this::scan);
    } catch (Throwable e) {
      failed = true;
      board.clear();
      LOG.warn("Scanning for stragglers failed: tasks are not directed any more.", e);
    }
  }

  private void scan(JobSnapshot job) {
    Map<String, Verdict> verdicts = scan.verdicts(job);
    LadderStep step = ladder.step(job, verdicts, pool.look(job), 0);
    board.update(job, step);
    step.wishes().forEach(wish -> ladder.notStarted(wish.taskIndex(), "not supported yet"));
    step.changes().forEach(change -> report(change, verdicts, job));
  }

  private void report(RungChange change, Map<String, Verdict> verdicts, JobSnapshot job) {
    long ageMillis =
        job.running().stream()
            .filter(attempt -> attempt.attemptId().equals(change.attemptId()))
            .mapToLong(attempt -> attempt.ageMillis(job.nowMillis()))
            .findFirst()
            .orElse(0);
    if (change.begins()) {
      emit(
          new StragglerEvent.Flagged(
              System.currentTimeMillis(),
              jobElapsedMillis(),
              change.attemptId(),
              ageMillis,
              change.extraUnits(),
              change.reason(),
              verdicts.get(change.attemptId()).evidence()));
    } else if (change.ends()) {
      emit(
          new StragglerEvent.Lapsed(
              System.currentTimeMillis(),
              jobElapsedMillis(),
              change.attemptId(),
              ageMillis,
              change.reason()));
    }
  }

  private void emit(StragglerEvent event) {
    LOG.info(EventText.of(event));
    log.ifPresent(l -> l.add(event));
  }

  private long jobElapsedMillis() {
    return Math.max(0, System.currentTimeMillis() - context.getStartTime());
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
