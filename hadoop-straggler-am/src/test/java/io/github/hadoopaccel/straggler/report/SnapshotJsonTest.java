package io.github.hadoopaccel.straggler.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.hedge.SplitStamp;
import io.github.hadoopaccel.read.signal.DataNodeSample;
import io.github.hadoopaccel.read.signal.ReadInput;
import io.github.hadoopaccel.read.signal.ReadReport;
import io.github.hadoopaccel.read.signal.ReadTotals;
import io.github.hadoopaccel.read.signal.ReadWindows;
import io.github.hadoopaccel.straggler.progress.AttemptName;
import io.github.hadoopaccel.straggler.progress.AttemptProgress;
import io.github.hadoopaccel.straggler.progress.DataNodeState;
import io.github.hadoopaccel.straggler.progress.DataNodeTouches;
import io.github.hadoopaccel.straggler.progress.DataNodeView;
import io.github.hadoopaccel.straggler.progress.JobSnapshot;
import io.github.hadoopaccel.straggler.progress.MapCounts;
import io.github.hadoopaccel.straggler.progress.Priority;
import io.github.hadoopaccel.straggler.progress.TaskFacts;
import io.github.hadoopaccel.straggler.testing.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What is written comes back: every field at random, then what must be refused. */
class SnapshotJsonTest {
  @Property(tries = 200)
  void everySnapshotComesBackAsItWas(@ForAll long seed) throws IOException {
    JobSnapshot job = job(new Random(seed));
    String line = SnapshotJson.encode(job);
    assertThat(line).doesNotContain("\n");
    JobSnapshot back = SnapshotJson.decode(line);
    assertThat(back).usingRecursiveComparison().isEqualTo(job);
    assertThat(SnapshotJson.encode(back)).isEqualTo(line);
  }

  @Test
  void whatIsNoSnapshotIsRefusedWithTheReason() {
    assertRefused("[]", "not an object of JSON");
    assertRefused("{\"job\":", "not a line of JSON");
    assertRefused("{\"job\":\"job_1_1\"}", "field nowMillis is missing or of another type");
    String line = SnapshotJson.encode(Reading.job(3, 1, List.of(), List.of()));
    assertRefused(line.replace("\"mapsDone\":1", "\"mapsDone\":4"), "do not fit");
    assertRefused(line.replace("\"mapsDone\":1", "\"mapsDone\":-1"), "is no count");
    assertRefused(line.replace("\"running\":[]", "\"running\":[7]"), "no object");
    assertRefused(
        line.replace("\"running\":[]", "\"running\":" + "[".repeat(9) + "]".repeat(9)),
        "nested deeper");
    String one =
        SnapshotJson.encode(Reading.job(3, 1, List.of(Reading.map(1).running()), List.of()));
    assertRefused(one.replace("CAREFUL", "BOLD"), "not a snapshot");
    assertRefused(one.replace("\"ageMillis\":5000", "\"ageMillis\":-1"), "ageMillis = -1");
  }

  @Test
  void aLineOfAnEarlierVersionSaysNothingOfMapsThatHaveReadAll() throws IOException {
    MapCounts maps = new MapCounts(5, 1, 1, 2);
    String line = SnapshotJson.encode(Reading.job(0, maps, List.of(), List.of()));
    assertThat(SnapshotJson.decode(line).maps()).isEqualTo(maps);
    assertThat(SnapshotJson.decode(line.replace(",\"mapsRead\":2", "")).maps())
        .isEqualTo(new MapCounts(5, 1, 1));
  }

  @Test
  void aJobThatIsTooLargeIsNotWritten() {
    AttemptProgress one = Reading.map(1).finished();
    JobSnapshot large =
        Reading.job(3, 1, List.of(), Collections.nCopies(SnapshotJson.MAX_ATTEMPTS + 1, one));
    assertThat(SnapshotJson.fits(large)).isFalse();
    assertThatThrownBy(() -> SnapshotJson.encode(large))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a snapshot of 20001 attempts, at most 20000 are written");
  }

  private static void assertRefused(String line, String reason) {
    assertThatThrownBy(() -> SnapshotJson.decode(line))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason);
  }

  private static JobSnapshot job(Random random) {
    int total = random.nextInt(1000);
    int done = random.nextInt(total + 1);
    int pending = random.nextInt(total - done + 1);
    int read = random.nextInt(total - done - pending + 1);
    Map<String, DataNodeState> states = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      states.put(
          "dn" + i + ":9866",
          new DataNodeState(
              random.nextDouble() * 1e9,
              random.nextDouble() * 1e3,
              random.nextBoolean(),
              random.nextBoolean()));
    }
    return new JobSnapshot(
        Reading.JOB,
        count(random),
        new MapCounts(total, done, pending, read),
        attempts(random, false),
        attempts(random, true),
        new DataNodeView(states, random.nextDouble() * 1e9, random.nextDouble()),
        count(random),
        count(random));
  }

  private static List<AttemptProgress> attempts(Random random, boolean finished) {
    List<AttemptProgress> attempts = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      ReadReport report = report(random, Reading.map(i, random.nextInt(2)).attempt());
      attempts.add(
          new AttemptProgress(
              AttemptName.parse(report.attemptId()),
              report,
              touches(random),
              count(random),
              random.nextDouble() * 1e9,
              new TaskFacts(
                  random.nextBoolean() ? "" : "höst \"7\"\n",
                  random.nextBoolean() ? -1 : random.nextDouble(),
                  pick(random, Priority.values())),
              finished));
    }
    return attempts;
  }

  private static ReadReport report(Random random, String attempt) {
    long span = count(random);
    return new ReadReport(
        attempt,
        random.nextLong(),
        random.nextBoolean(),
        count(random),
        new ReadInput(
            random.nextBoolean() ? "" : "/in/ü\\b",
            count(random),
            random.nextBoolean()
                ? Optional.empty()
                : Optional.of(pick(random, SplitStamp.values()))),
        new ReadWindows(
            span,
            count(random),
            Math.min(span, count(random)),
            count(random),
            count(random),
            count(random),
            count(random)),
        new ReadTotals(
            count(random),
            count(random),
            count(random),
            count(random),
            count(random),
            count(random),
            count(random),
            count(random),
            count(random),
            count(random),
            count(random),
            count(random)),
        count(random),
        pick(random, Posture.values()),
        random.nextInt(17),
        random.nextBoolean() ? -1 : random.nextDouble(),
        random.nextBoolean() ? "" : "RsAccelDecoder,Other",
        List.of());
  }

  private static DataNodeTouches touches(Random random) {
    List<DataNodeSample> samples = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      samples.add(
          new DataNodeSample(
              "dn" + i + ":9866",
              count(random),
              0,
              random.nextDouble() * 1e9,
              0,
              random.nextInt(Integer.MAX_VALUE)));
    }
    return DataNodeTouches.of(samples, UnaryOperator.identity());
  }

  private static long count(Random random) {
    return random.nextLong() >>> 4 + random.nextInt(59);
  }

  private static <T> T pick(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
