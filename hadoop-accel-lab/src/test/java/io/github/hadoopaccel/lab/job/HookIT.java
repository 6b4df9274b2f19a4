package io.github.hadoopaccel.lab.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.lab.fault.SlowDataNode;
import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.straggler.config.StragglerKeys;
import io.github.hadoopaccel.straggler.policy.Verdict;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.report.AttemptStatus;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobCounter;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the ApplicationMaster does about attempts that hold a job back, on a real YARN with task
 * processes of their own and two hosts. The tasks do nothing of their own against slow DataNodes.
 * Each test lets the job go on only when its event log says what is awaited.
 */
@Timeout(240)
class HookIT {
  private static final int MIB = HookedJobs.MIB;
  private static final int MAPS = 12;

  /** A task that needs this DataNode for 2 MiB waits for a minute at least. */
  private static final long SLOW_BYTES_PER_SEC = 32 << 10;

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir static java.nio.file.Path folder;
  private static HookedJobs jobs;
  private static List<StoredUnits> stored;
  private static int gates;

  @BeforeAll
  static void start() throws IOException {
    jobs = HookedJobs.start(folder);
    stored = new ArrayList<>();
    for (int i = 0; i < MAPS; i++) {
      Path file = jobs.write("/ec/file-" + i, 6L * MIB);
      // The NameNode learns of the last block of a file a little later than the client.
      stored.add(
          await()
              .atMost(PATIENCE)
              .ignoreExceptions()
              .until(() -> StoredUnits.of(jobs.hdfs(), file), units -> true));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (jobs != null) {
      jobs.close();
    }
  }

  @Test
  @DisplayName("S0_03 S0_04 S0_05 exactly those that wait for the slow DataNode are flagged")
  void thoseThatWaitForTheSlowDataNodeAreFlaggedAndASlowMapperIsNot() throws Exception {
    DataNode slow = holderForSome();
    List<Path> waiting = filesWithDataOn(slow);
    List<Path> files = new ArrayList<>(waiting);
    List<Path> others = filesWithoutDataOn(slow);
    files.addAll(others);
    int slowMapper = waiting.size();
    java.nio.file.Path start = gate();
    java.nio.file.Path end = gate();
    Job job =
        jobs.job(
            files,
            StragglerKeys.MODE.name(),
            "accelerate-only",
            StragglerKeys.MIN_AGE.name(),
            "2s",
            PatientMapper.START,
            start.toString(),
            PatientMapper.START_TASKS,
            "0,1,2,3,4,5",
            PatientMapper.PARK_TASK,
            Integer.toString(slowMapper),
            PatientMapper.PARK_MICROS,
            "1500",
            PatientMapper.PARK_UNTIL,
            end.toString());
    job.submit();
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < waiting.size(); i++) {
      expected.add(HookedJobs.attempt(job, i, 0));
    }
    awaitReporting(job, 6);
    try (SlowDataNode slowly = SlowDataNode.slow(slow, SLOW_BYTES_PER_SEC)) {
      Files.createFile(start);
      awaitThat(
          job, () -> flagged(job).containsAll(expected) && mapsDone(job) >= others.size() - 1);
      assertThat(flagged(job)).as("%s of %s", slowly, waiting).isEqualTo(expected);
    }
    String slowAttempt = HookedJobs.attempt(job, slowMapper, 0);
    // All others have ended: now the job waits for the slow mapper alone.
    awaitThat(
        job,
        () ->
            mapsDone(job) == MAPS - 1
                && judgements(job, slowAttempt).stream().anyMatch(HookIT::isOfUserCode));
    Files.createFile(end);
    assertCountsEveryLine(job, files);
    assertThat(flagged(job)).isEqualTo(expected);
    assertThat(jobs.snapshots(job)).isNotEmpty();
  }

  private static boolean isOfUserCode(Verdict verdict) {
    return verdict instanceof Verdict.Keep && verdict.reason().contains("user code");
  }

