package io.github.hadoopaccel.straggler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSearchTest {
  private static final String JOB = "job_1700000000000_0001";
  private static final String HOOK = "io.github.hadoopaccel.straggler.am.AccelSpeculator";

  private final Configuration conf = new Configuration();
  private final Configuration own = new Configuration();
  @TempDir private Path dir;

  @BeforeEach
  void historyIsInTheFolder() {
    conf.set("mapreduce.jobhistory.intermediate-done-dir", dir.resolve("done").toUri().toString());
    own.set("yarn.app.mapreduce.am.job.speculator.class", HOOK);
  }

  @Test
  void theOwnersFolderIsSearched() throws IOException {
    log("done/jane/hadoop-accel", "_1.jsonl");
    assertThat(search(Optional.of(job("jane", Optional.empty()))).find()).isPresent();
    assertThat(search(Optional.of(job("joe", Optional.empty()))).find()).isEmpty();
    assertThat(search(Optional.empty()).find()).isEmpty();
  }

  @Test
  void theJobsOwnConfigurationComesFirst() throws IOException {
    log("done/jane/hadoop-accel", "_1.jsonl");
    log("named", "_1.jsonl");
    log("named", "_2.jsonl");
    own.set("accel.straggler.event-log-dir", dir.resolve("named").toUri().toString());
    assertThat(search(Optional.of(job("jane", Optional.of(own)))).find().orElseThrow().toString())
        .endsWith("named/" + JOB + "_2.jsonl");
  }

  @Test
  void whyAJobHasNoLogIsRead() throws IOException {
    assertThat(search(Optional.of(job("jane", Optional.of(own)))).withoutLog()).isEmpty();
    own.set("accel.straggler.event-log-dir", "none");
    assertThat(search(Optional.of(job("jane", Optional.of(own)))).withoutLog())
        .contains("accel.straggler.event-log-dir is none");
    own.set("accel.straggler.enabled", "false");
    assertThat(search(Optional.of(job("jane", Optional.of(own)))).withoutLog())
        .contains("accel.straggler.enabled is false");
    own.set("mapreduce.map.speculative", "false");
    own.set("mapreduce.reduce.speculative", "false");
    assertThat(search(Optional.of(job("jane", Optional.of(own)))).withoutLog())
        .contains("speculative execution is off for maps and reduces");
    own.unset("yarn.app.mapreduce.am.job.speculator.class");
    assertThat(search(Optional.of(job("jane", Optional.of(own)))).withoutLog())
        .contains("yarn.app.mapreduce.am.job.speculator.class is Hadoop's own, not " + HOOK);
  }

  @Test
  void theHookAsPreemptionPolicyIsTheHookToo() throws IOException {
    own.unset("yarn.app.mapreduce.am.job.speculator.class");
    own.set("mapreduce.map.speculative", "false");
    own.set("mapreduce.reduce.speculative", "false");
    own.set(
        "yarn.app.mapreduce.am.preemption.policy",
        "io.github.hadoopaccel.straggler.am.AccelPreemptionPolicy");
    assertThat(search(Optional.of(job("jane", Optional.of(own)))).withoutLog()).isEmpty();
  }

  @Test
  void outsideOfYarnTheClusterIsNotAsked() throws InterruptedException {
    assertThat(ClusterJob.ask(JOB, conf)).isEmpty();
  }

  private LogSearch search(Optional<ClusterJob> job) throws IOException {
    return LogSearch.by(conf, JOB, job, "me");
  }

  private static ClusterJob job(String user, Optional<Configuration> own) {
    return new ClusterJob(user, false, own);
  }

  private void log(String folder, String end) throws IOException {
    Files.createFile(Files.createDirectories(dir.resolve(folder)).resolve(JOB + end));
  }
}
