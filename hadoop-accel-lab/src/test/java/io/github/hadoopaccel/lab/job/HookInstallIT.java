package io.github.hadoopaccel.lab.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.read.metrics.AccelCounter;
import io.github.hadoopaccel.straggler.config.StragglerKeys;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.mapreduce.Job;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the hook comes into a job and who may talk to it, on a real YARN with task processes of their
 * own: by the preemption policy, in the ApplicationMaster's own JVM, and against forgers.
 */
@Timeout(240)
class HookInstallIT {
  private static final int MIB = HookedJobs.MIB;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String EVERYONE = "lab-everyone";
  private static final String PREEMPTION_POLICY = "yarn.app.mapreduce.am.preemption.policy";
  private static final String ACCEL_PREEMPTION_POLICY =
      "io.github.hadoopaccel.straggler.am.AccelPreemptionPolicy";

  @TempDir static Path folder;
  private static HookedJobs jobs;
  private static List<org.apache.hadoop.fs.Path> files;

  @BeforeAll
  static void start() throws IOException {
    jobs = HookedJobs.start(folder);
    files = List.of(jobs.write("/ec/one", 3L * MIB), jobs.write("/ec/two", 3L * MIB));
  }

  @AfterAll
  static void stop() throws IOException {
    if (jobs != null) {
      jobs.close();
    }
  }

  @Test
  void eachNodeManagerIsAHostOfItsOwn() {
    assertThat(jobs.yarn().hosts()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("S0_08 forged and foreign reports are refused, and no log holds the secret")
  void forgedAndForeignReportsAreRefused() throws Exception {
    Path gate = folder.resolve("forge");
    Job job =
        jobs.job(
            ForgingMapper.class,
            files,
            StragglerKeys.POLICY.name(),
            EVERYONE,
            PatientMapper.GATE,
            gate.toString());
    job.submit();
    // Flagged by this policy once they have reported: then they have a reader that counts.
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                jobs.events(job, StragglerEvent.Flagged.class).stream()
                        .map(StragglerEvent.Flagged::attempt)
                        .distinct()
                        .count()
                    == 2);
    Files.createFile(gate);
    assertThat(job.waitForCompletion(false)).isTrue();

    Map<String, Long> outcomes = jobs.output(job);
    assertThat(outcomes.keySet())
        .hasSize(ForgingMapper.FORGERIES)
        .allSatisfy(outcome -> assertThat(outcome).contains(": " + ForgingMapper.REFUSED));
    assertThat(jobs.events(job, StragglerEvent.Summary.class))
        .hasSize(1)
        .allSatisfy(
            summary -> {
              assertThat(summary.reportsRefused()).isGreaterThanOrEqualTo(7);
              // The two maps and the reduce, and nobody who was made up.
              assertThat(summary.attemptsReported()).isBetween(2L, 3L);
            });
    assertNoLogHolds(job, Path.of(gate + ForgingMapper.SECRET));
  }

  private static void assertNoLogHolds(Job job, Path secret) throws IOException {
    List<String> hex = Files.readAllLines(secret);
    byte[] identifier = HexFormat.of().parseHex(hex.get(0));
    byte[] password = HexFormat.of().parseHex(hex.get(1));
    List<String> forbidden =
        List.of(
            new String(password, StandardCharsets.ISO_8859_1),
            hex.get(1),
            HexFormat.ofDelimiter(" ").formatHex(password),
            Base64.getEncoder().encodeToString(password),
            Base64.getUrlEncoder().withoutPadding().encodeToString(password),
            Base64.getEncoder().encodeToString(identifier),
            Base64.getUrlEncoder().withoutPadding().encodeToString(identifier));
    List<Path> logs;
    try (Stream<Path> all = Files.walk(jobs.logs(job))) {
      logs = all.filter(Files::isRegularFile).toList();
    }
    assertThat(logs).anyMatch(log -> log.endsWith("syslog"));
    for (Path log : logs) {
      String text = Files.readString(log, StandardCharsets.ISO_8859_1);
      assertThat(forbidden)
          .allSatisfy(each -> assertThat(text.contains(each)).as("%s in %s", each, log).isFalse());
    }
  }

  @Test
  @DisplayName("S0_08 the maps of an uber job report and are directed")
  void mapsOfAnUberJobReportAndAreDirected() throws Exception {
    Job job =
        jobs.job(
            files,
            "mapreduce.job.ubertask.enable",
            "true",
            "mapreduce.job.ubertask.maxbytes",
            Long.toString(64L * MIB),
            StragglerKeys.POLICY.name(),
            EVERYONE,
            PatientMapper.PARK_MICROS,
            "100");
    assertCountsEveryLine(job);
    assertThat(job.isUber()).isTrue();
    assertThat(jobs.events(job, StragglerEvent.PostureChanged.class)).isNotEmpty();
    assertThat(jobs.events(job, StragglerEvent.Summary.class))
        .hasSize(1)
        .allSatisfy(summary -> assertThat(summary.attemptsReported()).isEqualTo(2));
    assertThat(timesAccelerated(job)).isPositive();
  }

  @Test
  @DisplayName("S0_08 a job without speculation is directed by way of the preemption policy")
  void jobWithoutSpeculationIsDirected() throws Exception {
    Job job =
        jobs.job(
            files,
            "mapreduce.map.speculative",
            "false",
            "mapreduce.reduce.speculative",
            "false",
            PREEMPTION_POLICY,
            ACCEL_PREEMPTION_POLICY,
            StragglerKeys.POLICY.name(),
            EVERYONE,
            PatientMapper.PARK_MICROS,
            "100");
    assertCountsEveryLine(job);
    assertThat(timesAccelerated(job)).isPositive();
    assertThat(jobs.events(job, StragglerEvent.PostureChanged.class)).isNotEmpty();
    assertOneWatch(job);
  }

  @Test
  @DisplayName("S0_08 one watch runs where both classes are set")
  void oneWatchRunsWhereBothClassesAreSet() throws Exception {
    Job job =
        jobs.job(
            files,
            PREEMPTION_POLICY,
            ACCEL_PREEMPTION_POLICY,
            StragglerKeys.POLICY.name(),
            EVERYONE,
            PatientMapper.PARK_MICROS,
            "100");
    assertCountsEveryLine(job);
    assertThat(timesAccelerated(job)).isPositive();
    assertOneWatch(job);
  }

  private static void assertOneWatch(Job job) throws IOException {
    // A watch of the preemption policy ends with its process, after the job.
    await().atMost(PATIENCE).until(() -> !jobs.events(job, StragglerEvent.Summary.class).isEmpty());
    assertThat(jobs.events(job, StragglerEvent.Summary.class)).hasSize(1);
    long listening;
    try (Stream<Path> all = Files.walk(jobs.logs(job))) {
      listening =
          all.filter(path -> path.endsWith("syslog"))
              .mapToLong(HookInstallIT::linesThatSayListening)
              .sum();
    }
    assertThat(listening).isOne();
  }

  private static long linesThatSayListening(Path log) {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> line.contains("Listening to readers at")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertCountsEveryLine(Job job) throws Exception {
    assertThat(job.waitForCompletion(false)).as("job %s succeeds", job.getJobID()).isTrue();
    assertThat(jobs.output(job)).isEqualTo(Map.of("lines", jobs.lines(files)));
  }

  private static long timesAccelerated(Job job) throws IOException {
    return job.getCounters().findCounter(AccelCounter.TIMES_ACCELERATED).getValue();
  }
}