  @Test
  @DisplayName("S0_08 the only map of a job is flagged and reads in another posture")
  void theOnlyMapOfAJobIsFlaggedAndReadsInAnotherPosture() throws Exception {
    StoredUnits file = stored.get(0);
    java.nio.file.Path start = gate();
    Job job =
        jobs.job(
            List.of(file.file()),
            PatientMapper.START,
            start.toString(),
            PatientMapper.START_TASKS,
            "0");
    job.submit();
    String attempt = HookedJobs.attempt(job, 0, 0);
    awaitReporting(job, 1);
    try (SlowDataNode slowly = SlowDataNode.slow(file.data().get(1), SLOW_BYTES_PER_SEC)) {
      Files.createFile(start);
      // A map that read carefully would wait for a minute: this one goes past.
      awaitThat(job, () -> mapsDone(job) == 1);
      assertThat(flagged(job)).as("%s", slowly).containsExactly(attempt);
    }
    assertCountsEveryLine(job, List.of(file.file()));
    assertThat(jobs.events(job, StragglerEvent.PostureChanged.class))
        .anyMatch(event -> event.attempt().equals(attempt) && event.to() == Posture.ACCELERATED);
  }

  @Test
  @DisplayName("most of the extra bytes go to the one large split")
  void mostOfTheExtraBytesGoToTheOneLargeSplit() throws Exception {
    List<Path> files = new ArrayList<>();
    files.add(jobs.write("/ec/large", 20L * MIB));
    for (int i = 0; i < 5; i++) {
      files.add(jobs.write("/ec/small-" + i, 2L * MIB));
    }
    java.nio.file.Path start = gate();
    List<SlowDataNode> slowed = new ArrayList<>();
    Job job =
        jobs.job(
            files, PatientMapper.START, start.toString(), PatientMapper.START_TASKS, "0,1,2,3,4,5");
    try {
      job.submit();
      awaitReporting(job, 6);
      for (DataNode each : jobs.hdfs().dataNodes()) {
        slowed.add(SlowDataNode.slow(each, 640 << 10));
      }
      Files.createFile(start);
      String large = HookedJobs.attempt(job, 0, 0);
      awaitThat(job, () -> granted(job).containsKey(large));
      awaitThat(job, () -> mapsDone(job) == 5);
    } finally {
      slowed.forEach(SlowDataNode::close);
    }
    assertCountsEveryLine(job, files);
    // A small one may hold the job back too, for a moment in which its DataNodes are the busy ones.
    assertThat(flagged(job)).contains(HookedJobs.attempt(job, 0, 0));
    Map<String, Long> granted = granted(job);
    long toTheLarge = granted.remove(HookedJobs.attempt(job, 0, 0));
    assertThat(toTheLarge)
        .isGreaterThan(granted.values().stream().mapToLong(Long::longValue).sum());
    assertThat(launchedMaps(job)).isEqualTo(6);
  }

  @Test
  @DisplayName("S0_11 one that does not recover gets a second attempt")
  void oneThatDoesNotRecoverGetsASecondAttempt() throws Exception {
    try (Stuck stuck = new Stuck("full", "3s")) {
      Job job = stuck.job;
      awaitThat(job, () -> rungs(job).contains("SPECULATED"));
      stuck.lift();
      assertCountsEveryLine(job, stuck.files);
      assertThat(rungs(job)).startsWith("ACCELERATED", "SPECULATED");
      assertThat(jobs.events(job, StragglerEvent.Speculated.class))
          .isNotEmpty()
          .allMatch(event -> event.originalAttempt().equals(stuck.original));
      assertThat(directedTo(job)).startsWith(stuck.original);
      assertThat(hosts(job, stuck.original)).isNotEmpty();
      assertThat(touched(jobs.snapshots(job), stuck.original)).isNotEmpty();
    }
  }

  @Test
  @DisplayName("S0_11 accelerate-only never starts a second attempt")
  void accelerateOnlyNeverStartsASecondAttempt() throws Exception {
    try (Stuck stuck = new Stuck("accelerate-only", "1s")) {
      Job job = stuck.job;
      awaitThat(job, () -> rungs(job).contains("ACCELERATED"));
      long flaggedAtMillis =
          jobs.events(job, StragglerEvent.Flagged.class).get(0).attemptAgeMillis();
      // Far beyond the wait for a second attempt.
      awaitThat(
          job,
          () ->
              status(job, stuck.original).stream()
                  .anyMatch(s -> s.ageMillis() > flaggedAtMillis + 6 * Stuck.WAIT_MILLIS));
      stuck.lift();
      assertCountsEveryLine(job, stuck.files);
      assertThat(flagged(job)).contains(stuck.original);
      assertThat(jobs.events(job, StragglerEvent.Speculated.class)).isEmpty();
      assertThat(launchedMaps(job)).isEqualTo(stuck.files.size());
    }
  }

