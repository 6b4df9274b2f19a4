package io.github.hadoopaccel.straggler.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.straggler.policy.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
  private static final List<StragglerEvent> EVENTS =
      List.of(
          new StragglerEvent.Flagged(
              1000,
              10,
              "attempt_1",
              5000,
              1,
              "slow, touched by a \"slow\" DataNode",
              new Evidence(
                  1.5e6, 4e6, 3e6, 9000, -1, 0.5, 100, List.of("dn1:9866", "dn2:9866"), -1, 0.25)),
          new StragglerEvent.Flagged(
              1001,
              11,
              "attempt_2",
              5000,
              1,
              "finish line",
              new Evidence(1e6, 4e6, 3e6, 9000, -1, 0.5, 100, List.of(), 0.125, 1)),
          new StragglerEvent.PostureChanged(
              2000, 20, "attempt_1", 6000, Posture.CAREFUL, Posture.ACCELERATED),
          new StragglerEvent.Lapsed(3000, 30, "attempt_1", 7000, "fast enough"),
          new StragglerEvent.Summary(
              4000, 40, 3, 2, 1L << 40, 5, 6, 7, 8, 9, Map.of("RsAccelDecoder", 3L)));

  private final Configuration conf = new Configuration();
  @TempDir private java.nio.file.Path dir;

  @Test
  void everyEventComesBackAsItWas() throws IOException {
    Path file = new Path(dir.toUri().toString(), "job_1_0001_1.jsonl");
    try (EventLog log = EventLog.start(file, conf, 100)) {
      EVENTS.forEach(log::add);
    }
    assertThat(EventLogReader.read(file, conf)).isEqualTo(EVENTS);
    assertThat(EventLogReader.logs(new Path(dir.toUri()), "job_1_0001", conf))
        .extracting(Path::getName)
        .containsExactly("job_1_0001_1.jsonl");
    assertThat(EventLogReader.logs(new Path(dir.toUri()), "job_1_0002", conf)).isEmpty();
  }

  @Test
  void eventsCanBeReadWhileTheLogIsOpen() throws IOException {
    Path file = new Path(dir.toUri().toString(), "job_1_0001_1.jsonl");
    try (EventLog log = EventLog.start(file, conf, 50)) {
      log.add(EVENTS.get(0));
      await().until(() -> Files.exists(dir.resolve("job_1_0001_1.jsonl")));
      await().until(() -> EventLogReader.read(file, conf).equals(EVENTS.subList(0, 1)));
    }
  }

  @Test
  void aLineIsWhatItsFieldsSay() {
    assertThat(EventLine.encode(EVENTS.get(2)))
        .isEqualTo(
            "{\"timeMillis\":2000,\"jobElapsedMillis\":20,\"event\":\"posture\","
                + "\"attempt\":\"attempt_1\",\"attemptAgeMillis\":6000,"
                + "\"from\":\"CAREFUL\",\"to\":\"ACCELERATED\"}");
  }

  @Test
  void aLineCutOffByAKillIsLeftOutAndAWrongOneIsNamed() throws IOException {
    java.nio.file.Path file = dir.resolve("a.jsonl");
    Path path = new Path(file.toUri());
    Files.writeString(file, EventLine.encode(EVENTS.get(3)) + "\n{\"timeMillis\":");
    assertThat(EventLogReader.read(path, conf)).isEqualTo(EVENTS.subList(3, 4));
    Files.writeString(file, "1}\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> EventLogReader.read(path, conf))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.jsonl, line 2")
        .hasMessageContaining("jobElapsedMillis");
  }

  @Test
  void aDirectoryThatCannotBeWrittenHurtsNobody() throws IOException {
    java.nio.file.Path file = Files.createFile(dir.resolve("file"));
    try (EventLog log = EventLog.start(new Path(file.toUri().toString(), "x"), conf, 50)) {
      EVENTS.forEach(log::add);
    }
    assertThat(file).isEmptyFile();
  }

  @Test
  void everyEventHasASentence() {
    assertThat(EVENTS)
        .extracting(EventText::of)
        .allSatisfy(text -> assertThat(text).isNotBlank())
        .first()
        .isEqualTo(
            "Accelerating attempt_1 (reading for 5.0 s) by 1 unit(s): slow, touched by a \"slow\""
                + " DataNode; rate 1.5 MB/s, threshold 3.0, average 4.0; slow DataNodes"
                + " [dn1:9866, dn2:9866]; network load unknown; 25.0 % of the maps done");
  }
}
