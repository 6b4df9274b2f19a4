package io.github.hadoopaccel.straggler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.hadoopaccel.straggler.report.EventLog;
import io.github.hadoopaccel.straggler.report.EventLogPlace;
import io.github.hadoopaccel.straggler.report.StragglerEvent;
import io.github.hadoopaccel.straggler.testing.Events;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Configuration conf = new Configuration();
  @TempDir private Path dir;

  @Test
  void oneStateIsShownAsText() throws IOException {
    log(1, Events.JUDGED, Events.STATUS);
    assertThat(top("--once")).isZero();
    assertThat(out.toString())
        .startsWith("job_1700000000000_0001  after 12.0 s")
        .contains("the job waits for it");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void anApplicationsNumberIsTheJobs() throws IOException {
    log(1, Events.STATUS);
    String[] args = {
      "top", "--log-dir", dir.toString(), "--once", "application_1700000000000_0001"
    };
    assertThat(run(args)).isZero();
    assertThat(out.toString()).startsWith("job_1700000000000_0001");
  }

  @Test
  void oneStateIsShownAsOneJsonObject() throws IOException {
    log(1, Events.JUDGED, Events.DIRECTED, Events.RUNG, Events.STATUS, Events.SUMMARY);
    assertThat(top("--once", "--json")).isZero();
    List<String> members = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(out.toString())) {
      assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        members.add(json.currentName());
        json.nextToken();
        json.skipChildren();
      }
      assertThat(json.nextToken()).isNull();
    }
    assertThat(members)
        .containsExactly("job", "log", "ended", "notActive", "status", "attempts", "summary");
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(out.toString())
        .contains("\"ended\":true,\"notActive\":null")
        .contains("\"verdict\":{\"timeMillis\"")
        .contains("\"directive\":{\"timeMillis\"")
        .contains("\"rung\":{\"timeMillis\"")
        .contains("\"timeSavedEstimateMillis\":42000");
  }

  @Test
  void theLogIsFollowedUntilTheSummary() throws Exception {
    try (EventLog log = EventLog.start(place(), Events.JOB, 1, conf, 20)) {
      CompletableFuture<Integer> top = CompletableFuture.supplyAsync(() -> top());
      log.add(Events.STATUS);
      await().until(() -> out.toString().contains("maps      123 of 400"));
      log.add(Events.JUDGED);
      await().until(() -> out.toString().contains("the job waits for it"));
      assertThat(top).isNotDone();
      log.add(Events.SUMMARY);
      assertThat(top.get(30, TimeUnit.SECONDS)).isZero();
    }
    assertThat(out.toString()).contains("saved about 42.0 s").doesNotContain("\033");
    assertThat(out.toString()).contains(System.lineSeparator().repeat(2) + Events.JOB);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theNextApplicationAttemptIsFollowed() throws Exception {
    log(1, Events.STATUS);
    CompletableFuture<Integer> top = CompletableFuture.supplyAsync(() -> top());
    await().until(() -> out.toString().contains("maps      123 of 400"));
    log(2, Events.LAPSED);
    await().until(() -> out.toString().contains("No state is told yet."));
    log(3, Events.SUMMARY);
    assertThat(top.get(30, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void noLogIsSaidWithWhereItWasSought() {
    assertThat(top("--once")).isEqualTo(3);
    assertThat(top("--wait", "0s")).isEqualTo(3);
    assertThat(err.toString())
        .contains("There is no event log of job_1700000000000_0001 in " + dir)
        .contains("accel.straggler.event-log-dir")
        .contains("mapreduce.jobhistory.intermediate-done-dir")
        .contains("yarn.app.mapreduce.am.job.speculator.class");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void withoutADirectoryTheKeySaysWhereItIs() throws IOException {
    log(1, Events.STATUS);
    String key = "accel.straggler.event-log-dir=";
    assertThat(run("top", "-D", key + dir.toUri(), "--once", Events.JOB)).isZero();
    assertThat(run("top", "-D", key + "none", "--once", Events.JOB)).isEqualTo(3);
    assertThat(err.toString()).contains("as accel.straggler.event-log-dir is none");
    assertThat(run("top", "-D", key + ":x", "--once", Events.JOB)).isEqualTo(2);
  }

  @Test
  void aHookThatIsNotActiveIsSaid() throws IOException {
    log(1, Events.NOT_ACTIVE);
    assertThat(top()).isEqualTo(4);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "The hook of job_1700000000000_0001 is not active: the policy threw"
                + " IllegalStateException");
  }

  @Test
  void aFileThatIsNoEventLogIsSaid() throws IOException {
    Files.writeString(dir.resolve(Events.JOB + "_1.jsonl"), "<html>\n");
    assertThat(top("--once")).isEqualTo(5);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains(Events.JOB + "_1.jsonl, line 1: not a line of JSON");
  }

  @Test
  void wrongArgumentsAreOneClearMessageEach() {
    assertThat(run("top", "job_x")).isEqualTo(2);
    assertThat(run("top", "--json", Events.JOB)).isEqualTo(2);
    assertThat(run("top", "--interval", "fast", Events.JOB)).isEqualTo(2);
    assertThat(run("top", "--interval", "1ms", Events.JOB)).isEqualTo(2);
    assertThat(run("top")).isEqualTo(2);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "\"job_x\" is no job: expected one such as job_1700000000000_0001, as"
                            + " mapred job -list shows them."),
            line -> assertThat(line).contains("--json is for --once alone"),
            line -> assertThat(line).contains("\"fast\": expected a time such as 500ms"),
            line -> assertThat(line).contains("1ms: expected 100ms or more"),
            line -> assertThat(line).contains("<job id>"));
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void itsExitCodesAreExplained() {
    assertThat(run("top", "--help")).isZero();
    assertThat(out.toString()).contains("Exit codes:").contains("there is no event log of the job");
  }

  private EventLogPlace place() throws IOException {
    return EventLogPlace.resolve(dir.toUri().toString(), "anyone", conf).orElseThrow();
  }

  private void log(int applicationAttempt, StragglerEvent... events) throws IOException {
    try (EventLog log = EventLog.start(place(), Events.JOB, applicationAttempt, conf, 10)) {
      List.of(events).forEach(log::add);
    }
  }

  private int top(String... options) {
    List<String> args = new ArrayList<>(List.of("top", Events.JOB, "--interval", "100ms"));
    args.addAll(List.of("--log-dir", dir.toString()));
    args.addAll(List.of(options));
    return run(args.toArray(new String[0]));
  }

  private int run(String... args) {
    return Main.call(args, new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