  @Test
  @DisplayName("S0_12 rules leave one attempt alone and give another a second one at once")
  void rulesLeaveOneAloneAndGiveAnotherASecondAttemptAtOnce() throws Exception {
    DataNode slow = holderForSome();
    List<Path> files = new ArrayList<>(filesWithDataOn(slow).subList(0, 2));
    files.addAll(filesWithoutDataOn(slow).subList(0, 2));
    java.nio.file.Path start = gate();
    List<SlowDataNode> slowed = new ArrayList<>();
    try {
      Job job =
          jobs.job(
              files,
              PatientMapper.START,
              start.toString(),
              PatientMapper.START_TASKS,
              "0,1",
              StragglerKeys.SPECULATE_WAIT.name(),
              "1h",
              StragglerKeys.PRIORITY_RULES.name(),
              "path=*" + files.get(0).getName() + ":none,task=1:critical");
      job.submit();
      awaitThat(job, () -> statuses(job).stream().anyMatch(s -> s.totals().mapsDone() == 2));
      awaitReporting(job, 2);
      slowed.add(SlowDataNode.slow(slow, SLOW_BYTES_PER_SEC));
      Files.createFile(start);
      String left = HookedJobs.attempt(job, 0, 0);
      String critical = HookedJobs.attempt(job, 1, 0);
      awaitThat(job, () -> !jobs.events(job, StragglerEvent.Speculated.class).isEmpty());
      awaitThat(job, () -> status(job, left).stream().anyMatch(s -> s.waitFraction() > 0.3));
      slowed.forEach(SlowDataNode::close);
      assertCountsEveryLine(job, files);
      assertThat(flagged(job)).contains(critical).doesNotContain(left);
      assertThat(judgements(job, left)).anyMatch(each -> each.reason().contains("none"));
      assertThat(jobs.events(job, StragglerEvent.Speculated.class))
          .allMatch(event -> event.originalAttempt().equals(critical));
    } finally {
      slowed.forEach(SlowDataNode::close);
    }
  }

  /**
   * A job of three maps of which one, after the two others have ended, needs a slow DataNode
   * whatever it reads: three of the five that hold its units are slow, and it needs three.
   */
  private static final class Stuck implements AutoCloseable {
    static final long WAIT_MILLIS = 1000;

    final StoredUnits victim = stored.get(0);
    final List<Path> files;
    final List<SlowDataNode> slowed = new ArrayList<>();
    final Job job;
    final String original;

    Stuck(String mode, String accelerateSpeculativeWait) throws Exception {
      files = List.of(victim.file(), stored.get(1).file(), stored.get(2).file());
      java.nio.file.Path start = gate();
      String wait = WAIT_MILLIS + "ms";
      job =
          jobs.job(
              files,
              PatientMapper.START,
              start.toString(),
              PatientMapper.START_TASKS,
              "0",
              StragglerKeys.MODE.name(),
              mode,
              ReadKeys.HEDGE_POLICY.name(),
              "never",
              StragglerKeys.MAX_EXTRA_UNITS.name(),
              "1",
              StragglerKeys.SPECULATE_WAIT.name(),
              wait,
              StragglerKeys.ACCELERATE_SPECULATIVE_WAIT.name(),
              accelerateSpeculativeWait);
      job.submit();
      original = HookedJobs.attempt(job, 0, 0);
      awaitThat(job, () -> statuses(job).stream().anyMatch(s -> s.totals().mapsDone() == 2));
      // The first and the last data unit and a parity unit.
      for (int unit : new int[] {0, 2, 3}) {
        slowed.add(SlowDataNode.slow(victim.all().get(unit), 3 * SLOW_BYTES_PER_SEC / 2));
      }
      Files.createFile(start);
    }

    /** From now on nothing is slow. */
    void lift() {
      slowed.forEach(SlowDataNode::close);
    }

    @Override
    public void close() {
      lift();
    }
  }

  private static java.nio.file.Path gate() {
    return folder.resolve("gate-" + gates++);
  }

  private static List<Path> filesWithDataOn(DataNode dataNode) {
    return stored.stream()
        .filter(file -> file.data().contains(dataNode))
        .map(StoredUnits::file)
        .toList();
  }

  private static List<Path> filesWithoutDataOn(DataNode dataNode) {
    return stored.stream()
        .filter(file -> !file.data().contains(dataNode))
        .map(StoredUnits::file)
        .toList();
  }

  /** One that holds data units of few files, of two at least, and a parity unit where possible. */
  private static DataNode holderForSome() {
    return jobs.hdfs().dataNodes().stream()
        .filter(each -> filesWithDataOn(each).size() >= 2)
        .min(
            Comparator.comparing(
                    (DataNode each) ->
                        stored.stream().noneMatch(file -> file.parity().contains(each)))
                .thenComparing(each -> filesWithDataOn(each).size()))
        .orElseThrow();
  }

  private static String name(DataNode dataNode) {
    return dataNode.getXferAddress().getAddress().getHostAddress()
        + ":"
        + dataNode.getXferAddress().getPort();
  }

  /** Waits, and fails at once where the job has ended without it. */
  private static void awaitThat(Job job, Callable<Boolean> condition) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              boolean ended = job.isComplete();
              boolean holds = condition.call();
              assertThat(ended && !holds).as("%s ended too soon", job.getJobID()).isFalse();
              return holds;
            });
  }

  /**
   * Until as many map attempts as that report at once: their containers have read all that YARN
   * gives them, which a slow DataNode would hold up too.
   */
  private static void awaitReporting(Job job, int attempts) {
    awaitThat(
        job,
        () -> statuses(job).stream().anyMatch(s -> s.totals().attemptsReporting() >= attempts));
  }

  private static long mapsDone(Job job) throws IOException {
    return statuses(job).stream().mapToLong(s -> s.totals().mapsDone()).max().orElse(0);
  }

  private static List<StragglerEvent.Status> statuses(Job job) throws IOException {
    return jobs.events(job, StragglerEvent.Status.class);
  }

  private static List<AttemptStatus> status(Job job, String attempt) throws IOException {
    return statuses(job).stream()
        .flatMap(status -> status.attempts().stream())
        .filter(each -> each.attempt().equals(attempt))
        .toList();
  }

  private static Set<String> hosts(Job job, String attempt) throws IOException {
    return status(job, attempt).stream().map(AttemptStatus::host).collect(Collectors.toSet());
  }

  private static List<Verdict> judgements(Job job, String attempt) throws IOException {
    return jobs.events(job, StragglerEvent.Judged.class).stream()
        .filter(event -> event.attempt().equals(attempt))
        .map(StragglerEvent.Judged::verdict)
        .toList();
  }

  private static Set<String> flagged(Job job) throws IOException {
    return jobs.events(job, StragglerEvent.Flagged.class).stream()
        .map(StragglerEvent.Flagged::attempt)
        .collect(Collectors.toSet());
  }

  /** The DataNodes that an attempt has read from, or waits for. */
  private static Set<String> touched(List<JobSnapshot> snapshots, String attempt) {
    Set<String> touched = new HashSet<>();
    for (JobSnapshot snapshot : snapshots) {
      for (AttemptProgress each : snapshot.running()) {
        if (each.attemptId().equals(attempt)) {
          touched.addAll(each.dataNodes().among(names(jobs.hdfs().dataNodes())));
        }
      }
    }
    return touched;
  }

  private static Set<String> names(List<DataNode> dataNodes) {
    return dataNodes.stream().map(HookIT::name).collect(Collectors.toSet());
  }

  /** The attempts of the first map that were told how to read, in the order they were told. */
  private static List<String> directedTo(Job job) throws IOException {
    return jobs.events(job, StragglerEvent.Directed.class).stream()
        .map(StragglerEvent.Directed::attempt)
        .filter(attempt -> TaskAttemptID.forName(attempt).getTaskID().getId() == 0)
        .distinct()
        .toList();
  }

  /** The rungs that the job's tasks came to, in order. */
  private static List<String> rungs(Job job) throws IOException {
    return jobs.events(job, StragglerEvent.RungChanged.class).stream()
        .map(StragglerEvent.RungChanged::to)
        .toList();
  }

  /** Extra bytes granted by attempt, where there are any. */
  private static Map<String, Long> granted(Job job) throws IOException {
    return jobs.events(job, StragglerEvent.Directed.class).stream()
        .filter(event -> event.grantedBytes() > 0)
        .collect(
            Collectors.toMap(
                StragglerEvent.Directed::attempt,
                StragglerEvent.Directed::grantedBytes,
                Math::max));
  }

  private static long launchedMaps(Job job) throws IOException {
    return job.getCounters().findCounter(JobCounter.TOTAL_LAUNCHED_MAPS).getValue();
  }

  private static void assertCountsEveryLine(Job job, List<Path> files) throws Exception {
    assertThat(job.waitForCompletion(false)).as("job %s succeeds", job.getJobID()).isTrue();
    assertThat(jobs.output(job)).isEqualTo(Map.of("lines", jobs.lines(files)));
  }
}
